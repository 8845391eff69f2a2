"""What a scanner reads from the dots on the paper."""

from functools import lru_cache

import numpy as np
import zxingcpp

from emulators.printer.dots import Dots, Packed
from emulators.printer.symbols.modules import format_of

_UPC = (zxingcpp.BarcodeFormat.UPCA, zxingcpp.BarcodeFormat.UPCE)
_QUIET = 28  # dots of white margin beside what can be printed on: 80 mm paper, 72 mm of dots


def read(rows: Packed, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The contents of the symbols of those kinds, from top to bottom."""
    return _read(rows.tobytes(), rows.shape[1], kinds)


@lru_cache(maxsize=256)
def _read(content: bytes, stride: int, kinds: tuple[str, ...]) -> tuple[str, ...]:
    packed = np.frombuffer(content, np.uint8).reshape(-1, stride)
    light = np.array((255, 0), np.uint8)[np.unpackbits(packed, axis=1)]
    light = np.pad(light, _QUIET, "constant", constant_values=255)
    found = [one for kind in dict.fromkeys(kinds) for one in _of(light, kind)]
    return tuple(_text(one) for one in sorted(found, key=_top))


def _of(light: Dots, kind: str) -> list[zxingcpp.Barcode]:
    """Quickly first; a symbol that is hard to find gets a second look."""
    formats = zxingcpp.BarcodeFormats(format_of(kind))
    quick = zxingcpp.read_barcodes(
        light, formats=formats, try_rotate=False, try_downscale=False, try_invert=False
    )
    return quick or zxingcpp.read_barcodes(light, formats=formats)


def _top(found: zxingcpp.Barcode) -> tuple[int, int]:
    return found.position.top_left.y, found.position.top_left.x


def _text(found: zxingcpp.Barcode) -> str:
    """A UPC is told as an EAN with a zero in front: that is left out. Bytes are UTF-8 if they can.

    A symbol seldom says in which code its bytes are; scanners try UTF-8 first.
    """
    text = found.text
    if found.format in _UPC and len(text) == 13:
        return text[1:]
    if text.isascii():
        return text
    try:
        return found.bytes.decode("utf-8")
    except UnicodeDecodeError:
        return text
