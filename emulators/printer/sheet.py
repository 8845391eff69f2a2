"""Page mode: things are placed anywhere on a sheet, in four directions, then printed at once.

Sources: Epson TM-T88III specification 3.12 (base line, areas); APG, ESC L, ESC W, ESC T.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from emulators.printer.cells import DESCENT
from emulators.printer.dots import Dots, pack
from emulators.printer.line import Line

_MOST_PLACED = 10_000  # things of which more than the dots is kept
_LOOK_BACK = 8  # things among which one that is printed over itself is looked for
_FIRST_BASE = 24 - DESCENT  # where the base line of the first line stands


class Area(NamedTuple):
    """The part of the sheet that is written on, in dots."""

    x: int
    y: int
    width: int
    height: int


class Span(NamedTuple):
    """Rows of the sheet, and the first column."""

    top: int
    bottom: int
    x: int


class Placed(NamedTuple):
    """Something on the sheet: the rows it takes up, the line it is on, and what it says."""

    top: int
    bottom: int
    line: int  # the same for things side by side; 0 where lines run along the paper
    x: int
    text: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """A line of the printed sheet, after ``gap`` blank rows."""

    gap: int
    line: Line


class Sheet:
    """What page mode writes on: ``width`` by ``height`` dots at most."""

    def __init__(self, width: int, height: int, start: int) -> None:
        self._dots = np.zeros((height, width), np.uint8)
        self._placed: list[Placed] = []
        self._start = start  # offset of the first byte of the page
        self._bottom = 0  # of the areas chosen; 0: none, the default is the whole sheet
        self.area = Area(0, 0, width, height)
        self.direction = 0
        self.base = _FIRST_BASE

    @property
    def sideways(self) -> bool:
        """Whether lines run along the paper."""
        return self.direction in (1, 3)

    @property
    def line_width(self) -> int:
        """The length of a line in dots."""
        return self.area.height if self.sideways else self.area.width

    @property
    def length(self) -> int:
        """How far the lines go on, in dots."""
        return self.area.width if self.sideways else self.area.height

    def choose_area(self, area: Area) -> None:
        """ESC W: begin anew in another area; what is not on the sheet is cut off."""
        height, width = self._dots.shape
        across, down = min(area.width, width - area.x), min(area.height, height - area.y)
        self.area = Area(area.x, area.y, across, down)
        self._bottom = max(self._bottom, self.area.y + self.area.height)
        self.base = _FIRST_BASE

    def choose_direction(self, direction: int) -> None:
        """ESC T: begin anew in another direction."""
        self.direction = direction
        self.base = _FIRST_BASE

    def clear(self) -> None:
        """CAN: nothing stands in the present area any more."""
        self._window()[:] = 0
        top, bottom = self.area.y, self.area.y + self.area.height
        self._placed = [one for one in self._placed if not top <= one.top < bottom]

    def put(self, dots: Dots, bottom: int, text: str, kinds: tuple[str, ...]) -> None:
        """Dots from the beginning of the line, their last row just above ``bottom``."""
        view = self._turned(self._window())
        top = max(0, bottom - len(dots))
        shown = dots[len(dots) - (bottom - top) :][: max(0, view.shape[0] - top), : view.shape[1]]
        view[top : top + shown.shape[0], : shown.shape[1]] |= shown
        if shown.any():
            rows = np.flatnonzero(shown.any(axis=1))
            columns = np.flatnonzero(shown.any(axis=0))
            ends = (int(rows[0]) + top, int(rows[-1]) + top, int(columns[0]), int(columns[-1]))
            line = 0 if self.sideways else self.area.y + bottom
            span = self._on_sheet(*ends)
            placed = Placed(span.top, span.bottom, line, span.x, text, kinds)
            if len(self._placed) < _MOST_PLACED and placed not in self._placed[-_LOOK_BACK:]:
                self._placed.append(placed)

    def fill(self, x: int, y: int, width: int, height: int) -> None:
        """Black dots, as the present direction sees the area; what sticks out is cut off."""
        view = self._turned(self._window())
        view[max(0, y) : max(0, y + height), max(0, x) : max(0, x + width)] = 1

    def _window(self) -> Dots:
        x, y, width, height = self.area
        return self._dots[y : y + height, x : x + width]

    def _turned(self, window: Dots) -> Dots:
        """The area as the present direction sees it: its lines run to the right."""
        return np.rot90(window, {0: 0, 1: -1, 2: 2, 3: 1}[self.direction])

    def _on_sheet(self, first: int, last: int, left: int, right: int) -> Span:
        """Where rows ``first`` to ``last``, columns ``left`` to ``right`` of the area lie."""
        _, _, width, height = self.area
        spans = {
            0: Span(first, last + 1, left),
            1: Span(height - 1 - right, height - left, first),
            2: Span(height - 1 - last, height - first, width - 1 - right),
            3: Span(left, right + 1, width - 1 - last),
        }
        top, bottom, x = spans[self.direction]
        return Span(top + self.area.y, bottom + self.area.y, x + self.area.x)

    # ---- printing it

    def lines(self, end: int) -> tuple[list[Stretch], int]:
        """The sheet as lines from top to bottom, and the blank rows after the last of them."""
        stretches: list[Stretch] = []
        at = 0
        for top, bottom, members in self._bands():
            rows = pack(self._dots[top:bottom])
            text = " ".join(one.text for one in members if one.text)
            kinds = tuple(kind for one in members for kind in one.kinds)
            at = self._strokes(stretches, at, top, end)
            stretches.append(Stretch(top - at, Line(text, rows, self._start, end, kinds)))
            at = bottom
        at = self._strokes(stretches, at, len(self._dots), end)
        return stretches, max(0, self._bottom - at)

    def _strokes(self, stretches: list[Stretch], at: int, until: int, end: int) -> int:
        """Where only lines and boxes stand between two things, they are a line; says its end."""
        inked = np.flatnonzero(self._dots[at:until].any(axis=1))
        if not len(inked):
            return at
        first, last = at + int(inked[0]), at + int(inked[-1]) + 1
        rows = pack(self._dots[first:last])
        stretches.append(Stretch(first - at, Line("", rows, self._start, end)))
        return last

    def _bands(self) -> Iterator[tuple[int, int, list[Placed]]]:
        """Rows that things share, from top to bottom; each with its things from left to right."""
        members: list[Placed] = []
        bottom = 0
        for one in sorted(self._placed):
            if members and one.top >= bottom:
                yield members[0].top, bottom, sorted(members, key=_reading_order)
                members = []
            members.append(one)
            bottom = max(bottom, one.bottom)
        if members:
            yield members[0].top, bottom, sorted(members, key=_reading_order)


def _reading_order(one: Placed) -> tuple[int, int]:
    return one.line, one.x
