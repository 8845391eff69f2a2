"""The corpus has pictures of one stream: its logo, and the slip as a real printer printed it.

Both are half as large as the dots or less, smoothed, and the second has another typeface, so that
neither can be compared dot by dot. Compared are the logo's shades, with our dots shrunk to its
size, and where each line of the slip begins and ends. ``receipt-with-logo-html.png`` is how a
browser showed it, in the browser's typeface and spacing: it says nothing of a printer.
"""

import io
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from emulators.printer.profiles import profile
from emulators.printer.render import render_stream
from tests.emulators.printer.receipts import CORPUS

FOLDER = CORPUS / "escpos-tools"
LOGO_WIDTH, LOGO_HEIGHT = 300, 236  # dots, as the stream says
MOST_SHADES = 6.0  # of 255, on average: another way of shrinking it
MOST_OFF_DOTS = 9.0  # a capital letter of that typeface is so much higher
BLACK = 140  # of the picture's shades, and darker
FRAME = 3  # pixels of a border around it
Shades = npt.NDArray[np.float64]

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the corpus of streams is not here")


@pytest.fixture(scope="module")
def ours() -> Shades:
    """The slip of a printer with 48 columns, as the one in the picture; 255 is white."""
    stream = (FOLDER / "receipt-with-logo.bin").read_bytes()
    (slip,) = render_stream(stream, profile("TM-T20III")).slips
    with Image.open(io.BytesIO(slip.png)) as picture:
        return np.asarray(picture.convert("L"), float)


def picture(name: str) -> Shades:
    with Image.open(FOLDER / "expected" / name) as found:
        return np.asarray(found.convert("L"), float)


def lines(black: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """First and last row of each stretch of rows that are not blank."""
    rows = np.flatnonzero(black.any(axis=1))
    ends = np.flatnonzero(np.diff(rows) > 1)
    bounds = [0, *(ends + 1), len(rows)]
    return ((int(rows[a]), int(rows[b - 1])) for a, b in pairwise(bounds))


def test_the_logo_is_the_one_of_the_picture(ours: Shades) -> None:
    theirs = picture("receipt-with-logo-img.png")
    left = (ours.shape[1] - LOGO_WIDTH) // 2
    logo = ours[:LOGO_HEIGHT, left : left + LOGO_WIDTH]
    shrunk = logo.reshape(*theirs.shape[:1], 2, -1, 2).mean(axis=(1, 3))
    assert np.abs(shrunk - theirs).mean() < MOST_SHADES


def test_each_line_stands_where_a_real_printer_put_it(ours: Shades) -> None:
    real = picture("receipt-with-logo-small.png")[FRAME:-FRAME, FRAME:-FRAME] < BLACK
    mine, theirs = list(lines(ours < BLACK)), list(lines(real))
    assert len(mine) == len(theirs) == 15
    dots = (mine[-1][0] - mine[0][0]) / (theirs[-1][0] - theirs[0][0])  # a pixel of the picture
    for (top, bottom), (its_top, its_bottom) in zip(mine, theirs, strict=True):
        assert abs((its_top - theirs[0][0]) * dots + mine[0][0] - top) <= MOST_OFF_DOTS
        assert abs((its_bottom - theirs[0][0]) * dots + mine[0][0] - bottom) <= MOST_OFF_DOTS
