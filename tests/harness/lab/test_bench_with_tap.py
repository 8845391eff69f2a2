"""The bench with a stand-in for a real printer: what the tap says is what the printer did."""

import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from emulators.errors import UsageError
from emulators.events import Event
from emulators.history_file import load_events
from emulators.printer.events import LineBurnt, SlipEnded
from harness.bench import Bench
from harness.checks.judge import judge, run_verdict
from harness.checks.result import Verdict
from harness.errors import NotApplicable
from harness.lab.events import DeedDone, PrinterLost
from harness.lab.ports import PrinterPortError
from tests.harness.cli.child import Child
from tests.harness.conftest import MakeConfig
from tests.harness.lab.conftest import MakeStandIn, StandIn


def verdict_of(bench: Bench) -> Verdict:
    results = judge(bench.events, bench.history.blobs)
    return run_verdict(bench.events, results).verdict


def slips(events: Iterable[Event]) -> list[tuple[str, tuple[str, ...]]]:
    found = [item.payload for item in events if isinstance(item.payload, SlipEnded)]
    return [(slip.ended_by, slip.text) for slip in found]


def whole(events: Iterable[Event]) -> list[tuple[str, ...]]:
    return [text for how, text in slips(events) if how == "cut" and "THANK YOU" in text[-1]]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:set(Daemon|Name)")  # of pyserial's own thread
@pytest.mark.parametrize(
    ("kind", "pos_link"), [("tcp", "tcp"), ("serial", "pty"), ("rfc2217", "tcp")]
)
@pytest.mark.parametrize(
    ("fault", "mend"),
    [
        ("printer.paper_out@line(6)", "printer.paper_out"),
        ("printer.cover_open@line(5)", "printer.cover_open"),
        ("printer.power_cut@line(5)", "printer.power_cut"),
        ("printer.link.down@byte(300)", "printer.link.down"),
    ],
)
def test_what_the_tap_says_is_what_the_printer_did(
    kind: str, pos_link: str, fault: str, mend: str, tmp_path: Path
) -> None:
    with process(kind, tmp_path) as (printer, stop):
        with Bench(printer.config(pos_link), tmp_path / "run", schedule=[fault]) as bench:
            bench.operator.sale("A1", 1250)
            bench.operator.mend(mend)
            bench.settle()
        really = stop()
    assert verdict_of(bench) is Verdict.PASS
    assert whole(bench.events) == whole(really)
    if "link" not in fault:  # there a line may be cleared away before its proof comes
        assert slips(bench.events) == slips(really)
        certain = {e.certainty for e in bench.events if isinstance(e.payload, LineBurnt)}
        assert certain == {"known"}


@contextmanager
def process(kind: str, folder: Path) -> Iterator[tuple[StandIn, Callable[[], list[Event]]]]:
    """A stand-in of its own process; what it recorded comes of the call that stops it."""
    pipe, kept, tty = folder / "pipe", folder / "really", folder / "ttyREAL"
    where = {
        "tcp": ("--listen", "127.0.0.1:0"),
        "serial": ("--pty", tty),
        "rfc2217": ("--rfc2217", "127.0.0.1:0"),
    }[kind]
    with Child("printer", *where, "--control", pipe, "--results-dir", kept) as child:
        url = child.out.line()

        def stop() -> list[Event]:
            child.process.terminate()
            child.process.wait(10)
            return load_events(next(kept.glob("*/history.jsonl")))

        port = str(tty) if kind == "serial" else url.replace("tcp:", "socket:")
        yield StandIn(port, pipe), stop


def test_a_fault_that_nobody_here_can_do_is_not_applicable(
    stand_in: MakeStandIn, tiny: MakeConfig, tmp_path: Path
) -> None:
    with Bench(tapped(tiny(), stand_in()), tmp_path / "run") as bench:
        with pytest.raises(NotApplicable, match=r"set \[lab.cutter\] jam"):
            bench.arm("printer.cutter_jam")
        with pytest.raises(NotApplicable, match="cannot be done to a real printer"):
            bench.arm("printer.slow:mm_s=5")


def tapped(config: object, printer: StandIn, **lab: object) -> object:
    """The configuration with the stand-in at the end of a tap."""
    own = printer.config(**lab)
    return config.model_copy(update={"printer": own.printer, "lab": own.lab})


