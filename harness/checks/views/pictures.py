"""Slips that are pictures: their lines came as dots, and what they say somebody has to read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from emulators.events import Event
from emulators.printer.events import LineBurnt, SlipEnded
from emulators.sifted import having
from harness.checks.views.paper import Line
from harness.events import SlipRead

Key = tuple[str, int]  # printer and slip
Band = tuple[int, int]  # rows and dots


@dataclass(slots=True)
class Picture:
    """A slip with lines that are dots only. ``blob`` is its picture, '' while it is not ended."""

    device: str
    slip: int
    bands: list[tuple[int, LineBurnt]] = field(default_factory=list)
    blob: str = ""
    read: SlipRead | None = None

    @property
    def key(self) -> Key:
        """The printer and the slip."""
        return self.device, self.slip

    @property
    def dots(self) -> list[Band]:
        """Its lines that are dots only: how many rows, and how many dots were meant."""
        return [(one.rows, one.intended_dots) for _, one in self.bands if is_picture(one)]

    def begins_as(self, others: Collection[Band]) -> bool:
        """Whether nothing is on it but such pictures, the last of them cut short perhaps."""
        *whole, last = self.dots
        cut_short = any(last[0] < rows and last[1] <= dots for rows, dots in others)
        return all(one in others for one in whole) and (last in others or cut_short)

    def lines(self) -> list[Line]:
        """What was read, each line at the event that burnt it."""
        read = self.read or SlipRead(self.device, self.slip, "", (), ())
        return [self._line(text, row) for text, row in zip(read.lines, read.rows, strict=True)]

    def _line(self, text: str, row: int) -> Line:
        seq, band = next((one for one in self.bands if one[1].row_to > row), self.bands[-1])
        return Line(seq, 0.0, text, band.legible, band.byte_from)


def pictures(events: Sequence[Event]) -> Mapping[Key, Picture]:
    """Every slip with a line that is dots only, in the order of their beginnings."""
    found: dict[Key, Picture] = {}
    for event in having(events, LineBurnt, SlipEnded, SlipRead):
        match event.payload:
            case LineBurnt() as line:
                key = event.device, line.slip
                if key in found:
                    found[key].bands.append((event.seq, line))
                elif is_picture(line):
                    found[key] = Picture(*key, [(event.seq, line)])
            case SlipEnded(slip=slip, blob=blob) if (event.device, slip) in found:
                found[event.device, slip].blob = blob
            case SlipRead(printer=printer, slip=slip) as read if (printer, slip) in found:
                found[printer, slip].read = read
    return found


def is_picture(line: LineBurnt) -> bool:
    """Whether a line has dots, and neither text nor a symbol that says what they are."""
    return bool(line.intended_dots) and not line.line_text.strip() and not line.symbols
