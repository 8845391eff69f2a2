"""One line: what stands side by side in the print buffer, and the dots it becomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from emulators.masking import card_numbers, mask_text
from emulators.printer.cells import DESCENT, Style, cells
from emulators.printer.dots import Dots, Packed, count, pack
from emulators.printer.settings import Align

_NO_LIFT = (0,)
_COLUMN_DOTS = 12  # a column of font A: what a gap on the paper is in the text


class Run(NamedTuple):
    """Characters of one style from ``x`` to ``end``, in dots from the left margin."""

    x: int
    text: str
    style: Style
    end: int

    @property
    def rows(self) -> int:
        """The height in dots."""
        return self.style.rows

    def draw(self) -> Dots:
        """The dots, of shape (rows, end - x)."""
        return cells(self.style).draw(self.text)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Dots that begin at ``x`` dots from the left margin: an image, or a symbol of that kind.

    ``below`` rows of it stand below the base line in page mode (a barcode's text).
    """

    x: int
    dots: Dots
    symbol: str = ""
    text: str = ""
    below: int = 0

    @property
    def end(self) -> int:
        """Where the next thing begins."""
        return self.x + int(self.dots.shape[1])

    @property
    def rows(self) -> int:
        """The height in dots."""
        return int(self.dots.shape[0])

    def draw(self) -> Dots:
        """The dots."""
        return self.dots


Item = Run | Picture


class Place(NamedTuple):
    """Where a line stands on the paper, in dots."""

    paper_width: int
    left: int
    width: int
    align: Align = Align.LEFT
    upside_down: bool = False


