"""``tillproof lab``: what is there, how it answers, where it differs; and what goes wrong."""

import asyncio
import json
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from emulators.errors import UsageError
from emulators.printer.profiles import profile
from harness.cli import main
from harness.lab.addresses import parse_port
from harness.lab.fidelity import compare
from harness.lab.learn import learn, write_profile
from harness.lab.places import abilities
from harness.lab.ports import PrinterPortError, SerialPort
from harness.lab.probe import probe, told
from tests.harness.lab.conftest import MakeStandIn


@pytest.mark.parametrize("kind", ["tcp", "serial"])
def test_probe_says_what_is_there_and_wastes_no_paper(kind: str, stand_in: MakeStandIn) -> None:
    printer = stand_in(kind)
    found = asyncio.run(probe(printer.port))
    assert (found.texts["model"], found.like, found.proof) == ("TM-T88V", "TM-T88V", "process-id")
    assert found.state == "online, paper ok, cover closed, error none"
    assert ("width", "512 dots at 180 dpi") in told(found)
    assert not printer.face.lines


def test_probe_tells_of_an_open_cover(stand_in: MakeStandIn) -> None:
    printer = stand_in()
    printer.obey("open cover")
    found = asyncio.run(probe(printer.port))
    assert not found.ready
    assert "cover open" in found.state


def test_a_clone_that_tells_no_identity_is_asked_nothing_that_it_might_print(
    stand_in: MakeStandIn, tmp_path: Path
) -> None:
    mute = tmp_path / "mute.toml"
    mute.write_text('based_on = "generic-58"\nsilent = ["GS I", "GS ( H", "GS a", "GS r"]\n')
    found = asyncio.run(probe(stand_in(model=str(mute)).port))
    assert (found.answers, found.texts, found.proof) == (True, {}, "none")


def test_a_device_that_answers_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = asyncio.run(probe(f"socket://127.0.0.1:{server.getsockname()[1]}"))
    assert not found.answers