def test_a_deed_that_is_not_done_makes_the_run_unknown(
    stand_in: MakeStandIn, tiny: MakeConfig, tmp_path: Path
) -> None:
    lab = {"cover": {"open": "true", "close": "true", "within_s": 0.1}}
    with Bench(tapped(tiny(), stand_in(), **lab), tmp_path / "run") as bench:
        bench.arm("printer.cover_open@now")
    done = [deed for _, deed in bench.history.of(DeedDone)]
    assert "the printer still says: online" in done[0].trouble
    assert verdict_of(bench) is Verdict.UNKNOWN


def test_a_command_that_fails_is_told_with_what_it_said(
    stand_in: MakeStandIn, tiny: MakeConfig, tmp_path: Path
) -> None:
    lab = {"cover": {"open": "echo no such relay; exit 7", "close": "true"}}
    with Bench(tapped(tiny(), stand_in(), **lab), tmp_path / "run") as bench:
        bench.arm("printer.cover_open@now")
    trouble = next(bench.history.of(DeedDone))[1].trouble
    assert "ended with 7" in trouble
    assert "no such relay" in trouble


def test_a_printer_that_is_out_of_paper_stops_the_bench_before_it_begins(
    stand_in: MakeStandIn, tiny: MakeConfig, tmp_path: Path
) -> None:
    printer = stand_in()
    printer.obey("take paper out")
    before = threading.active_count()
    with pytest.raises(UsageError, match=r"paper out.*put that right and start again"):
        Bench(tapped(tiny(), printer), tmp_path / "run").start()
    assert threading.active_count() == before


def test_a_printer_that_is_not_there_stops_the_bench(
    stand_in: MakeStandIn, tiny: MakeConfig, tmp_path: Path
) -> None:
    printer = stand_in()
    config = tapped(tiny(), printer)
    gone = config.printer.model_copy(update={"port": "socket://127.0.0.1:1"})
    with pytest.raises(PrinterPortError, match="refuses connections"):
        Bench(config.model_copy(update={"printer": gone}), tmp_path / "run").start()


@pytest.mark.parametrize("kind", ["tcp", "serial"])
def test_a_cable_that_comes_out_by_itself_makes_the_run_unknown(
    kind: str, stand_in: MakeStandIn, tiny: MakeConfig, tmp_path: Path
) -> None:
    printer = stand_in(kind)
    with Bench(tapped(tiny(), printer), tmp_path / "run") as bench:
        printer.obey("power off")
        end_s = time.monotonic() + 5
        while not any(bench.history.of(PrinterLost)) and time.monotonic() < end_s:
            time.sleep(0.01)
    lost = next(bench.history.of(PrinterLost))[1]
    assert printer.port in lost.why
    assert verdict_of(bench) is Verdict.UNKNOWN


def test_two_benches_on_one_printer_take_turns(
    stand_in: MakeStandIn, tiny: MakeConfig, tmp_path: Path
) -> None:
    config = tapped(tiny(), stand_in())
    order: list[str] = []

    def second() -> None:
        with Bench(config, tmp_path / "second"):
            order.append("second")

    with Bench(config, tmp_path / "first") as bench:
        thread = threading.Thread(target=second)
        thread.start()
        bench.operator.status()
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]


def test_an_image_that_is_broken_off_spoils_nothing_after_it(
    stand_in: MakeStandIn, tiny: MakeConfig, tmp_path: Path
) -> None:
    printer = stand_in()
    with Bench(tapped(tiny(), printer), tmp_path / "run") as bench:
        where = (bench.devices.printer_link.host, bench.devices.printer_link.port)
        with socket.create_connection(where) as pos:
            pos.sendall(b"\x1dv0\x00\x40\x00\x00\x02" + b"\xff" * 1000)
        with socket.create_connection(where) as pos:
            pos.sendall(b"THE NEXT SLIP\n\x1dV\x42\x00\x1d(H\x06\x0000done")
            assert pos.recv(16) == b"\x37\x22done\x00"
    assert printer.face.await_slip().lines[-1] == "THE NEXT SLIP"
    assert slips(bench.events)[-1] == ("cut", printer.face.slips[-1].lines)
