"""How fast the printer is; figures for people, never a failure by the clock."""

import contextlib
import io
import sys
import time
from collections.abc import Callable

import pytest

from emulators.clock import VirtualClock
from emulators.history import History
from emulators.printer.device import Printer
from emulators.printer.framer import Framer
from tests.emulators.printer.receipts import picture, receipt

pytestmark = pytest.mark.benchmark
RECEIPTS, PICTURES = 3250, 235  # 6 MB of text, 12 MB of raster
TIMES = 3  # the best of so many: others use the machine, too


def tokens(data: bytes) -> None:
    framer = Framer()
    for at in range(0, len(data), 65536):
        framer.feed(data[at : at + 65536])
        while framer.next() is not None:
            pass


def device(data: bytes, *, pictures: bool = True) -> None:
    """Everything recorded in a History, the text of each slip, and (``pictures``) its PNG."""
    clock = VirtualClock()
    history = History(clock)
    printer = Printer(history.recorder("printer"), clock, pictures=pictures)
    printer.connect(1, lambda _: None)
    at = 0
    while at < len(data):
        chunk = data[at : at + printer.room()]
        printer.feed(1, chunk)
        clock.advance()
        at += len(chunk)
    printer.finish()


def without_pictures(data: bytes) -> None:
    device(data, pictures=False)


def stream(kind: str) -> bytes:
    with contextlib.redirect_stdout(io.StringIO()):  # python-escpos tells of each barcode
        if kind == "raster":
            return picture() * PICTURES
        return b"".join(receipt(number) for number in range(RECEIPTS))


@pytest.mark.parametrize(
    ("kind", "work", "bound"),
    [
        ("text", tokens, 10),
        ("text", without_pictures, 3),
        ("text", device, 1),
        ("raster", tokens, 500),
        ("raster", without_pictures, 50),
        ("raster", device, 30),
    ],
)
def test_megabytes_a_second(
    kind: str, work: Callable[[bytes], None], bound: int, capsys: pytest.CaptureFixture[str]
) -> None:
    data = stream(kind)
    cpu_s, wall_s = [], []
    for _ in range(TIMES):
        begin, began = time.process_time(), time.perf_counter()
        work(data)
        cpu_s.append(time.process_time() - begin)
        wall_s.append(time.perf_counter() - began)
    rate, beside = len(data) / min(cpu_s) / 1e6, len(data) / min(wall_s) / 1e6
    with capsys.disabled():
        sys.stdout.write(
            f"\n{kind}, {work.__name__}: {rate:.1f} MB a second of CPU (bound {bound}), "
            f"{beside:.1f} MB/s by the clock\n"
        )
    assert data
