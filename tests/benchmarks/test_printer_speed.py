"""How fast the printer is; figures for people, never a failure by the clock."""

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
CHUNK_BYTES = 4096


def tokens(data: bytes) -> None:
    framer = Framer()
    for at in range(0, len(data), 65536):
        framer.feed(data[at : at + 65536])
        while framer.next() is not None:
            pass


def device(data: bytes, *, pictures: bool = True) -> None:
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


@pytest.mark.parametrize("work", [tokens, without_pictures, device])
@pytest.mark.parametrize("kind", ["text", "raster"])
def test_megabytes_a_second(
    kind: str, work: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]
) -> None:
    parts = [receipt(n) for n in range(400)] if kind == "text" else [picture()] * 100
    data = b"".join(parts)
    begin = time.process_time()
    work(data)
    seconds = time.process_time() - begin
    with capsys.disabled():
        sys.stdout.write(f"\n{kind}, {work.__name__}: {len(data) / seconds / 1e6:.1f} MB/s\n")
    assert data