class Manner(NamedTuple):
    """How and where a line of characters stands.

    ``left``: the byte of the paper's width that it begins at, where that is the same for every line
    and there is one; None: it has to be worked out.
    """

    style: Style
    place: Place
    left: int | None = None

    @classmethod
    def of(cls, style: Style, place: Place) -> "Manner":
        """With its beginning, if all lines that fit have the same."""
        always = place.align is Align.LEFT and not place.upside_down and place.left % 8 == 0
        return cls(style, place, place.left // 8 if always else None)


class Composed:
    """Things side by side, as a line of the paper: drawn only when the dots are wanted.

    ``height`` ends with the last row that has a black dot; ``dots`` is how many are black.
    """

    __slots__ = ("_full_height", "_items", "_place", "_rows", "dots", "height")

    def __init__(self, items: tuple[Item, ...], place: Place) -> None:
        self._items = items
        self._place = place
        self._rows: Packed | None = None
        lifts = _lifts(items)
        self._full_height = max([item.rows + up for item, up in zip(items, lifts, strict=True)])
        if _is_plain(items, place):
            self.dots, self.height = _measure(items, self._full_height)
        else:
            self._rows = _trimmed(self._drawn(self._full_height))
            self.dots, self.height = count(self._rows), len(self._rows)

    def __eq__(self, other: object) -> bool:
        """Whether the same stands there in the same place."""
        if not isinstance(other, Composed):
            return NotImplemented
        return (self.items, self.place) == (other.items, other.place)

    def __hash__(self) -> int:
        return hash((self.items, self.place))

    @property
    def items(self) -> tuple[Item, ...]:
        """What stands there."""
        return self._items

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self._place

    @property
    def full_height(self) -> int:
        """The rows of the highest thing."""
        return self._full_height

    @property
    def of_symbols(self) -> bool:
        """Whether it consists of symbols."""
        return all(isinstance(item, Picture) and item.symbol for item in self.items)

    def masked(self) -> "Composed":
        """The same with stars in the middle of each card number that stands there in characters."""
        parts, at, end = [], 0, 0
        places: dict[int, int] = {}
        items = self.items
        for item in sorted(items, key=lambda item: item.x):
            parts.append(" " * _gap(item.x - end, at))
            places[id(item)] = at + len(parts[-1])
            parts.append(item.text)
            at, end = places[id(item)] + len(item.text), item.end
        text = "".join(parts)
        hidden = mask_text(text)
        if hidden == text:
            return self
        shown = tuple(_hide(item, hidden, places[id(item)]) for item in items)
        return Composed(shown, self.place)

    def alone(self) -> tuple[str, Style, int] | None:
        """Where characters of one style are all there is, and begin at a whole byte: that byte."""
        items = self.items
        run = items[0]
        if len(items) > 1 or not isinstance(run, Run) or run.x:
            return None
        return _at_whole_byte(run.text, run.style, self.place)

    def rows(self) -> Packed:
        """The dots of the whole paper's width, packed; kept for the next time."""
        if self._rows is None:
            self._rows = self.draw()
        return self._rows

    def draw(self) -> Packed:
        """The same, not kept."""
        return self._drawn(self.height) if self._rows is None else self._rows

    def _drawn(self, height: int) -> Packed:
        place, full = self.place, self.full_height
        paper = np.zeros((full, place.paper_width), np.uint8)
        area = paper[:, place.left : place.left + place.width]
        items = self.items
        shift = int((place.width - max([item.end for item in items])) * place.align.value)
        for item, up in zip(items, _lifts(items), strict=True):
            x = max(0, item.x + max(0, shift))
            ink = item.draw()[:, : max(0, place.width - x)]
            area[full - up - item.rows : full - up, x : x + ink.shape[1]] |= ink
        if place.upside_down:
            area[:] = area[::-1, ::-1].copy()
        return pack(paper[:height])


symbol_line = lru_cache(maxsize=64)(Composed)  # a shop's own barcode stands on each receipt


class WholeText(Composed):
    """A line of characters of one style, from its beginning on, measured before it is drawn.

    Most of what a printer prints is that: as little as can be is made of it.
    """

    __slots__ = ("_manner", "_text")

    def __init__(self, text: str, manner: Manner, height: int, dots: int) -> None:
        """``height`` down to the last black dot, ``dots`` are black."""
        self._text = text
        self._manner = manner
        self.height = height
        self.dots = dots
        self._rows = None

    def alone(self) -> tuple[str, Style, int] | None:
        """It is, when it begins at a whole byte."""
        style, place, left = self._manner
        if left is None:
            return _at_whole_byte(self._text, style, place)
        return self._text, style, left

    @property
    def items(self) -> tuple[Item, ...]:
        """One run of characters."""
        text, style = self._text, self._manner.style
        return (Run(0, text, style, len(text) * style.advance),)

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self._manner.place

    @property
    def full_height(self) -> int:
        """The rows of a character."""
        return self._manner.style.rows


class Line(NamedTuple):
    """A line as it goes to the head. ``rows`` of an image are dots, of text they can be drawn.

    ``kinds`` are those of the symbols on it, by their names in zxing-cpp. ``gap`` rows of space
    below it go by with what comes next.
    """

    text: str
    content: Composed | Packed
    byte_from: int
    byte_to: int
    kinds: tuple[str, ...] = ()
    gap: int = 0

    @property
    def height(self) -> int:
        """Its rows."""
        content = self.content
        return content.height if isinstance(content, Composed) else len(content)

    @property
    def symbols_alone(self) -> bool:
        """Whether nothing stands on it but symbols, each perhaps with its own text."""
        content = self.content
        return bool(self.kinds) and isinstance(content, Composed) and content.of_symbols

    @property
    def dots(self) -> int:
        """How many of its dots are black."""
        content = self.content
        return content.dots if isinstance(content, Composed) else count(content)

    def rows(self) -> Packed:
        """Its dots; the middle of a card number are stars, for pictures are kept."""
        content = self.content
        if not isinstance(content, Composed):
            return content
        return (content.masked() if card_numbers(self.text) else content).rows()


def _at_whole_byte(text: str, style: Style, place: Place) -> tuple[str, Style, int] | None:
    end = len(text) * style.advance
    left = place.left + int((place.width - end) * place.align.value)
    if left % 8 or end > place.width or place.upside_down:
        return None
    return text, style, left // 8


def _gap(dots: int, written: int) -> int:
    """Spaces for a gap on the paper."""
    return max(dots // _COLUMN_DOTS, 1 if dots > 0 and written else 0)


def _hide(item: Item, text: str, at: int) -> Item:
    if isinstance(item, Run):
        return item._replace(text=text[at : at + len(item.text)])
    return item


def text_of(items: tuple[Item, ...]) -> str:
    """What can be read on the line; gaps on the paper are spaces."""
    if len(items) == 1:
        return items[0].text.rstrip()
    parts: list[str] = []
    at = 0
    for item in sorted(items, key=lambda item: item.x):
        if item.text:
            parts.append(" " * _gap(item.x - at, len(parts)))
            parts.append(item.text)
            at = item.end
    return "".join(parts).rstrip()


def _is_plain(items: tuple[Item, ...], place: Place) -> bool:
    """Whether nothing overlaps, sticks out or is turned: then there is no need to draw yet."""
    at = 0
    for item in items:
        if not isinstance(item, Run) or item.x < at:
            return False
        at = item.end
    return at <= place.width and not place.upside_down


def _measure(items: tuple[Item, ...], full_height: int) -> tuple[int, int]:
    """Black dots, and rows down to the last one, from the characters alone."""
    dots = last = 0
    for item, up in zip(items, _lifts(items), strict=True):
        if isinstance(item, Run):
            ink = cells(item.style).ink(item.text)
            dots += ink.dots
            last = max(last, full_height - up - item.style.rows + ink.last_row + 1)
    return dots, last if dots else 0


def _lifts(items: tuple[Item, ...]) -> Sequence[int]:
    """Rows between the bottom of each and that of the line: characters share a base line.

    Source: TM-T88III specification, GS !, characters of different sizes on one line.
    """
    if len(items) == 1:
        return _NO_LIFT
    heights = [
        item.style.height if isinstance(item, Run) and not item.style.turned else 0
        for item in items
    ]
    most = max(heights)
    return [(most - height) * DESCENT if height else 0 for height in heights]


def _trimmed(rows: Packed) -> Packed:
    """Without the blank rows at the end: the line is on the paper when its last dot is."""
    inked_bytes = len(rows.tobytes().rstrip(b"\0"))
    return rows[: -(-inked_bytes // rows.shape[1])]