def answering(data: bytes) -> str:
    """The port of something that says that once and hangs up."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with server, server.accept()[0] as peer:
            peer.recv(64)
            peer.sendall(data)

    threading.Thread(target=serve, daemon=True).start()
    return f"socket://127.0.0.1:{server.getsockname()[1]}"


def test_what_is_no_printer_is_not_taken_for_one() -> None:
    with pytest.raises(UsageError, match=r"does not answer as a printer: b'HTTP/1.1 400"):
        asyncio.run(probe(answering(b"HTTP/1.1 400 Bad Request\r\n\r\n")))


def test_of_a_printer_that_tells_half_nothing_is_made_up() -> None:
    found = asyncio.run(probe(answering(b"\x12")))
    assert found.answers
    assert found.state == "it does not tell all of it"


@pytest.mark.slow
def test_what_is_learnt_makes_the_virtual_printer_answer_alike(
    stand_in: MakeStandIn, tmp_path: Path
) -> None:
    odd = tmp_path / "odd.toml"
    odd.write_text('based_on = "TM-T88V"\nfirmware = "9.99"\nsilent = ["GS I 68"]\n')
    printer = stand_in(model=str(odd))
    before = asyncio.run(compare(printer.port, profile("TM-T88V"), may_print=False))
    assert {one.stream for one in before.differences} == {"GS I 65", "GS I 67", "GS I 68"}
    learnt = asyncio.run(learn(printer.port, "TM-T88V", may_feed=False))
    model = write_profile(learnt, tmp_path / "learnt.toml")
    after = asyncio.run(compare(printer.port, model, may_print=True))
    assert after.differences == ()
    assert after.streams > before.streams


def test_a_printer_that_is_not_ready_is_not_learnt_from(stand_in: MakeStandIn) -> None:
    printer = stand_in()
    printer.obey("take paper out")
    with pytest.raises(UsageError, match="not ready: offline, paper out"):
        asyncio.run(learn(printer.port, "TM-T88V", may_feed=False))


@pytest.mark.parametrize(
    ("port", "sentence"),
    [
        ("/dev/ttyTILLPROOF9", "is not there: is the cable in"),
        ("socket://127.0.0.1:1", "refuses connections: is the printer on"),
        ("socket://no.such.host.invalid:9100", "no machine of that name|cannot be opened"),
    ],
)
def test_a_port_that_cannot_be_opened(port: str, sentence: str) -> None:
    with pytest.raises(PrinterPortError, match=sentence):
        asyncio.run(probe(port))


def test_a_port_that_another_program_has(stand_in: MakeStandIn) -> None:
    printer = stand_in("serial")

    async def twice() -> None:
        holder = SerialPort(parse_port(printer.port), asyncio.get_running_loop())
        await holder.open()
        try:
            await probe(printer.port)
        finally:
            holder.close()

    with pytest.raises(PrinterPortError, match="is taken by another program"):
        asyncio.run(twice())


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_port_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "lp0"
    path.touch(0)
    with pytest.raises(PrinterPortError, match="no permission: put yourself into the group"):
        asyncio.run(probe(f"file://{path}"))


@pytest.mark.parametrize(
    "text", ["", "printer", "socket://", "socket://h:99999", "/dev/x?baud=9600", "usb://x"]
)
def test_an_address_that_is_none(text: str) -> None:
    with pytest.raises(UsageError):
        parse_port(text)


def test_places_tells_what_a_bench_can_and_cannot(stand_in: MakeStandIn) -> None:
    found = abilities(stand_in().config())
    assert {"printer.paper_out", "printer.power_cut", "printer.link.down"} <= set(found.can)
    assert "cannot be done to a real printer" in found.cannot["printer.slow"]
    assert "[lab.cutter] jam" in found.cannot["printer.cutter_jam"]


# ---- the command line


@pytest.fixture
def tillproof(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return int(str(ended.value.code)), out, err

    return call


Tillproof = Callable[..., tuple[int, str, str]]


def test_probe_tells_it_to_people_and_to_programs(
    stand_in: MakeStandIn, tillproof: Tillproof
) -> None:
    port = stand_in().port
    status, out, _ = tillproof("lab", "probe", port)
    assert status == 0
    assert "proof of printing  process-id" in out
    told_to_programs = json.loads(tillproof("lab", "probe", port, "--format", "json")[1])
    assert told_to_programs["texts"]["model"] == "TM-T88V"


def test_probe_of_a_silent_device_says_what_to_do(tillproof: Tillproof) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        status, _, err = tillproof("lab", "probe", f"socket://127.0.0.1:{server.getsockname()[1]}")
    assert status == 2
    assert "answers nothing: is it on, is the rate right" in err


def test_fidelity_finds_a_planted_difference_and_ends_with_status_1(
    stand_in: MakeStandIn, tmp_path: Path, tillproof: Tillproof
) -> None:
    planted = tmp_path / "planted.toml"
    planted.write_text('based_on = "TM-T88V"\nmodel = "TM-T88V"\nfirmware = "0.01"\n')
    status, out, _ = tillproof("lab", "fidelity", stand_in(model=str(planted)).port)
    assert status == 1
    assert "GS I 65: the real printer says" in out
    assert "1 differences from the profile TM-T88V" in out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("probe", "nonsense"), "is no printer's address"),
        (("learn", "socket://127.0.0.1:1", "-o", "x.toml"), "refuses connections"),
        (("run", "--port", "nonsense"), "is no printer's address"),
        (("run", "--place", "nowhere", "--coordinator", "127.0.0.1:1"), "labgrid"),
    ],
)
def test_wrong_use_is_a_sentence_and_status_3(
    words: tuple[str, ...], sentence: str, tillproof: Tillproof, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LG_COORDINATOR", raising=False)
    status, _, err = tillproof("lab", *words)
    assert status == 3
    assert sentence in err
    assert "Traceback" not in err


def test_places_lists_who_does_what(
    tmp_path: Path, tillproof: Tillproof, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LG_COORDINATOR", raising=False)
    config = tmp_path / "tillproof.toml"
    config.write_text(
        '[printer]\nlink = "tap"\nport = "socket://127.0.0.1:9100"\n[lab.cover]\nby = "operator"\n'
    )
    status, out, _ = tillproof("lab", "places", "--config", config)
    assert status == 0
    assert "cover.open         operator" in out
    assert "power.off          nobody" in out
