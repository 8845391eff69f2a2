"""Characters in their cells, as they look in one style; each is drawn once.

A character never reaches out of its cell, so what a line will have of dots is known from its
characters alone, without drawing it.
"""

import threading
from functools import lru_cache
from math import gcd
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from emulators.printer.dots import Dots, Packed, enlarge, enlarge_smoothly
from emulators.printer.fonts import glyphs
from emulators.printer.settings import Font

_ATLAS_BYTES = 2 << 20  # of one style's cells, before they are drawn anew
_STYLES = 32
_WHITE = "\0"  # stands for white where a text is over, and that is the last cell of all
_NO_CELL, _UNKNOWN = -1, -2
_NUMBER_BYTES = 8
DESCENT = 3  # rows of a character below the base line, before it is enlarged
PACKED_WIDTH = 56  # dots of the widest cell that goes into a number


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
    smooth: bool = False
    turned: bool = False

    @property
    def upright_width(self) -> int:
        """A character with its spaces, before it is enlarged or turned."""
        return self.left_space + self.font.width + self.right_space

    @property
    def advance(self) -> int:
        """From one character to the next, in dots."""
        if self.turned:
            return self.font.height * self.height
        return self.upright_width * self.width

    @property
    def rows(self) -> int:
        """The height of a character in dots."""
        return self.upright_width * self.width if self.turned else self.font.height * self.height


class Ink(NamedTuple):
    """What is black of some characters: how many dots, and the last row with one (-1: none)."""

    dots: int
    last_row: int


