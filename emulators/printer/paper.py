"""What stands on the roll: rows of dots, the lines they are, and where one slip ends."""

from dataclasses import dataclass, field

import numpy as np

from emulators.printer import png
from emulators.printer.dots import Packed
from emulators.printer.events import SlipEnded
from emulators.printer.line import Composed
from emulators.printer.profiles import Profile

_LEGIBLE_SHARE = 0.95  # of a line's dots have to be burnt for a reader to make it out


def is_legible(burnt: int, intended: int) -> bool:
    """Whether a line can be read, judged from its dots."""
    return burnt >= intended * _LEGIBLE_SHARE


@dataclass(slots=True)
class Slip:
    """The paper from one cut to the next. Blank rows are kept as their number."""

    number: int
    stretches: list[Packed | Composed | int] = field(default_factory=list)
    height: int = 0
    text: list[str] = field(default_factory=list)
    legible: list[bool] = field(default_factory=list)
    symbols: list[str] = field(default_factory=list)
    complete: bool = True

    def add_line(self, text: str, symbols: tuple[str, ...], *, legible: bool) -> None:
        """A line stands on it, or as much of the line as there is."""
        self.text.append(text)
        self.legible.append(legible)
        self.symbols.extend(symbols)

    def rows(self, stride: int) -> Packed:
        """All of it as packed rows."""
        out = np.zeros((self.height, stride), np.uint8)
        at = 0
        for stretch in self.stretches:
            if isinstance(stretch, int):
                at += stretch
            else:
                rows = stretch.draw() if isinstance(stretch, Composed) else stretch
                out[at : at + len(rows)] = rows
                at += len(rows)
        return out


class Paper:
    """The roll in the printer, and the slip that is being printed on it.

    ``row`` counts every row that went by. ``left_rows`` None: the roll has no end in sight.
    """

    def __init__(self, profile: Profile, left_rows: int | None = None) -> None:
        self._profile = profile
        self.slip = Slip(1)
        self.row = 0
        self.left_rows = left_rows

    def blank(self, count: int) -> None:
        """Rows go by without a dot."""
        stretches = self.slip.stretches
        if stretches and isinstance(stretches[-1], int):
            stretches[-1] += count
        else:
            stretches.append(count)
        self._advance(count)

    def burn(self, rows: Packed) -> None:
        """Rows go by with these dots."""
        self.slip.stretches.append(rows)
        self._advance(len(rows))

    def burn_whole(self, content: Composed) -> None:
        """A whole line goes by with all of its dots."""
        self.slip.stretches.append(content)
        self._advance(content.height)

    def _advance(self, count: int) -> None:
        self.slip.height += count
        self.row += count
        if self.left_rows is not None:
            self.left_rows -= count

    def take_slip(self) -> Slip | None:
        """End the slip and begin the next; None when nothing of it has come out."""
        if not self.slip.height:
            return None
        slip, self.slip = self.slip, Slip(self.slip.number + 1)
        return slip

    def picture(self, slip: Slip) -> bytes:
        """A slip as a PNG."""
        profile = self._profile
        return png.encode(slip.rows(profile.stride), profile.width_dots, profile.dpi)

    def ended(self, slip: Slip, ended_by: str, blob: str) -> SlipEnded:
        """What the History says of a slip."""
        return SlipEnded(
            slip=slip.number,
            ended_by=ended_by,
            text=tuple(slip.text),
            legible=tuple(slip.legible),
            symbols=tuple(slip.symbols),
            width_dots=self._profile.width_dots,
            height_dots=slip.height,
            blob=blob,
            complete=slip.complete,
        )
