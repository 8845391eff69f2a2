"""A PNG of one bit a dot, straight from packed rows, packed while it grows.

A picture of nine metres takes a tenth of a second to pack: too long for a printer that answers in
real time. So each stretch of ``ROWS`` is packed by itself, when it has gone by. Source: W3C, PNG
specification; RFC 1950 and 1951 (a stream of blocks between a header and a check sum).
"""

import struct
import zlib

import numpy as np

from emulators.printer.dots import Packed

ROWS = 1024  # that are packed together
_INCH_M = 0.0254
_SAMPLED = 8  # one row of so many is looked at
_MIXED_SHARE = 0.4  # of bytes neither black nor white: an image, not text
_HEADER, _LAST_BLOCK = b"\x78\x01", b"\x03\x00"  # fastest method; an empty block


class Film:
    """A picture that grows downwards: black dots on white paper, at the printer's resolution."""

    def __init__(self, width: int, dpi: int) -> None:
        self.blank = width, dpi
        self._width = width
        self._per_metre = round(dpi / _INCH_M)
        self._blocks: list[bytes] = []
        self._check = zlib.adler32(b"")
        self.height = 0

    def add(self, rows: Packed) -> None:
        """Rows below what is there: ``ROWS`` of them."""
        block, self._check = self._packed(rows, self._check)
        self._blocks.append(block)
        self.height += len(rows)

    def file(self, rest: Packed) -> bytes:
        """The file's bytes, with ``rest`` below what is there; the film stays as it is."""
        blocks, check = self._blocks.copy(), self._check
        height = self.height + len(rest)
        if not height:  # a picture has a row at least
            rest, height = np.zeros((1, -(-self._width // 8)), np.uint8), 1
        for at in range(0, len(rest), ROWS):
            block, check = self._packed(rest[at : at + ROWS], check)
            blocks.append(block)
        packed = b"".join((_HEADER, *blocks, _LAST_BLOCK, struct.pack(">I", check)))
        head = struct.pack(">IIBBBBB", self._width, height, 1, 0, 0, 0, 0)
        return b"".join(
            (
                b"\x89PNG\r\n\x1a\n",
                _chunk(b"IHDR", head),
                _chunk(b"pHYs", struct.pack(">IIB", self._per_metre, self._per_metre, 1)),
                _chunk(b"IDAT", packed),
                _chunk(b"IEND", b""),
            )
        )

    def _packed(self, rows: Packed, check: int) -> tuple[bytes, int]:
        """Rows as blocks of the stream, and the check sum with them."""
        lines = np.empty((len(rows), 1 + -(-self._width // 8)), np.uint8)
        lines[:, 0] = 0  # no filter
        np.invert(rows, out=lines[:, 1:])
        content = lines.tobytes()
        packer = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS, strategy=_strategy(lines))
        block = packer.compress(content) + packer.flush(zlib.Z_FULL_FLUSH)
        return block, zlib.adler32(content, check)


def encode(rows: Packed, width: int, dpi: int) -> bytes:
    """A PNG of what is there already."""
    return Film(width, dpi).file(rows)


def _strategy(lines: Packed) -> int:
    """Text has much that repeats itself; in an image looking for more than runs takes long."""
    sample = lines[::_SAMPLED]
    mixed = np.count_nonzero((sample != 0) & (sample != 0xFF))
    return zlib.Z_RLE if mixed > sample.size * _MIXED_SHARE else zlib.Z_DEFAULT_STRATEGY


def _chunk(kind: bytes, body: bytes) -> bytes:
    check = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)
