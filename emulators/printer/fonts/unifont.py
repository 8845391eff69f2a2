"""GNU Unifont, where the system has it: glyphs of 8x16 and 16x16 for what the own fonts lack.

Read from ``unifont.hex``: a line is a code point, a colon and the rows in hexadecimal (Unifont's
own format). The font is not part of this package; without it boxes stand for such characters.
"""

import gzip
import os
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

Dots = npt.NDArray[np.uint8]

VARIABLE = "TILLPROOF_UNIFONT"  # the path of another unifont.hex
_PLACES = (
    "/usr/share/unifont/unifont.hex",
    "/usr/share/unifont/unifont.hex.gz",
    "/usr/share/fonts/unifont/unifont.hex",
    "/usr/share/fonts/unifont/unifont.hex.gz",
)
_ROWS = 16


def find(char: str) -> Dots | None:
    """The glyph of ``char``, 16 rows; None where Unifont, or the glyph, is not there."""
    digits = _lines().get(f"{ord(char):04X}")
    if digits is None or len(digits) not in (32, 64):
        return None
    packed = np.frombuffer(bytes.fromhex(digits), np.uint8).reshape(_ROWS, -1)
    return np.unpackbits(packed, axis=1)


@cache
def _lines() -> dict[str, str]:
    """Hexadecimal code point -> hexadecimal rows."""
    places = (os.environ.get(VARIABLE, ""), *_PLACES)
    path = next((Path(place) for place in places if place and Path(place).is_file()), None)
    if path is None:
        return {}
    content = path.read_bytes()
    text = gzip.decompress(content) if path.suffix == ".gz" else content
    lines = (line.split(":", 1) for line in text.decode("ascii", "replace").split())
    return {pair[0]: pair[1] for pair in lines if len(pair) == 2}
