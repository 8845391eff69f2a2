"""Real clients whose paper runs out in mid-job: what they are told, and that the job goes on.

Those in JavaScript are run when node and the packages are there:
``npm install receiptio node-thermal-printer``, and TILLPROOF_NODE_MODULES names the folder.
"""

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from escpos.printer import Serial

from .child import DEADLINE_S, Child

MODULES = Path(os.environ.get("TILLPROOF_NODE_MODULES", "node_modules")).absolute()
FAULT = ("--fault", "printer.paper_out@line(3)")
LINES = [f"line {number}" for number in range(1, 8)]
RECEIPTIO = """
require('receiptio').print(process.argv[2], '-d ' + process.argv[1])
  .then(result => console.log(result));
"""
NODE_THERMAL_PRINTER = """
const { ThermalPrinter, PrinterTypes } = require('node-thermal-printer');
const pos = new ThermalPrinter({ type: PrinterTypes.EPSON, interface: process.argv[1] });
process.argv[2].split('\\n').forEach(line => pos.println(line));
pos.cut();
pos.execute().then(() => console.log('sent'));
"""


class Desk:
    """A printer with an operator at its terminal."""

    def __init__(self, *arguments: object) -> None:
        self.terminal, stdin = os.openpty()
        self.child = Child("printer", *arguments, stdin=stdin)
        os.close(stdin)

    def load_paper(self) -> None:
        os.write(self.terminal, b"load paper\n")

    def slip(self) -> list[str]:
        said = self.child.out.until("end of slip")
        return [line.strip() for line in said if line.strip().startswith("line")]


@pytest.fixture
def address() -> str:
    """An address of our own, for clients that know port 9100 only."""
    return ".".join(["127", *(str(random.randint(1, 250)) for _ in range(3))])


@pytest.fixture
def desk(request: pytest.FixtureRequest, address: str) -> Iterator[Desk]:
    one = Desk("--listen", f"{address}:9100", *request.param)
    with one.child:
        assert one.child.out.line() == f"tcp://{address}:9100"
        yield one
    os.close(one.terminal)


def node(package: str, script: str, *arguments: str) -> str:
    """What a script says. Skips where node or the package is not there."""
    if shutil.which("node") is None or not (MODULES / package).is_dir():
        pytest.skip(f"node with {package} is not there")
    ended = subprocess.run(
        ["node", "-e", script, *arguments],
        env=os.environ | {"NODE_PATH": str(MODULES)},
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=True,
    )
    return ended.stdout.strip()


class Prompt(Serial):
    """python-escpos waits for 16 octets, until its time is up; a status is one."""

    def _read(self) -> bytes:
        return bytes(self.device.read(1))


def test_python_escpos_over_a_serial_line(tmp_path: Path) -> None:
    path = tmp_path / "ttyTILL"
    desk = Desk("--pty", path, *FAULT)
    with desk.child:
        desk.child.out.line()
        pos = Prompt(str(path), 38400, timeout=DEADLINE_S, dsrdtr=False)
        for line in LINES:
            pos.textln(line)
        pos.cut()
        desk.child.err.until(r"printer\.state.*paper=out")
        assert pos.paper_status() == 0
        desk.load_paper()
        assert desk.slip() + desk.slip() == LINES
        assert pos.paper_status() == 2
        pos.close()
    os.close(desk.terminal)


@pytest.mark.slow
@pytest.mark.parametrize("desk", [()], indirect=True)
def test_receiptio_prints(desk: Desk, address: str) -> None:
    assert node("receiptio", RECEIPTIO, address, "\n".join(LINES)) == "success"
    assert desk.slip() == LINES


@pytest.mark.slow
@pytest.mark.parametrize("desk", [FAULT], indirect=True)
def test_receiptio_without_paper(desk: Desk, address: str) -> None:
    assert node("receiptio", RECEIPTIO, address, "\n".join(LINES)) == "paperempty"
    desk.load_paper()
    assert desk.slip() + desk.slip() == LINES


@pytest.mark.slow
@pytest.mark.parametrize("desk", [FAULT], indirect=True)
def test_node_thermal_printer_without_paper(desk: Desk, address: str) -> None:
    url = f"tcp://{address}:9100"
    assert node("node-thermal-printer", NODE_THERMAL_PRINTER, url, "\n".join(LINES)) == "sent"
    desk.child.err.until(r"printer\.state.*paper=out")
    desk.load_paper()
    assert desk.slip() + desk.slip() == LINES
