"""Windows BMP files as dots, for GS D. Untrusted input: what is no small picture is None."""

import io
import struct

import numpy as np
from PIL import Image

from emulators.printer.dots import pack
from emulators.printer.memory import Bitmap

_MOST_DOTS = 8 << 20
_HEADER_BYTES = 26  # up to width and height


def from_bmp(data: bytes) -> Bitmap | None:
    """Rows of dots, black where the picture is darker than half."""
    if len(data) < _HEADER_BYTES:
        return None
    width, height = struct.unpack_from("<ii", data, 18)
    if not 0 < width * abs(height) <= _MOST_DOTS:
        return None
    try:
        with Image.open(io.BytesIO(data), formats=("BMP",)) as picture:
            grey = np.asarray(picture.convert("L"))
    except (OSError, ValueError, SyntaxError, struct.error, EOFError):
        return None
    return Bitmap(pack((grey < 128).astype(np.uint8)), width)
