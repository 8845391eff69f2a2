"""``lab fidelity``: the same bytes to a real printer and to the virtual one, answers compared."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from emulators.clock import VirtualClock
from emulators.errors import UsageError
from emulators.history import History
from emulators.printer.condition import Condition
from emulators.printer.device import Printer
from emulators.printer.profiles import Profile
from harness.lab.dialogue import Dialogue, dialogue
from harness.lab.sight import ASK, Sight, words

_ID = b"\x1d(H\x06\x0000"
_SETTLES_S = 3.0  # what moves paper takes its time
_ANSWERS_S = 1.0
_SILENT_S = 0.2  # where the virtual printer says nothing


@dataclass(frozen=True, slots=True)
class Stream:
    """Bytes to compare on. ``paper``: they move some."""

    name: str
    data: bytes
    paper: bool = False


def _streams() -> Iterator[Stream]:
    yield from (Stream(f"DLE EOT {n}", bytes((0x10, 0x04, n))) for n in (1, 2, 3, 4))
    yield from (
        Stream(f"GS I {n}", b"\x1dI" + bytes((n,))) for n in (1, 2, 3, 49, 65, 66, 67, 68, 69, 112)
    )
    yield Stream("GS r 1", b"\x1dr\x01")
    yield Stream("GS r 2", b"\x1dr\x02")
    yield Stream("a process ID", _ID + b"AAAA")
    yield Stream("two process IDs, in order", _ID + b"AAAA" + _ID + b"BBBB")
    yield Stream("real-time status behind a question", b"\x1dr\x01\x10\x04\x01")
    yield Stream("automatic status on", b"\x1da\x0f")
    yield Stream("ESC @ ends automatic status", b"\x1b@\x1da\x0f\x1b@")
    yield Stream("automatic status off", b"\x1da\x00")
    yield Stream("DLE DC4 8 clears, and says so", b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08")
    yield Stream("DLE ENQ 2 without an error", b"\x10\x05\x02" + _ID + b"CCCC")
    yield Stream("a line, then a process ID", b"tillproof fidelity\n" + _ID + b"DDDD", paper=True)
    yield Stream(
        "status within an image",
        b"\x1dv0\x00\x01\x00\x04\x00\xff\x10\x04\x01" + _ID + b"EEEE",
        paper=True,
    )
    yield Stream("a cut, then a process ID", b"\x1dV\x42\x00" + _ID + b"FFFF", paper=True)


STREAMS = tuple(_streams())


@dataclass(frozen=True, slots=True)
class Difference:
    """One stream on which the two part: their answers (in hexadecimal), or their states after."""

    stream: str
    real: str
    virtual: str

    def __str__(self) -> str:
        """In a line."""
        return f"{self.stream}: the real printer says {self.real}, the virtual one {self.virtual}"


@dataclass(frozen=True, slots=True)
class Compared:
    """What was compared, and where they part."""

    streams: int
    differences: tuple[Difference, ...]


class _Virtual:
    """The virtual printer, beside the real one."""

    def __init__(self, model: Profile) -> None:
        self._clock = VirtualClock()
        recorder = History(self._clock).recorder("printer")
        self._printer = Printer(recorder, self._clock, model, pictures=False)
        self._said = bytearray()
        self._printer.connect(1, self._said.extend)

    def ask(self, data: bytes) -> bytes:
        self._said.clear()
        self._printer.feed(1, data)
        self._clock.advance(_SETTLES_S)
        return bytes(self._said)


async def compare(port: str, model: Profile, *, may_print: bool) -> Compared:
    """Go through every stream (those that move paper only when allowed)."""
    virtual = _Virtual(model)
    chosen = [one for one in STREAMS if may_print or not one.paper]
    found: list[Difference] = []
    async with dialogue(port) as talk:
        if await talk.sight() is None:
            raise UsageError(f"{port} does not tell its status: there is nothing to compare")
        for stream in chosen:
            found += await _compared(stream, talk, virtual)
            if talk.lost:
                raise UsageError(f"{talk.lost} That was at: {stream.name}")
    return Compared(len(chosen), tuple(found))


async def _compared(stream: Stream, talk: Dialogue, virtual: _Virtual) -> list[Difference]:
    expected = virtual.ask(stream.data)
    within_s = (_SETTLES_S if stream.paper else _ANSWERS_S) if expected else _SILENT_S
    real = await talk.ask(stream.data, len(expected), within_s)
    await asyncio.sleep(0.02)  # what comes beyond what was expected
    real = talk.said
    found = []
    if real != expected:
        found.append(Difference(stream.name, _hex(real), _hex(expected)))
    states = await talk.ask(ASK, 4), virtual.ask(ASK)
    if states[0] != states[1]:
        after = f"{stream.name}: the state afterwards"
        found.append(Difference(after, _state(states[0]), _state(states[1])))
    return found


def _hex(data: bytes) -> str:
    if not data:
        return "nothing"
    text = data[1:-1].decode("ascii", "replace")
    shown = f" ({text!r})" if data[:1] == b"\x5f" and text.isprintable() else ""
    return data.hex(" ") + shown


def _state(answers: bytes) -> str:
    seen = Sight()
    for n, value in enumerate(answers[:4], start=1):
        seen.see(n, value)
    return f"{answers.hex(' ')} ({words(seen.condition(Condition()))})"
