"""Handlers of the commands that print images straight away. Source: Epson APG."""

import numpy as np

from emulators.printer.dots import enlarge
from emulators.printer.framer import Token
from emulators.printer.framing import word
from emulators.printer.image import BAND_ROWS, ImageWriter, Shape, columns, rows_of, scale
from emulators.printer.interpreter import handles, streams
from emulators.printer.line import Picture
from emulators.printer.page import Page

_BAND_BYTES = 1 << 16  # of an image wider than any paper, no more is held at once
# ESC * m: bytes a column, and dots across and down for each dot of the image, at 180 dpi.
_STRIKES = {0: (1, 2, 3), 1: (1, 1, 3), 32: (3, 2, 1), 33: (3, 1, 1)}


@handles("ESC *")
def bit_image(page: Page, token: Token) -> None:
    """8 or 24 rows of an image, side by side with characters."""
    if token.params[0] not in _STRIKES:
        return
    height, across, down = _STRIKES[token.params[0]]
    size = word(token.params, 1) * height
    upright = np.frombuffer(token.params[3 : 3 + size], np.uint8).reshape(-1, height)
    free = max(0, page.area_width - page.x)
    dots = enlarge(np.unpackbits(upright, axis=1).T, across, down)[:, :free]
    if dots.size:
        page.add_picture(Picture(page.x, dots), token.start)


@handles("GS Q 0")
def upright_image(page: Page, token: Token) -> None:
    """An image in columns of any height."""
    mode, width, height = token.params[0], word(token.params, 1), word(token.params, 3)
    if width and height:
        writer = ImageWriter(page, Shape(token.row.name, token.start, width, *scale(mode)))
        writer.write(columns(token.params[5:], height))
        writer.finish(token.end)


@streams("GS v 0")
class Raster:
    """An image row by row: printed while it comes in, so that any size needs little memory."""

    def __init__(self, page: Page, head: Token) -> None:
        mode, self._stride = head.params[0], word(head.params, 1)
        name, width = head.row.name, self._stride * 8
        self._writer = ImageWriter(page, Shape(name, head.start, width, *scale(mode)))
        self._rows = max(1, min(BAND_ROWS, _BAND_BYTES // max(1, self._stride)))
        self._held = bytearray()

    def write(self, data: bytes) -> None:
        """The next bytes: whole bands are handed on."""
        band = self._rows * self._stride
        self._held += data
        whole = len(self._held) // band * band
        if whole:
            self._writer.write(rows_of(bytes(self._held[:whole]), self._stride))
            del self._held[:whole]

    def close(self, end: int) -> None:
        """The image is whole, or (broken off) there is no more of it."""
        whole = len(self._held) // self._stride * self._stride if self._stride else 0
        if whole:
            self._writer.write(rows_of(bytes(self._held[:whole]), self._stride))
        self._writer.finish(end)

    abort = close
