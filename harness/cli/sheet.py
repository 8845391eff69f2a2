"""Several slips as one picture."""

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

from emulators.printer.render import RenderedSlip

GAP_DOTS = 48  # between two slips, with a dashed line in the middle
DASH_DOTS = 8
_BLACK, _WHITE = 0, 1


def sheet(slips: Sequence[RenderedSlip]) -> RenderedSlip:
    """The slips one below the other; a single one as it is, none as a dot of blank paper."""
    if len(slips) == 1:
        return slips[0]
    width = max((slip.width_dots for slip in slips), default=1)
    gaps = GAP_DOTS * (len(slips) - 1)
    height = sum(slip.height_dots for slip in slips) + gaps
    picture = Image.new("1", (width, max(1, height)), _WHITE)
    _fill(picture, slips)
    out = io.BytesIO()
    picture.save(out, "PNG")
    lines = tuple(line for slip in slips for line in slip.lines)
    return RenderedSlip(lines, picture.width, picture.height, out.getvalue())


def _fill(picture: Image.Image, slips: Sequence[RenderedSlip]) -> None:
    Image.MAX_IMAGE_PIXELS = None  # the pictures are our own: a long one is no attack
    top = 0
    for slip in slips:
        if top:
            _cut_line(picture, top - GAP_DOTS // 2)
        with Image.open(io.BytesIO(slip.png)) as drawn:
            picture.paste(drawn, (0, top))
        top += slip.height_dots + GAP_DOTS


def _cut_line(picture: Image.Image, row: int) -> None:
    draw = ImageDraw.Draw(picture)
    for left in range(0, picture.width, 2 * DASH_DOTS):
        draw.line((left, row, left + DASH_DOTS - 1, row), fill=_BLACK)
