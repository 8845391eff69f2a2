"""Symbols as modules, eight bits each: 1 is black. Encoded by zxing-cpp."""

from functools import lru_cache

import numpy as np
import zxingcpp

from emulators.printer.dots import Dots

Option = str | int | bool
_KEPT = 64


def format_of(kind: str) -> zxingcpp.BarcodeFormat:
    """The kind of symbol by its name in zxing-cpp."""
    return zxingcpp.BarcodeFormat.__members__[kind]


class NotEncodableError(Exception):
    """The data cannot stand in a symbol of that kind; the text says why."""


def encode(content: str | bytes, kind: str, **options: Option) -> Dots:
    """The modules of a symbol without its quiet zone: to be read, not written.

    Plain ASCII goes as text: of bytes zxing-cpp says in the symbol which code they are in, and uses
    no shorter modes for digits; a printer does neither. Raises NotEncodableError.
    """
    if isinstance(content, bytes) and content.isascii():
        content = content.decode("ascii")
    return _encoded(content, kind, tuple(options.items()))


@lru_cache(_KEPT)
def _encoded(content: str | bytes, kind: str, options: tuple[tuple[str, Option], ...]) -> Dots:
    """A slip that is printed again has the same one, and so has each run of a campaign."""
    try:
        barcode = zxingcpp.create_barcode(content, format_of(kind), **dict(options))
        image = zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False)
    except (ValueError, RuntimeError, TypeError) as error:
        raise NotEncodableError(str(error)) from None
    modules = np.asarray(np.array(image) == 0, np.uint8)
    modules.flags.writeable = False
    return modules


def encode_row(content: str, kind: str) -> Dots:
    """The modules of a linear symbol from left to right. Raises NotEncodableError."""
    return np.asarray(encode(content, kind)[0])
