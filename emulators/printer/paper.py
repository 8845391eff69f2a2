"""What stands on the roll: rows of dots, the lines they are, and where one slip ends."""

from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

import numpy as np

from emulators.printer.dots import Packed
from emulators.printer.events import SlipEnded
from emulators.printer.line import Composed
from emulators.printer.plate import Stretch, draw
from emulators.printer.png import ROWS, Film
from emulators.printer.profiles import Profile

_KEPT_PICTURES = 256
_SYMBOL_ROWS = 256
_LINE_BYTES = 256  # a line, or the space below it, until it is drawn


class Motion(Enum):
    """What the paper does when the motor turns."""

    RUNS = "runs"
    SLIPS = "slips"  # it is jammed: it stays where it is
    GONE = "gone"  # there is none


@dataclass(slots=True)
class Slip:
    """The paper from one cut to the next. Blank rows are kept as their number.

    ``film`` is the beginning of its picture, ``stretches`` what stands below that; ``blob`` is the
    picture's name once it is kept.
    """

    number: int
    film: Film
    stretches: list[Stretch] = field(default_factory=list)
    height: int = 0
    text: list[str] = field(default_factory=list)
    legible: list[bool] = field(default_factory=list)
    symbols: list[str] = field(default_factory=list)
    complete: bool = True
    blob: str = ""

    def add_line(self, text: str, symbols: tuple[str, ...], *, legible: bool) -> None:
        """A line stands on it, or as much of the line as there is."""
        self.text.append(text)
        self.legible.append(legible)
        self.symbols.extend(symbols)

    def add_blank(self, count: int) -> None:
        """Rows without a dot."""
        if self.stretches and isinstance(last := self.stretches[-1], int):
            self.stretches[-1] = last + count
        else:
            self.stretches.append(count)

    def burn_over(self, row: Packed) -> None:
        """Burn onto the row that is there already: the paper has not moved."""
        last = self._take_last_row(row)
        self.stretches.append(last | row)
        self.height += 1

    def _take_last_row(self, like: Packed) -> Packed:
        """Take the last row away; where there is none yet, a blank one."""
        if not self.stretches:
            return np.zeros_like(like)
        last = self.stretches.pop()
        self.height -= 1
        if isinstance(last, int):
            if last > 1:
                self.stretches.append(last - 1)
            return np.zeros_like(like)
        rows = last.draw() if isinstance(last, Composed) else last
        if len(rows) > 1:
            self.stretches.append(rows[:-1])
        return rows[-1:]

    def develop(self, stride: int) -> None:
        """Draw what has gone by for good; the last row may be burnt over."""
        rows = self._rest(stride)
        while len(rows) > ROWS:
            self.film.add(rows[:ROWS])
            rows = rows[ROWS:]
        self.stretches = [rows.copy()]

    def picture(self, stride: int) -> bytes:
        """It as a PNG."""
        if self.film.height or any(map(_is_image, self.stretches)):
            return self.film.file(self._rest(stride))
        looks = (s.tobytes() if isinstance(s, np.ndarray) else s for s in self.stretches)
        return _picture(self.film.blank, stride, self.height, tuple(looks))

    @property
    def held_bytes(self) -> int:
        """What it takes in memory, about."""
        return sum(s.nbytes if isinstance(s, np.ndarray) else _LINE_BYTES for s in self.stretches)

    def let_go(self) -> None:
        """Its picture is kept: the dots are not needed any more."""
        self.stretches, self.film = [], Film(*self.film.blank)

    def _rest(self, stride: int) -> Packed:
        return draw(self.stretches, self.height - self.film.height, stride)


@lru_cache(_KEPT_PICTURES)
def _picture(
    blank: tuple[int, int], stride: int, height: int, looks: tuple[Composed | int | bytes, ...]
) -> bytes:
    """A slip of lines and symbols: in the next run of a campaign it looks the same."""
    stretches = [_rows(look, stride) if isinstance(look, bytes) else look for look in looks]
    return Film(*blank).file(draw(stretches, height, stride))


def _rows(packed: bytes, stride: int) -> Packed:
    return np.frombuffer(packed, np.uint8).reshape(-1, stride)


def _is_image(stretch: Stretch) -> bool:
    """Whether it is more than a symbol, so that two are seldom alike."""
    return isinstance(stretch, np.ndarray) and len(stretch) > _SYMBOL_ROWS


class Paper:
    """The roll in the printer, and the slip that is being printed on it.

    ``row`` counts every row that the motor moved. ``left_rows`` None: the roll has no end in
    sight. ``jam_rows``: while the paper is jammed, the rows until the printer notices.
    """

    def __init__(self, profile: Profile, left_rows: int | None = None) -> None:
        self._profile = profile
        self.slip = Slip(1, self._film())
        self.row = 0
        self.left_rows = left_rows
        self._tail_rows = profile.rows(profile.tail_mm)
        self.on_tail = False  # past the end sensor: the line in hand is being finished
        self.jam_rows = 0
        self.motion = Motion.RUNS

    @property
    def free_rows(self) -> int | None:
        """Rows until the paper ends or a jam is noticed; None: no such thing in sight."""
        if self.motion is Motion.RUNS:
            return self.left_rows
        return self.jam_rows if self.motion is Motion.SLIPS else None

    def load(self, rows: int | None) -> None:
        """A new roll of so many rows; None: without an end in sight."""
        self.left_rows = rows
        self.on_tail = False

    def use_tail(self) -> bool:
        """Go on past the end sensor, for the line in hand only; False: this model does not."""
        if self.on_tail or not self._tail_rows or self.motion is not Motion.RUNS:
            return False
        self.left_rows, self.on_tail = self._tail_rows, True
        return True

    def blank(self, count: int) -> None:
        """Rows go by without a dot."""
        if self.motion is Motion.RUNS:
            self.slip.add_blank(count)
        self.went_by(count)

    def burn(self, rows: Packed) -> None:
        """Rows go by with these dots."""
        if self.motion is Motion.RUNS:
            self.slip.stretches.append(rows)
        elif self.motion is Motion.SLIPS:
            self.slip.burn_over(np.bitwise_or.reduce(rows, axis=0, keepdims=True))
        self.went_by(len(rows))

    def went_by(self, count: int) -> None:
        """The motor has moved so many rows."""
        self.row += count
        if self.motion is Motion.SLIPS:
            self.jam_rows -= count
        elif self.motion is Motion.RUNS:
            self.slip.height += count
            if self.left_rows is not None:
                self.left_rows -= count

    def take_slip(self) -> Slip | None:
        """End the slip and begin the next; None when nothing of it has come out."""
        if not self.slip.height:
            return None
        slip, self.slip = self.slip, Slip(self.slip.number + 1, self._film())
        return slip

    def _film(self) -> Film:
        return Film(self._profile.width_dots, self._profile.dpi)

    def develop(self, above: int = ROWS) -> None:
        """Draw what of the slip has gone by for good, once it is more rows than that."""
        if self.slip.height - self.slip.film.height > above:
            self.slip.develop(self._profile.stride)

    def picture(self, slip: Slip) -> bytes:
        """A slip as a PNG."""
        return slip.picture(self._profile.stride)

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
