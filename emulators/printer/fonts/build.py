"""Make the font data from the bitmap fonts of /efont/ (Debian package xfonts-efont-unicode).

Run once, by hand, when the fonts change::

    python -m emulators.printer.fonts.build /usr/share/fonts/X11/misc

Layout of a data file, after zlib: count, height and width as three little-endian uint32, then the
code points as uint32 in rising order, then each glyph's rows packed eight dots a byte, high bit
left. Source of the input format: the X11 "PCF" font format, as its tables describe themselves.
"""

import gzip
import struct
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.uint8]

_METRICS, _BITMAPS, _ENCODINGS = 1 << 2, 1 << 3, 1 << 5
_COMPRESSED_METRICS = 0x100
_HIGH_BIT_LEFT = 8
_NO_GLYPH = 0xFFFF


@dataclass(frozen=True, slots=True)
class Metric:
    """Where a glyph's ink stands, in dots from the origin on the base line."""

    left: int
    right: int
    advance: int
    ascent: int
    descent: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """One data file to make: the font it comes from, and the cell that its glyphs must have."""

    name: str
    source: str
    width: int
    height: int


WANTED = (
    Wanted("half24", "b24.pcf.gz", 12, 24),
    Wanted("full24", "b24.pcf.gz", 24, 24),
    Wanted("half16", "b16.pcf.gz", 8, 16),
)


class Pcf:
    """The tables of one PCF font that glyphs are made of."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        count = struct.unpack_from("<I", content, 4)[0]
        self._tables = {
            kind: offset
            for kind, _, _, offset in struct.iter_unpack("<4I", content[8 : 8 + 16 * count])
        }
        self.metrics = list(self._read_metrics())

    def _table(self, kind: int) -> tuple[int, int, str]:
        """Where a table's fields begin, its format, and the byte order of its numbers."""
        offset = self._tables[kind]
        form: int = struct.unpack_from("<I", self._content, offset)[0]
        return offset + 4, form, ">" if form & 4 else "<"

    def _read_metrics(self) -> list[Metric]:
        offset, form, order = self._table(_METRICS)
        if form & _COMPRESSED_METRICS:
            count = struct.unpack_from(order + "H", self._content, offset)[0]
            raw = struct.iter_unpack("5B", self._content[offset + 2 : offset + 2 + 5 * count])
            return [Metric(*(value - 0x80 for value in row)) for row in raw]
        count = struct.unpack_from(order + "I", self._content, offset)[0]
        end = offset + 4 + 12 * count
        rows = struct.iter_unpack(order + "5hH", self._content[offset + 4 : end])
        return [Metric(*row[:5]) for row in rows]

    def codes(self) -> dict[int, int]:
        """Code point -> glyph number."""
        offset, _, order = self._table(_ENCODINGS)
        low, high, first, last, _ = struct.unpack_from(order + "5H", self._content, offset)
        span = high - low + 1
        total = span * (last - first + 1)
        numbers = struct.unpack_from(f"{order}{total}H", self._content, offset + 10)
        return {
            ((first + i // span) << 8) + low + i % span: number
            for i, number in enumerate(numbers)
            if number != _NO_GLYPH
        }

    def bitmaps(self) -> tuple[list[int], bytes, int]:
        """Each glyph's offset, the packed dots, and the bytes that a row is padded to."""
        offset, form, order = self._table(_BITMAPS)
        count = struct.unpack_from(order + "I", self._content, offset)[0]
        offsets = list(struct.unpack_from(f"{order}{count}I", self._content, offset + 4))
        start = offset + 4 + 4 * count + 16
        if not form & _HIGH_BIT_LEFT:
            raise ValueError("a font with the low bit left: efont's have the high bit left")
        return offsets, self._content[start:], 1 << (form & 3)


def glyph(metric: Metric, packed: bytes, pad: int, wanted: Wanted) -> Rows | None:
    """One glyph in its cell, or None when it belongs to another cell."""
    width, height = metric.right - metric.left, metric.ascent + metric.descent
    if (width, height) != (wanted.width, wanted.height):
        return None
    stride = -(-width // (8 * pad)) * pad
    rows = np.frombuffer(packed, np.uint8, stride * height).reshape(height, stride)
    return np.unpackbits(rows, axis=1)[:, :width]


def convert(folder: Path, wanted: Wanted) -> bytes:
    """The content of one data file."""
    font = Pcf(gzip.decompress((folder / wanted.source).read_bytes()))
    offsets, packed, pad = font.bitmaps()
    cells = {}
    for code, number in sorted(font.codes().items()):
        cell = glyph(font.metrics[number], packed[offsets[number] :], pad, wanted)
        if cell is not None:
            cells[code] = np.packbits(cell, axis=1).tobytes()
    head = struct.pack("<3I", len(cells), wanted.height, wanted.width)
    codes = np.array(list(cells), "<u4").tobytes()
    return zlib.compress(head + codes + b"".join(cells.values()), 9)


def main(folder: Path) -> None:
    """Write every data file beside this module."""
    for wanted in WANTED:
        target = Path(__file__).with_name(f"{wanted.name}.font")
        target.write_bytes(convert(folder, wanted))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
