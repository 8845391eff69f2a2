"""What a fuzzer feeds: one printer, driven by bytes that say what is sent and what happens."""

from emulators.clock import VirtualClock
from emulators.effects import Effect, Injected
from emulators.history import History
from emulators.printer import effects
from emulators.printer.device import Printer
from emulators.printer.profiles import profile

MODELS = ("TM-T88V", "TM-T20III", "TM-m30")
MISHAPS: tuple[Effect, ...] = (
    effects.EndPaper(7),
    effects.LoadPaper(),
    effects.OpenCover(),
    effects.CloseCover(),
    effects.JamPaper(3),
    effects.ClearJam(),
    effects.PowerOff(),
    effects.PowerOn(),
    effects.FailHead(reported=False),
    effects.ReplaceHead(),
    effects.SpeakStar(),
    effects.SpeakOwn(),
)
MARK = 0xFE  # the byte after it names a mishap, or (from 0x40 on) the end of a piece


def print_anything(data: bytes) -> None:
    """Print ``data``; its first byte chooses the model, MARK and a byte stand for a mishap."""
    clock = VirtualClock()
    history = History(clock, most_kept=2000)
    model = profile(MODELS[data[0] % len(MODELS)] if data else MODELS[0])
    printer = Printer(history.recorder("printer"), clock, model)
    conn = 1
    printer.connect(conn, lambda _: None)
    for number, piece in enumerate(data[1:].split(bytes([MARK]))):
        skip = 1 if number and piece else 0
        if skip and piece[0] < len(MISHAPS):
            printer.apply(Injected(MISHAPS[piece[0]], 0))
        if conn not in printer.snapshot().connections:
            conn += 1
            printer.connect(conn, lambda _: None)
        printer.feed(conn, piece[skip:])
        clock.advance()
        assert printer.snapshot().buffered_bytes <= model.receive_buffer_bytes
    printer.finish()
