"""Glyphs in the cells of a receipt printer: 12x24 and 24x24 (font A, Kanji), 8x16 (font B).

Made from the bitmap fonts of /efont/ by ``build.py``; their licence is in ``LICENSE-efont.txt``. A
file is read when its first glyph is wanted. What it lacks comes from GNU Unifont, where the system
has that; what nothing has becomes a visible box.
"""

import struct
import threading
import unicodedata
import zlib
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from emulators.printer.fonts import unifont

Dots = npt.NDArray[np.uint8]
_LEARNING = threading.RLock()  # one for all: a set asks another for what it lacks
_BOX = 0  # the number of what stands for a character that no font has


class GlyphSet:
    """The glyphs of one data file; ``draw`` puts a string of them side by side.

    What it lacks comes from one of glyphs twice as wide (kana, and the characters for year, month
    and day in the katakana page), or from one of smaller glyphs, in the middle of the cell.
    """

    def __init__(
        self, content: bytes, smaller: "GlyphSet | None" = None, twice_as_wide: str = ""
    ) -> None:
        self._smaller = smaller
        self._twice_as_wide = twice_as_wide
        raw = zlib.decompress(content)
        count, self.height, self.width = struct.unpack_from("<3I", raw)
        stride = -(-self.width // 8)
        self._codes = np.frombuffer(raw, "<u4", count, offset=12)
        shape = (count, self.height, stride)
        self._packed = np.frombuffer(raw, np.uint8, offset=12 + 4 * count).reshape(shape)
        self._numbers: dict[str, int] = {}
        self._cells = self._box()[np.newaxis]

    def _box(self) -> Dots:
        """What stands for a character that the font lacks."""
        cell = np.zeros((self.height, self.width), np.uint8)
        cell[2:-3, 1:-1] = 1
        cell[3:-4, 2:-2] = 0
        return cell

    def has(self, char: str) -> bool:
        """Whether the font has a glyph of its own for ``char``."""
        at = int(np.searchsorted(self._codes, ord(char)))
        return at < len(self._codes) and int(self._codes[at]) == ord(char)

    def can_draw(self, char: str) -> bool:
        """Whether there is a glyph for it anywhere."""
        return self._find(char) is not None

    def draw(self, text: str) -> Dots:
        """The glyphs of ``text`` as dots of shape (height, width of all): 1 is black."""
        numbers = self._numbers
        try:
            chosen = [numbers[char] for char in text]
        except KeyError:
            self._learn(text)
            chosen = [numbers.get(char, _BOX) for char in text]
        cells = self._cells[chosen]
        return cells.transpose(1, 0, 2).reshape(self.height, -1)

    def _learn(self, text: str) -> None:
        """Unpack the glyphs of ``text`` that have not been drawn before.

        Printers of several threads share a set: the cells are there before their numbers are.
        """
        with _LEARNING:
            fresh = sorted({char for char in text if char not in self._numbers})
            found = {char: cell for char in fresh if (cell := self._find(char)) is not None}
            if not found:
                return
            first = len(self._cells)
            self._cells = np.concatenate([self._cells, *(c[np.newaxis] for c in found.values())])
            self._numbers.update((char, number) for number, char in enumerate(found, first))

    def _find(self, char: str) -> Dots | None:
        """A glyph of its own, a narrowed one, a smaller one, Unifont's, that of its plain form."""
        if self.has(char):
            packed = self._packed[int(np.searchsorted(self._codes, ord(char)))]
            return np.unpackbits(packed, axis=1, count=self.width)
        plain = unicodedata.normalize("NFKC", char)  # of half-width kana, of joined Arabic letters
        for candidate in dict.fromkeys((char, plain)):
            if len(candidate) == 1 and (narrow := self._narrowed(candidate)) is not None:
                return narrow
        if self._smaller is not None and self._smaller.has(char):
            return self._in_the_middle(self._smaller.draw(char))
        other = unifont.find(char)
        if other is not None:
            return self._in_the_middle(other[:, : self.width])
        return self._find(plain) if len(plain) == 1 and plain != char else None

    def _narrowed(self, char: str) -> Dots | None:
        """The glyph from the set of wider ones, if that has it, at half its width."""
        wider = glyphs(self._twice_as_wide) if self._twice_as_wide else None
        if wider is None or not wider.has(char):
            return None
        ink = wider.draw(char)
        return np.asarray(ink[:, ::2] | ink[:, 1::2])

    def _in_the_middle(self, ink: Dots) -> Dots:
        cell = np.zeros((self.height, self.width), np.uint8)
        y, x = (self.height - ink.shape[0]) // 2, (self.width - ink.shape[1]) // 2
        cell[y : y + ink.shape[0], x : x + ink.shape[1]] = ink
        return cell


_SMALLER = {"full24": "half24", "half24": "half16"}
_TWICE_AS_WIDE = {"half24": "full24"}


@cache
def glyphs(name: str) -> GlyphSet:
    """The glyphs of the file ``name``: half24, full24 or half16."""
    content = resources.files(__name__).joinpath(f"{name}.font").read_bytes()
    smaller = glyphs(_SMALLER[name]) if name in _SMALLER else None
    return GlyphSet(content, smaller, _TWICE_AS_WIDE.get(name, ""))