class Cells:
    """The characters of one style that have been wanted so far; printers of all threads share it.

    Where that takes too much memory they are forgotten, so what has just been learnt is looked up
    anew.
    """

    def __init__(self, style: Style) -> None:
        self._style = style
        self._lock = threading.RLock()
        self._clear()

    def _clear(self) -> None:
        self._numbers: dict[str, int] = {}
        self._of_ascii = np.full(128, _UNKNOWN, np.intp)
        self._of_ascii[ord(_WHITE)] = _NO_CELL
        self._ink: dict[str, Ink] = {}
        self._missing: set[str] = set()
        self._rows = np.zeros((0, self._style.rows), np.uint64)
        self._atlas = np.zeros((0, self._style.rows, self._style.advance), np.uint8)

    def draw(self, text: str) -> Dots:
        """The characters side by side, of shape (rows, width of all)."""
        with self._lock:
            numbers = self._chosen(text)
            drawn = self._atlas[numbers]
        return drawn.transpose(1, 0, 2).reshape(self._style.rows, -1)

    def draw_packed(self, texts: list[str]) -> Packed:
        """Several texts at once, eight dots a byte, of shape (texts, rows, bytes).

        So many characters take whole bytes (two of 12 dots: three bytes). Each row of a cell is one
        number. Where those of a group fit into one they are put together in it; otherwise each is
        shifted to where it begins and goes byte by byte to its place.
        """
        with self._lock:
            return self._drawn_packed(texts)

    def _drawn_packed(self, texts: list[str]) -> Packed:
        advance = self._style.advance
        period = 8 // gcd(advance, 8)
        numbers = self._padded(texts, period)
        size = period * advance // 8
        if size <= _NUMBER_BYTES:
            return self._joined(numbers, period, size)
        out = np.zeros((len(texts), self._style.rows, numbers.shape[1] // period, size), np.uint8)
        for place in range(period):
            at, shift = divmod(place * advance, 8)
            dots = self._as_numbers()[numbers[:, place::period]].transpose(0, 2, 1)
            for byte in range(-(-(shift + advance) // 8)):
                out[..., at + byte] |= (dots >> np.uint64(56 + shift - 8 * byte)).astype(np.uint8)
        return out.reshape(len(texts), self._style.rows, -1)

    def _padded(self, texts: list[str], period: int) -> npt.NDArray[np.intp]:
        """The numbers of the cells of texts, in rows that white makes equally long."""
        width = -(-max(map(len, texts)) // period) * period
        joined = "".join([text.ljust(width, _WHITE) for text in texts])
        if joined.isascii():
            codes = np.frombuffer(joined.encode("ascii"), np.uint8)
            numbers = self._of_ascii[codes]
            if numbers.min() == _UNKNOWN:
                self._learn("".join(texts))
                numbers = self._of_ascii[codes]
        else:
            self._chosen("".join(texts))
            known = self._numbers | {_WHITE: _NO_CELL}
            numbers = np.array([known[char] for char in joined], np.intp)
        return numbers.reshape(len(texts), width)

    def _joined(self, numbers: npt.NDArray[np.intp], period: int, size: int) -> Packed:
        """Groups of cells, ``size`` bytes each, as one number a row."""
        rows: npt.NDArray[np.uint32 | np.uint64] = self._as_numbers()
        if size <= _NUMBER_BYTES // 2:
            rows = (rows >> np.uint64(32)).astype(np.uint32)
        whole = rows[numbers[:, ::period]]
        for place in range(1, period):
            whole |= rows[numbers[:, place::period]] >> rows.dtype.type(place * self._style.advance)
        octets = whole.astype(whole.dtype.newbyteorder(">")).view(np.uint8)
        octets = octets.reshape(*whole.shape, -1)[..., :size].transpose(0, 2, 1, 3)
        return octets.reshape(len(numbers), self._style.rows, -1)

    def _as_numbers(self) -> npt.NDArray[np.uint64]:
        """The rows of each cell as numbers, from the highest bit down; then a white cell."""
        if len(self._rows) <= len(self._atlas):
            count, height, width = self._atlas.shape
            dots = np.zeros((count + 1, height, 64), np.uint8)
            dots[:count, :, :width] = self._atlas
            self._rows = np.packbits(dots, axis=2).view(">u8")[..., 0].astype(np.uint64)
        return self._rows

    def ink(self, text: str) -> Ink:
        """What is black of them, without drawing."""
        each = self.inks(text)
        return Ink(sum([ink[0] for ink in each]), max([ink[1] for ink in each]))

    def inks(self, chars: str) -> list[Ink]:
        """What is black of each of them."""
        known = self._ink
        try:
            return [known[char] for char in chars]
        except KeyError:
            with self._lock:
                self._learn(chars)
                return [self._ink[char] for char in chars]

    def missing_in(self, text: str) -> set[str]:
        """Those of its characters that no font has: boxes stand for them."""
        return self._missing.intersection(text) if self._missing else set()

    def _chosen(self, text: str) -> list[int]:
        numbers = self._numbers
        try:
            return [numbers[char] for char in text]
        except KeyError:
            self._learn(text)
            return [self._numbers[char] for char in text]

    def _learn(self, text: str) -> None:
        """Draw those of ``text`` that have not been drawn before."""
        if self._atlas.nbytes > _ATLAS_BYTES:
            self._clear()
        fresh = sorted({char for char in text if char not in self._numbers})
        cells = [_draw(char, self._style) for char in fresh]
        for number, (char, cell) in enumerate(zip(fresh, cells, strict=True), len(self._atlas)):
            inked = np.flatnonzero(cell.any(axis=1))
            self._numbers[char] = number
            if char.isascii() and char != _WHITE:
                self._of_ascii[ord(char)] = number
            if not glyphs(self._style.font.glyphs).can_draw(char):
                self._missing.add(char)
            self._ink[char] = Ink(int(cell.sum()), int(inked[-1]) if len(inked) else -1)
        self._atlas = np.concatenate([self._atlas, np.stack(cells)])


@lru_cache(maxsize=_STYLES)
def cells(style: Style) -> Cells:
    """The cells of a style."""
    return Cells(style)


def _draw(char: str, style: Style) -> Dots:
    return styled(_as_high(glyphs(style.font.glyphs).draw(char), style.font.height), style)


def styled(ink: Dots, style: Style) -> Dots:
    """A glyph, no larger than a cell of the style's font, as it looks in that style."""
    cell = np.zeros((style.font.height, style.upright_width), np.uint8)
    x = style.left_space
    cell[: ink.shape[0], x : x + ink.shape[1]] = ink
    if style.bold:
        cell[:, 1:] |= cell[:, :-1].copy()
    cell = (enlarge_smoothly if style.smooth else enlarge)(cell, style.width, style.height)
    if style.reverse:
        cell = np.bitwise_xor(cell, 1, dtype=np.uint8)
    elif style.underline and not style.turned:  # no underline when turned (Epson APG, ESC -)
        cell[-style.underline :] = 1
    return np.rot90(cell, -1) if style.turned else cell


def _as_high(ink: Dots, height: int) -> Dots:
    """A glyph that fills its cell: where half of it would be empty, rows are doubled."""
    rows = len(ink)
    if 2 * height < 3 * rows:
        return ink
    return np.asarray(ink[np.arange(height) * rows // height])
