"""The standby printer and the backup line: devices of their own in the same History."""

import socket
from pathlib import Path

import pytest

from emulators.errors import UsageError
from emulators.history import of
from emulators.links.events import Opened
from harness.bench import Bench
from harness.checks.views.outages import outages
from harness.config import Config, parse_config
from harness.errors import NotApplicable
from tests.harness.conftest import TINY_POS, MakeConfig

TELLS = """
import os
def answer(method, params):
    return {"outcome": os.environ["TILLPROOF_PRINTER"], "ready": True, "capabilities": []}
"""


def second(tiny: MakeConfig, override: str = "") -> Config:
    config = tiny(override)
    values = {
        "pos": {"command": list(config.pos.command)},
        "printer": {"standby": True},
        "acquirer": {"backup_line": True},
    }
    return parse_config(values, "test", config.folder)


def knock(url: str) -> None:
    """Connect, and wait until the other side has taken it."""
    host, port = url.removeprefix("tcp://").split(":")
    with socket.create_connection((host, int(port)), 5) as sock:
        sock.sendall(b"\x10\x04\x01")
        sock.recv(1)


def test_they_are_there_and_are_told_apart(tiny: MakeConfig, tmp_path: Path) -> None:
    with Bench(second(tiny), tmp_path / "run") as bench:
        at = bench.devices.addresses
        assert len({at.printer, at.printer_2, at.acquirer, at.acquirer_2}) == 4
        knock(at.printer_2)
        knock(at.printer)
        opened = [item.device for item, _ in of(bench.events, Opened)]
    assert opened == ["printer2.link", "printer.link"]


def test_the_second_one_alone_breaks(tiny: MakeConfig, tmp_path: Path) -> None:
    with Bench(second(tiny), tmp_path / "run") as bench:
        bench.arm("printer2.paper_out@now")
        bench.arm("acquirer2.link.down@now")
        at = bench.devices.addresses
        with pytest.raises(ConnectionRefusedError):
            knock(at.acquirer_2)
        found = [(one.device, one.until is None) for one in outages(bench.events, ())]
        assert bench.devices.printer_link.up
        assert bench.mend("printer2") == 1
        assert bench.mend() == 1
    assert found == [("printer", True), ("acquirer", True)]


def test_a_bench_without_them_says_so(tiny: MakeConfig, tmp_path: Path) -> None:
    with Bench(tiny(), tmp_path / "run") as bench:
        assert bench.devices.addresses.printer_2 == ""
        with pytest.raises(UsageError, match=r"printer2.paper_out needs 'printer2'"):
            bench.arm("printer2.paper_out")
        with pytest.raises(NotApplicable, match=r"set printer.standby"):
            bench.arm("pos.wrong_printer")


def test_the_printers_addresses_are_swapped(tiny: MakeConfig, tmp_path: Path) -> None:
    assert "def answer" in TINY_POS
    with Bench(second(tiny, TELLS), tmp_path / "run") as bench:
        at = bench.devices.addresses
        assert bench.operator.sale("A1", 100).outcome == at.printer
        bench.arm("pos.wrong_printer@now")
        assert bench.operator.sale("A2", 100).outcome == at.printer_2
        bench.arm("pos.wrong_printer@now")
        assert bench.operator.sale("A3", 100).outcome == at.printer
