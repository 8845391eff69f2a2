"""What a tap costs: a status round trip with and without it, and how much goes through."""

import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from emulators.blobs import Blobs
from emulators.clock import RealClock
from emulators.history import History
from emulators.links.tcp import TcpLink
from emulators.printer.profiles import TM_T88V
from harness.lab.addresses import parse_port
from harness.lab.ports import SocketPort
from harness.lab.tap import Tap
from harness.loop import LoopThread
from tests.benchmarks.conftest import Say
from tests.emulators.printer.receipts import receipt
from tests.harness.cli.child import Child

pytestmark = pytest.mark.benchmark
ASK = b"\x10\x04\x01"
HERE = "127.0.0.1"
ROUND_TRIPS = 500
RASTER = b"\x1dv0\x00\x40\x00\x00\x02" + b"\xa5" * 64 * 512 + b"\n"
END = b"\x1d(H\x06\x0000END!"
# A printer that prints nothing and proves everything, in a process of its own.
SINK = r"""
import re, socket
with socket.create_server(("127.0.0.1", 0)) as server:
    print(server.getsockname()[1], flush=True)
    peer, _ = server.accept()
    held = b""
    while data := peer.recv(1 << 16):
        held += data
        for name in re.findall(rb"\x1d\(H\x06\x0000(....)", held):
            peer.sendall(b"\x37\x22" + name + b"\x00")
        held = held[-10:] if b"\x1d(H" in held[-10:] and not held[-4:].isalnum() else b""
"""


@contextmanager
def tapped(port: int, folder: Path) -> Iterator[int]:
    """A tap before that printer, its History on disk as a bench has it; its port."""
    thread = LoopThread("tap")
    sink = (folder / "history.jsonl").open("w", 1, "utf-8")

    def make() -> tuple[Tap, TcpLink, History]:
        clock = RealClock(thread.loop)
        history = History(clock, Blobs(folder / "blobs"), sink)
        address = parse_port(f"socket://127.0.0.1:{port}")
        tap = Tap(history.recorder("printer"), clock, SocketPort(address, thread.loop), TM_T88V)
        link = TcpLink(history.recorder("printer.link"), tap, thread.loop)
        tap.on_room = link.resume
        tap.port.on_data, tap.port.on_room = tap.watch.heard, tap.go_on
        return tap, link, history

    tap, link, history = thread.call(make)
    thread.run(tap.port.open())
    thread.call(link.listen)
    try:
        yield link.port
    finally:
        thread.call(link.stop)
        thread.call(tap.port.close)
        thread.call(history.catch_up)
        thread.close()
        sink.close()


def round_trip_ms(port: int) -> float:
    took = []
    with socket.create_connection((HERE, port)) as pos:
        pos.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(ROUND_TRIPS):
            start_s = time.perf_counter()
            pos.sendall(ASK)
            pos.recv(16)
            took.append((time.perf_counter() - start_s) * 1000)
    return statistics.median(took)


def test_what_a_tap_adds_to_a_status_round_trip(say: Say, tmp_path: Path) -> None:
    with Child("printer", "--listen", "127.0.0.1:0") as child:
        port = child.address()[1]
        bare = round_trip_ms(port)
        with tapped(port, tmp_path) as through:
            added = round_trip_ms(through) - bare
    say(f"\nstatus round trip: {bare:.3f} ms; through the tap {added:.3f} ms more")


@pytest.mark.parametrize("what", ["text", "raster"])
def test_how_much_goes_through_a_tap(what: str, say: Say, tmp_path: Path) -> None:
    """Evidence, pictures among it, is made afterwards: the last figure is with it."""
    pieces = 540 if what == "text" else 30
    data = b"".join(receipt(n) if what == "text" else RASTER for n in range(pieces)) + END
    with subprocess.Popen([sys.executable, "-c", SINK], stdout=subprocess.PIPE, text=True) as sink:
        assert sink.stdout is not None
        port = int(sink.stdout.readline())
        whole_s = time.process_time()
        with tapped(port, tmp_path) as through, socket.create_connection((HERE, through)) as pos:
            start_s, cpu_s = time.perf_counter(), time.process_time()
            pos.sendall(data)
            said = b""
            while not re.search(rb"END!\x00", said):
                said += pos.recv(4096)
            took_s, cpu_s = time.perf_counter() - start_s, time.process_time() - cpu_s
        whole_s = time.process_time() - whole_s
        sink.wait(10)
    megabytes = len(data) / 1e6
    say(
        f"\n{what}: {megabytes / took_s:.2f} MB/s through the tap, {megabytes / cpu_s:.2f} MB in a "
        f"second of the processor, {megabytes / whole_s:.2f} with all evidence"
    )
