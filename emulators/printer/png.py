"""A PNG of one bit a dot, straight from packed rows. Source: W3C, PNG specification."""

import struct
import zlib

import numpy as np

from emulators.printer.dots import Packed

_INCH_M = 0.0254
_SAMPLED = 8  # one row of so many is looked at
_MIXED_SHARE = 0.4  # of bytes neither black nor white: an image, not text


def encode(rows: Packed, width: int, dpi: int) -> bytes:
    """The file's bytes: black dots on white paper, at the printer's resolution."""
    height = max(1, len(rows))
    lines = np.zeros((height, 1 + -(-width // 8)), np.uint8)  # the first byte: no filter
    lines[:, 1:] = 0xFF
    lines[: len(rows), 1:] ^= rows
    per_metre = round(dpi / _INCH_M)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)),
            _chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)),
            _chunk(b"IDAT", _compressed(lines)),
            _chunk(b"IEND", b""),
        )
    )


def _compressed(lines: Packed) -> bytes:
    """Text has much that repeats itself; in an image looking for more than runs takes long."""
    sample = lines[::_SAMPLED]
    mixed = np.count_nonzero((sample != 0) & (sample != 0xFF))
    strategy = zlib.Z_RLE if mixed > sample.size * _MIXED_SHARE else zlib.Z_DEFAULT_STRATEGY
    packer = zlib.compressobj(1, strategy=strategy)
    return packer.compress(lines.tobytes()) + packer.flush()


def _chunk(kind: bytes, body: bytes) -> bytes:
    check = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)
