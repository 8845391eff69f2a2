"""What a tap costs: a status round trip with and without it, and how much goes through."""

import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from emulators.clock import RealClock
from emulators.history import History
from emulators.links.tcp import TcpLink
from emulators.printer.profiles import TM_T88V
from harness.lab.addresses import parse_port
from harness.lab.ports import SocketPort
from harness.lab.tap import Tap
from harness.loop import LoopThread
from tests.emulators.printer.receipts import receipt
from tests.harness.cli.child import Child

pytestmark = pytest.mark.benchmark
ASK = b"\x10\x04\x01"
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
def tapped(port: int) -> Iterator[int]:
    """A tap before that printer; its port."""
    thread = LoopThread("tap")

    def make() -> tuple[Tap, TcpLink]:
        clock = RealClock(thread.loop)
        history = History(clock, most_kept=10_000)
        address = parse_port(f"socket://127.0.0.1:{port}")
        tap = Tap(history.recorder("printer"), clock, SocketPort(address, thread.loop), TM_T88V)
        link = TcpLink(history.recorder("printer.link"), tap, thread.loop)
        tap.on_room = link.resume
        tap.port.on_data, tap.port.on_room = tap.watch.heard, tap.go_on
        return tap, link

    tap, link = thread.call(make)
    thread.run(tap.port.open())
    thread.call(link.listen)
    try:
        yield link.port
    finally:
        thread.call(link.stop)
        thread.call(tap.port.close)
        thread.close()


def round_trip_ms(port: int) -> float:
    took = []
    with socket.create_connection(("127.0.0.1", port)) as pos:
        pos.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(ROUND_TRIPS):
            start_s = time.perf_counter()
            pos.sendall(ASK)
            pos.recv(16)
            took.append((time.perf_counter() - start_s) * 1000)
    return statistics.median(took)


def test_what_a_tap_adds_to_a_status_round_trip(capsys: pytest.CaptureFixture[str]) -> None:
    with Child("printer", "--listen", "127.0.0.1:0") as child:
        port = child.address()[1]
        bare = round_trip_ms(port)
        with tapped(port) as through:
            added = round_trip_ms(through) - bare
    with capsys.disabled():
        print(f"\nstatus round trip: {bare:.3f} ms; through the tap {added:.3f} ms more")


@pytest.mark.parametrize("what", ["text", "raster"])
def test_how_much_goes_through_a_tap(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    piece = receipt(lines=40) if what == "text" else RASTER
    data = piece * (1_000_000 // len(piece)) + END
    with subprocess.Popen([sys.executable, "-c", SINK], stdout=subprocess.PIPE, text=True) as sink:
        assert sink.stdout is not None
        port = int(sink.stdout.readline())
        with tapped(port) as through, socket.create_connection(("127.0.0.1", through)) as pos:
            start_s, cpu_s = time.perf_counter(), time.process_time()
            pos.sendall(data)
            said = b""
            while not re.search(rb"END!\x00", said):
                said += pos.recv(4096)
            took_s, cpu_s = time.perf_counter() - start_s, time.process_time() - cpu_s
        sink.wait(10)
    with capsys.disabled():
        megabytes = len(data) / 1e6
        print(f"\n{what}: {megabytes / took_s:.2f} MB/s through the tap", end="")
        print(f", {megabytes / cpu_s:.2f} MB in a second of the processor")
