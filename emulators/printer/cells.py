"""Characters in their cells, as they look in one style; each is drawn once.

A character never reaches out of its cell, so what a line will have of dots is known from its
characters alone, without drawing it.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from emulators.printer.dots import Dots, enlarge
from emulators.printer.fonts import glyphs
from emulators.printer.settings import Font

_ATLAS_BYTES = 8 << 20  # of one style's cells, before they are drawn anew
_STYLES = 64


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


class Ink(NamedTuple):
    """What is black of some characters: how many dots, and the last row with one (-1: none)."""

    dots: int
    last_row: int


class Cells:
    """The characters of one style that have been wanted so far."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._clear()

    def _clear(self) -> None:
        self._numbers: dict[str, int] = {}
        self._ink: dict[str, Ink] = {}
        self._atlas = np.zeros((0, self._style.rows, self._style.advance), np.uint8)

    def draw(self, text: str) -> Dots:
        """The characters side by side, of shape (rows, width of all)."""
        numbers = self._chosen(text)
        return self._atlas[numbers].transpose(1, 0, 2).reshape(self._style.rows, -1)

    def ink(self, text: str) -> Ink:
        """What is black of them, without drawing."""
        known = self._ink
        try:
            each = [known[char] for char in text]
        except KeyError:
            self._learn(text)
            each = [known[char] for char in text]
        return Ink(sum([ink[0] for ink in each]), max([ink[1] for ink in each]))

    def _chosen(self, text: str) -> list[int]:
        numbers = self._numbers
        try:
            return [numbers[char] for char in text]
        except KeyError:
            self._learn(text)
            return [numbers[char] for char in text]

    def _learn(self, text: str) -> None:
        """Draw those of ``text`` that have not been drawn before."""
        if self._atlas.nbytes > _ATLAS_BYTES:
            self._clear()
        fresh = sorted({char for char in text if char not in self._numbers})
        cells = [_draw(char, self._style) for char in fresh]
        for number, (char, cell) in enumerate(zip(fresh, cells, strict=True), len(self._atlas)):
            inked = np.flatnonzero(cell.any(axis=1))
            self._numbers[char] = number
            self._ink[char] = Ink(int(cell.sum()), int(inked[-1]) if len(inked) else -1)
        self._atlas = np.concatenate([self._atlas, np.stack(cells)])


@lru_cache(maxsize=_STYLES)
def cells(style: Style) -> Cells:
    """The cells of a style."""
    return Cells(style)


def _draw(char: str, style: Style) -> Dots:
    ink = glyphs(style.font.glyphs).draw(char)
    cell = np.zeros((style.font.height, style.advance // style.width), np.uint8)
    x = style.left_space
    cell[: ink.shape[0], x : x + ink.shape[1]] = ink
    if style.bold:
        cell[:, 1:] |= cell[:, :-1].copy()
    cell = enlarge(cell, style.width, style.height)
    if style.reverse:
        return np.bitwise_xor(cell, 1, dtype=np.uint8)
    if style.underline:
        cell[-style.underline :] = 1
    return cell
