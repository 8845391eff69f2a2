"""Memory and answers of printers at work; figures for people."""

import asyncio
import contextlib
import io
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from emulators.clock import RealClock
from emulators.history import History
from emulators.links.ends import PrinterEnd
from emulators.links.tcp import TcpLink
from emulators.printer.device import Printer
from tests.emulators.printer.receipts import receipt
from tests.harness.cli.child import DEADLINE_S, Child

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc"),
]
ASK = b"\x10\x04\x01"
IN_TURN = b"\x1dr\x01"  # GS r: answered when all of it is printed
BAND = b"\x1dv0\x00\x40\x00\x1e\x00" + b"\xa5" * 1920
MANY = """
import sys
from pathlib import Path
from emulators.clock import VirtualClock
from emulators.history import History
from emulators.printer.device import Printer

def printer():
    clock = VirtualClock()
    one = Printer(History(clock, most_kept=10_000).recorder("printer"), clock)
    one.connect(1, lambda _: None)
    one.feed(1, b"hello\\n" * int(sys.argv[1]))
    clock.advance()
    return clock, one

kept = [printer() for _ in range(200)]
print(next(x for x in Path("/proc/self/status").read_text().splitlines() if "VmRSS" in x))
"""


def resident_mb(pid: int | str) -> float:
    status = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return int(next(line.split()[1] for line in status if line.startswith("VmRSS"))) / 1024


@pytest.fixture
def child() -> Iterator[Child]:
    with Child("printer", "--listen", "127.0.0.1:0") as one:
        yield one


def test_memory_of_200_printers(capsys: pytest.CaptureFixture[str]) -> None:
    for lines in (0, 50):
        said = subprocess.run(
            [sys.executable, "-c", MANY, str(lines)], check=True, capture_output=True, text=True
        )
        size = int(said.stdout.split()[1]) / 1024
        with capsys.disabled():
            print(f"\n200 printers, {lines} lines each: {size:.0f} MB (bound 300)")


def test_a_job_of_30_mb_without_paper(capsys: pytest.CaptureFixture[str]) -> None:
    job = b"no paper in it\n" * 2_000_000
    arguments = ("printer", "--listen", "127.0.0.1:0", "--fault", "printer.paper_out@now")
    with (
        Child(*arguments) as child,
        socket.create_connection(child.address(), DEADLINE_S) as pos,
    ):
        pos.sendall(b"\n" + ASK)
        pos.recv(1)
        idle = resident_mb(child.process.pid)
        pos.settimeout(2)
        with contextlib.suppress(TimeoutError):
            pos.sendall(job)
        grown = resident_mb(child.process.pid) - idle
    with capsys.disabled():
        print(f"\n30 MB without paper: {grown:.1f} MB above idle (bound 64)")


@pytest.mark.parametrize("kind", ["text", "raster"])
def test_status_while_it_prints(
    child: Child, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        piece = receipt(7) if kind == "text" else BAND
    answered = []
    with socket.create_connection(child.address(), DEADLINE_S) as pos:
        pos.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(0, 10_000_000, len(piece)):
            pos.sendall(piece)
            asked_s = time.perf_counter()
            pos.sendall(ASK)
            assert len(pos.recv(16)) == 1
            answered.append((time.perf_counter() - asked_s) * 1000)
            pos.sendall(IN_TURN)
            pos.recv(1)
    with capsys.disabled():
        print(f"\nDLE EOT in {kind}: {said(answered)}")


def said(times_ms: list[float]) -> str:
    behind = statistics.quantiles(times_ms, n=100)
    return f"median {behind[49]:.2f} ms (bound 1), p99 {behind[98]:.1f}, most {max(times_ms):.1f}"


def test_status_of_another_printer_while_one_prints_pictures(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Two in one process: ten megabytes of slips that are images go to the first."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    links = asyncio.run_coroutine_threadsafe(two_printers(), loop).result()
    job = (BAND * 27 + b"\x1dV\x00") * 193  # 810 rows each
    answered = []
    with (
        socket.create_connection((links[0].host, links[0].port), DEADLINE_S) as busy,
        socket.create_connection((links[1].host, links[1].port), DEADLINE_S) as other,
    ):
        other.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sender = threading.Thread(target=busy.sendall, args=(job,))
        sender.start()
        while sender.is_alive():
            asked_s = time.perf_counter()
            other.sendall(ASK)
            assert len(other.recv(16)) == 1
            answered.append((time.perf_counter() - asked_s) * 1000)
        sender.join()
    for link in links:
        loop.call_soon_threadsafe(link.stop)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
    with capsys.disabled():
        print(f"\nDLE EOT of another printer: {said(answered)}, {len(answered)} times")


async def two_printers() -> list[TcpLink]:
    loop = asyncio.get_running_loop()
    clock = RealClock(loop)
    history = History(clock, most_kept=10_000)
    links = []
    for name in ("printer", "printer2"):
        printer = Printer(history.recorder(name), clock)
        link = TcpLink(history.recorder(f"{name}.link"), PrinterEnd(printer), loop)
        printer.on_room = link.resume
        link.listen()
        links.append(link)
    return links
