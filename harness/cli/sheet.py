"""Several slips as one picture."""

import io
from collections.abc import Iterator, Sequence

import numpy as np
from PIL import Image

from emulators.printer import png
from emulators.printer.dots import Packed
from emulators.printer.pdf import Page
from emulators.printer.render import RenderedSlip

GAP_DOTS = 48  # between two slips, with a dashed line in the middle
_BLANK_DPI = 180  # of a sheet without a slip


def sheet(slips: Sequence[RenderedSlip]) -> RenderedSlip:
    """The slips one below the other; a single one as it is, none as a dot of blank paper."""
    if len(slips) == 1:
        return slips[0]
    lines = tuple(line for slip in slips for line in slip.lines)
    if not slips:
        return RenderedSlip(lines, 1, 1, png.encode(np.zeros((1, 1), np.uint8), 1, _BLANK_DPI))
    width = slips[0].width_dots
    rows = np.concatenate(list(_stretches(slips)))
    return RenderedSlip(lines, width, len(rows), png.encode(rows, width, _dpi(slips[0])))


def pages(slips: Sequence[RenderedSlip]) -> list[Page]:
    """The slips as pages; no slip is a blank one."""
    return [Page(_rows(slip), slip.width_dots, _dpi(slip)) for slip in slips or [sheet(())]]


def _stretches(slips: Sequence[RenderedSlip]) -> Iterator[Packed]:
    """Rows of dots, eight a byte, a gap before each slip but the first."""
    Image.MAX_IMAGE_PIXELS = None  # the pictures are our own: a long one is no attack
    for number, slip in enumerate(slips):
        rows = _rows(slip)
        if number:
            yield _gap(rows.shape[1])
        yield rows


def _rows(slip: RenderedSlip) -> Packed:
    with Image.open(io.BytesIO(slip.png)) as picture:
        white = np.frombuffer(picture.tobytes(), np.uint8)
    return ~white.reshape(slip.height_dots, -1)


def _gap(stride: int) -> Packed:
    rows = np.zeros((GAP_DOTS, stride), np.uint8)
    rows[GAP_DOTS // 2, ::2] = 0xFF
    return rows


def _dpi(slip: RenderedSlip) -> int:
    with Image.open(io.BytesIO(slip.png)) as picture:
        return round(float(picture.info["dpi"][0]))
