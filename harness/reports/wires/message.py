"""One message of a wire, and many of them as text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harness.reports.clean import clean

_LONGEST = 400  # characters of one part


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a message: an element of the host's, a command of the printer's."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class WireMessage:
    """What went over a wire at once; ``seq`` is the event where it begins.

    ``wire`` is the device at its other end, ``conn`` its connection, from 1. ``upward``: from the
    POS. ``lost``: it did not arrive whole. ``routine``: a look at the status that told no trouble.
    """

    seq: int
    t_s: float
    wire: str
    conn: int
    upward: bool
    title: str
    parts: tuple[Part, ...] = ()
    lost: bool = False
    routine: bool = False


def part(name: str, value: str) -> Part:
    """A part that may be shown: masked, without control characters, of bounded length."""
    return Part(clean(name, _LONGEST), clean(value, _LONGEST))


def wire_text(messages: Iterable[WireMessage]) -> str:
    """The messages one below the other, for a file."""
    return "".join(line + "\n" for one in messages for line in _lines(one))


def _lines(one: WireMessage) -> Iterator[str]:
    way = f"POS → {one.wire}" if one.upward else f"POS ← {one.wire}"
    lost = "  LOST" if one.lost else ""
    yield f"{one.t_s:9.3f} s  {way}, connection {one.conn}, event {one.seq}: {one.title}{lost}"
    yield from (f"{'':13}{piece.name:34}  {piece.value}".rstrip() for piece in one.parts)
