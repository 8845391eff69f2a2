"""What came out of the printers: slips, line by line, and how each one ended."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from emulators.events import Event
from emulators.history import of
from emulators.links.events import Closed
from emulators.printer.events import LineBurnt, RowsFed, SlipEnded
from emulators.quick import quick
from emulators.sifted import having

_LONG_FEED_ROWS = 120  # to the tear bar: 15 mm at 203 dpi, four lines of the default spacing


@quick
@dataclass(frozen=True, slots=True)
class Line:
    """A line with content, burnt at event ``seq``. ``byte_from`` counts the printer's bytes."""

    seq: int
    t_ms: float
    text: str
    legible: bool
    byte_from: int


@quick
@dataclass(frozen=True, slots=True)
class Slip:
    """The paper between two cuts, tears or rolls, or what ``[receipt].ends`` calls a slip.

    ``ended_by`` is cut, tear, roll, open, or (by configuration) connection, feed or pattern.
    """

    device: str
    number: int
    lines: tuple[Line, ...]
    ended_by: str = "open"
    ended_seq: int | None = None
    unbroken: bool = True  # the printer knows of no line that was cut short

    @property
    def seq(self) -> int:
        """The event that burnt its first line."""
        return self.lines[0].seq

    @property
    def last(self) -> Line:
        """Its last line of content."""
        return self.lines[-1]

    @property
    def legible_text(self) -> tuple[str, ...]:
        """What can be read of it."""
        return tuple(line.text for line in self.lines if line.legible)

    @property
    def events(self) -> tuple[int, ...]:
        """The events of its first and last line and of its end."""
        numbers = {self.seq, self.last.seq} | ({self.ended_seq} if self.ended_seq else set())
        return tuple(sorted(numbers))


def slips(
    events: Sequence[Event],
    ends: str = "cut",
    read: Mapping[tuple[str, int], Sequence[Line]] | None = None,
) -> tuple[Slip, ...]:
    """Every slip with a line of content, in the order of first lines; ``ends`` as in [receipt].

    ``read``: the lines of slips that are pictures, as somebody has read them, by printer and slip.
    """
    found = _ends(events)
    burnt = _with_pictures(_burnt(events), read or {})
    whole = [_finished(slip, found.get((slip.device, slip.number))) for slip in burnt]
    if ends == "cut":
        return tuple(whole)
    marks = _marks(events, ends)
    return tuple(part for slip in whole for part in _split(slip, marks, ends))


def _with_pictures(
    burnt: Sequence[Slip], read: Mapping[tuple[str, int], Sequence[Line]]
) -> list[Slip]:
    """The slips, those that were read with all that was read."""
    by_text = [slip for slip in burnt if (slip.device, slip.number) not in read]
    by_eye = [Slip(*key, tuple(lines)) for key, lines in read.items() if lines]
    return sorted([*by_text, *by_eye], key=lambda slip: slip.seq)


def _burnt(events: Sequence[Event]) -> list[Slip]:
    lines: dict[tuple[str, int], list[Line]] = {}
    for event, line in of(events, LineBurnt):
        if line.line_text.strip():
            burnt = Line(event.seq, event.t_ms, line.line_text, line.legible, line.byte_from)
            lines.setdefault((event.device, line.slip), []).append(burnt)
    return [Slip(device, number, tuple(own)) for (device, number), own in lines.items()]


def _ends(events: Sequence[Event]) -> dict[tuple[str, int], tuple[int, SlipEnded]]:
    return {
        (event.device, ended.slip): (event.seq, ended) for event, ended in of(events, SlipEnded)
    }


def _finished(slip: Slip, ended: tuple[int, SlipEnded] | None) -> Slip:
    if ended is None:
        return slip
    seq, end = ended
    return replace(
        slip,
        lines=_as_left(slip.lines, end),
        ended_by=end.ended_by,
        ended_seq=seq,
        unbroken=end.complete,
    )


def _as_left(lines: tuple[Line, ...], end: SlipEnded) -> tuple[Line, ...]:
    """The lines as they can be read in the end: later rows may have burnt over them."""
    content = [ok for text, ok in zip(end.text, end.legible, strict=False) if text.strip()]
    if len(content) != len(lines) or all(content):
        return lines
    pairs = zip(lines, content, strict=True)
    return tuple(replace(line, legible=line.legible and ok) for line, ok in pairs)


def _marks(events: Sequence[Event], ends: str) -> list[tuple[str, int]]:
    """The printer and the event of each end that is there by configuration, other than cuts."""
    if ends == "feed":
        return list(_long_feeds(events))
    return [
        (event.device.removesuffix(".link"), event.seq)
        for event in having(events, Closed, LineBurnt)
        if _ends_here(event, ends)
    ]


def _long_feeds(events: Sequence[Event]) -> Iterator[tuple[str, int]]:
    """Where so much blank paper follows a line, in one feed or in several."""
    blank: dict[str, int] = {}
    for event in having(events, LineBurnt, RowsFed):
        match event.payload:
            case LineBurnt(line_text=text) if text.strip():
                blank[event.device] = 0
            case RowsFed(rows=rows, burnt_dots=0) if event.device in blank:
                blank[event.device] += rows
                if blank[event.device] >= _LONG_FEED_ROWS:
                    del blank[event.device]
                    yield event.device, event.seq


def _ends_here(event: Event, ends: str) -> bool:
    match event.payload:
        case Closed():
            return ends == "connection" and event.device.startswith("printer")
        case LineBurnt(line_text=text):
            return ends != "connection" and re.search(ends, text) is not None
    return False


def _split(slip: Slip, marks: Sequence[tuple[str, int]], ends: str) -> Iterator[Slip]:
    """The parts of what is one piece of paper. A mark that comes after its end is another's."""
    rest = list(slip.lines)
    how = ends if ends in ("connection", "feed") else "pattern"
    for device, mark in marks:
        own = [line for line in rest if line.seq <= mark]
        if own and device == slip.device and (slip.ended_seq is None or mark < slip.ended_seq):
            yield replace(slip, lines=tuple(own), ended_by=how, ended_seq=mark)
            rest = rest[len(own) :]
    if rest:
        yield replace(slip, lines=tuple(rest))
