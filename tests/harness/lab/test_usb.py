"""A printer of the USB printer class through pyusb, whose bus is made of sockets."""

import asyncio
import errno
import socket
from pathlib import Path

import pytest

from emulators.errors import UsageError
from harness.bench import Bench
from harness.checks.judge import judge
from harness.checks.result import Verdict
from harness.lab.addresses import parse_port
from harness.lab.ports import PrinterPortError, make_port
from harness.lab.probe import probe
from tests.harness.lab.conftest import MakeStandIn, StandIn
from tests.harness.lab.usb_rig import Bus, Plugged


def plug(monkeypatch: pytest.MonkeyPatch, *devices: Plugged) -> None:
    monkeypatch.setattr("usb.backend.libusb1.get_backend", lambda *_: Bus(*devices))


def plugged(printer: StandIn, **more: object) -> Plugged:
    return Plugged(int(printer.port.rpartition(":")[2]), **more)


@pytest.mark.parametrize("written", ["usb://", "usb://04b8:0e15", "usb://04B8:0E15/X3YK000001"])
def test_probe(written: str, stand_in: MakeStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    device = plugged(stand_in())
    plug(monkeypatch, device)
    found = asyncio.run(probe(written))
    assert (found.texts["model"], found.proof) == ("TM-T88V", "process-id")
    assert device.claims[0] == "claimed"
    assert "released" in device.claims
    assert device.taken_by_kernel  # as it was before


@pytest.mark.slow
def test_a_bench_with_it_behind_the_tap(
    stand_in: MakeStandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = stand_in()
    plug(monkeypatch, plugged(printer))
    config = printer.config()
    config = config.model_copy(
        update={"printer": config.printer.model_copy(update={"port": "usb://"})}
    )
    with Bench(config, tmp_path / "run", schedule=["printer.paper_out@line(6)"]) as bench:
        assert bench.operator.sale("A1", 1250).outcome == "approved"
        bench.settle()
    results = judge(bench.events, bench.history.blobs, {})
    assert {one.check for one in results if one.verdict is Verdict.FAIL} == set()
    assert {one.verdict for one in results if one.check == "receipt-per-sale"} == {Verdict.PASS}


def opened(written: str) -> str:
    """What a person is told who opens it."""

    async def try_it() -> None:
        port = make_port(parse_port(written), asyncio.get_running_loop())
        await port.open()
        port.close()

    with pytest.raises(PrinterPortError) as error:
        asyncio.run(try_it())
    return str(error.value)


@pytest.mark.parametrize(
    ("written", "devices", "said"),
    [
        ("usb://", [], "is the cable in"),
        ("usb://04b8:0202", [Plugged(0)], "usb://04b8:0202 is not there"),
        ("usb://04b8:0e15/OTHER", [Plugged(0)], "usb://04b8:0e15/OTHER is not there"),
        (
            "usb://",
            [Plugged(0), Plugged(0, serial_number="X3YK000002")],
            "any of usb://04b8:0e15/X3YK000001, usb://04b8:0e15/X3YK000002",
        ),
        ("usb://", [Plugged(0, fault=errno.EACCES)], "no permission"),
    ],
)
def test_what_goes_wrong(
    written: str, devices: list[Plugged], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plug(monkeypatch, *devices)
    assert said in opened(written)


def test_a_machine_without_libusb(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("libusb1", "libusb0", "openusb"):
        monkeypatch.setattr(f"usb.backend.{name}.get_backend", lambda *_: None)
    assert "libusb-1.0-0" in opened("usb://")


def test_a_cable_that_is_pulled(stand_in: MakeStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    device = plugged(stand_in())
    plug(monkeypatch, device)

    async def pulled() -> str:
        loop = asyncio.get_running_loop()
        port, lost = make_port(parse_port("usb://"), loop), loop.create_future()
        port.on_lost = lost.set_result
        await port.open()
        device.line.shutdown(socket.SHUT_RDWR)
        return await asyncio.wait_for(lost, 10)

    assert asyncio.run(pulled()) == "usb:// is gone: is its cable in?"


def test_a_printer_that_never_speaks(
    stand_in: MakeStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has no way back; what is sent arrives all the same."""
    printer = stand_in()
    plug(monkeypatch, plugged(printer, speaks=False))

    async def sent() -> None:
        loop = asyncio.get_running_loop()
        port, room = make_port(parse_port("usb://"), loop), asyncio.Event()
        port.on_room = room.set
        await port.open()
        port.send(b"hello\n" * 100)
        await asyncio.wait_for(room.wait(), 10)
        port.close()

    asyncio.run(sent())
    printer.face.wait_until(lambda: len(printer.face.lines) == 100, "a hundred lines", 10)


@pytest.mark.parametrize("written", ["usb://printer", "usb://04b8", "usb://04b8:xyz"])
def test_what_is_no_address(written: str) -> None:
    with pytest.raises(UsageError, match="is no printer's address"):
        parse_port(written)
