"""One line: what stands side by side in the print buffer, and the dots it becomes."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from emulators.printer.dots import Dots, Packed, count, enlarge, pack
from emulators.printer.fonts import glyphs
from emulators.printer.settings import Align, Font

_COLUMN_DOTS = 12  # a column of font A: what a gap on the paper is in the text


class Style(NamedTuple):
    """How characters look. Spaces in dots, before enlarging."""

    font: Font = Font.A
    width: int = 1
    height: int = 1
    bold: bool = False
    underline: int = 0
    reverse: bool = False
    left_space: int = 0
    right_space: int = 0

    @property
    def advance(self) -> int:
        """From one character to the next, in dots."""
        return (self.left_space + self.font.width + self.right_space) * self.width

    @property
    def rows(self) -> int:
        """The height of a character in dots."""
        return self.font.height * self.height


class Run(NamedTuple):
    """Characters of one style that begin at ``x`` dots from the left margin."""

    x: int
    text: str
    style: Style

    @property
    def end(self) -> int:
        """Where the next thing begins."""
        return self.x + len(self.text) * self.style.advance

    @property
    def rows(self) -> int:
        """The height in dots."""
        return self.style.rows

    def draw(self) -> Dots:
        """The dots, of shape (rows, end - x)."""
        return _draw_run(self.text, self.style)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Dots (an image, a symbol) that begin at ``x`` dots from the left margin."""

    x: int
    dots: Dots
    symbol: str = ""
    text: str = ""

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


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line as it goes to the head: its rows end with the last one that has a black dot."""

    text: str
    rows: Packed
    dots: int
    byte_from: int
    byte_to: int
    symbols: tuple[str, ...] = ()


def compose(items: tuple[Item, ...], place: Place) -> tuple[Packed, int]:
    """Packed rows of the whole paper's width, and how many dots are black."""
    if all(isinstance(item, Run) for item in items):
        return _compose_cached(items, place)
    return _compose(items, place)


def text_of(items: tuple[Item, ...]) -> str:
    """What can be read on the line; gaps on the paper are spaces."""
    parts: list[str] = []
    at = 0
    for item in sorted(items, key=lambda item: item.x):
        if item.text:
            gap = item.x - at
            parts.append(" " * max(gap // _COLUMN_DOTS, 1 if gap > 0 and parts else 0))
            parts.append(item.text)
            at = item.end
    return "".join(parts).rstrip()


def _compose(items: tuple[Item, ...], place: Place) -> tuple[Packed, int]:
    height = max(item.rows for item in items)
    area = np.zeros((height, place.width), np.uint8)
    shift = int((place.width - max(item.end for item in items)) * place.align.value)
    for item in items:
        ink = item.draw()
        x = max(0, item.x + max(0, shift))
        part = ink[:, : max(0, place.width - x)]
        area[height - item.rows :, x : x + part.shape[1]] |= part
    if place.upside_down:
        area = area[::-1, ::-1]
    paper = np.zeros((height, place.paper_width), np.uint8)
    paper[:, place.left : place.left + place.width] = area
    return _trimmed(pack(paper))


_compose_cached = lru_cache(maxsize=512)(_compose)


def _trimmed(rows: Packed) -> tuple[Packed, int]:
    """Without the blank rows at the end: the line is on the paper when its last dot is."""
    inked = np.flatnonzero(rows.any(axis=1))
    kept = rows[: int(inked[-1]) + 1] if len(inked) else rows[:0]
    kept.flags.writeable = False
    return kept, count(kept)


def _draw_run(text: str, style: Style) -> Dots:
    ink = _in_cells(glyphs(style.font.glyphs).draw(text), len(text), style)
    if style.bold:
        ink = ink.copy()
        ink[:, 1:] |= ink[:, :-1].copy()
    ink = enlarge(ink, style.width, style.height)
    if style.reverse:
        return np.bitwise_xor(ink, 1, dtype=np.uint8)
    if style.underline:
        ink = ink.copy()
        ink[-style.underline :] = 1
    return ink


def _in_cells(ink: Dots, length: int, style: Style) -> Dots:
    """Each glyph in a cell of the style's size: font B and wider spacing need room around it."""
    height, cell = style.font.height, style.advance // style.width
    glyph_height, glyph = ink.shape[0], ink.shape[1] // length
    if (height, cell) == (glyph_height, glyph):
        return ink
    cells = np.zeros((height, length, cell), np.uint8)
    x = style.left_space
    cells[:glyph_height, :, x : x + glyph] = ink.reshape(glyph_height, length, glyph)
    return cells.reshape(height, length * cell)
