"""Images on their way to the head: placed on the paper's width, handed on in bands of rows."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from emulators.printer.dots import Dots, Packed, enlarge, pack, unpack
from emulators.printer.jobs import Band
from emulators.printer.line import Line, Picture
from emulators.printer.page import Page

BAND_ROWS = 64
_SCALES = {0: (1, 1), 1: (2, 1), 2: (1, 2), 3: (2, 2)}


def scale(mode: int) -> tuple[int, int]:
    """Across and down, from the mode of GS v 0, GS / and FS p (Epson APG): 0 to 3, or digits."""
    return _SCALES.get(mode - 48 if mode >= 48 else mode, (1, 1))


class Shape(NamedTuple):
    """What is known of an image before it comes: which command, from which offset of the stream.

    ``width`` in dots, each ``across`` wide and ``down`` high on the paper. ``mirrored``: it stands
    where a line that is printed upside-down has it.
    """

    command: str
    start: int
    width: int
    across: int = 1
    down: int = 1
    mirrored: bool = False


class ImageWriter:
    """Prints one image, from the present position on, unless data wait on the line.

    Epson APG, GS v 0: HT, ESC $ and GS L say where it begins.
    """

    def __init__(self, page: Page, shape: Shape) -> None:
        self._refused = page.refuses(shape.command, shape.start)
        self._page = page
        self._start = shape.start
        self._across, self._down = shape.across, shape.down
        place = page.place()
        free = max(0, place.width - page.x)
        self._width = min(shape.width * shape.across, free)
        offset = page.x + int((free - self._width) * place.align.value)
        if shape.mirrored:
            offset = place.width - offset - self._width
        self._left = place.left + offset
        self._last: Packed | None = None
        self._kept: list[Dots] = []  # page mode: the rows so far
        self._room = page.profile.page_height_dots

    def write(self, rows: Packed) -> None:
        """Rows of the image as it came; they are burnt when more come, or at the end."""
        if self._refused:
            return
        if self._page.sheet is not None:
            self._keep(rows)
            return
        for band in _bands(self._placed(rows)):
            if self._last is not None:
                self._page.jobs.append(Band(self._last))
            self._last = band

    def finish(self, end: int) -> None:
        """The image is whole; ``end`` is the offset of the byte after it."""
        if self._kept:
            dots = np.concatenate(self._kept)
            self._page.add_picture(Picture(self._page.x, dots), self._start)
            self._kept = []
        if self._last is not None:
            self._page.jobs.append(Line("", self._last, self._start, end))
            self._page.x = 0

    def _keep(self, rows: Packed) -> None:
        """In page mode an image takes its place as a whole; what is higher than a sheet is lost."""
        rows = rows[: self._room // self._down]
        ink = enlarge(unpack(rows, rows.shape[1] * 8), self._across, self._down)
        self._room -= len(ink)
        self._kept.append(ink[:, : self._width])

    def _placed(self, rows: Packed) -> Packed:
        """The rows on the paper's width."""
        profile = self._page.profile
        plain = self._across == self._down == 1 and self._left % 8 == 0 and self._width % 8 == 0
        if plain and self._width // 8 == rows.shape[1] == profile.stride:
            return rows
        if plain:
            paper = np.zeros((len(rows), profile.stride), np.uint8)
            begin, size = self._left // 8, min(self._width // 8, rows.shape[1])
            paper[:, begin : begin + size] = rows[:, :size]
            return paper
        ink = enlarge(unpack(rows, rows.shape[1] * 8), self._across, self._down)
        dots = np.zeros((len(ink), profile.width_dots), np.uint8)
        size = min(self._width, ink.shape[1])
        dots[:, self._left : self._left + size] = ink[:, :size]
        return pack(dots)


def _bands(rows: Packed) -> Iterator[Packed]:
    for at in range(0, len(rows), BAND_ROWS):
        yield rows[at : at + BAND_ROWS]


def columns(data: bytes, height_bytes: int) -> Packed:
    """An image that came column by column, ``height_bytes`` each, as packed rows."""
    width = len(data) // height_bytes
    upright = np.frombuffer(data, np.uint8, width * height_bytes).reshape(width, height_bytes)
    return pack(np.unpackbits(upright, axis=1).T)


def rows_of(data: bytes, width_bytes: int) -> Packed:
    """An image that came row by row, as packed rows."""
    height = len(data) // width_bytes
    return np.frombuffer(data, np.uint8, height * width_bytes).reshape(height, width_bytes)
