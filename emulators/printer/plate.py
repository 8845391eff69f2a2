"""Many lines drawn at once: those of one style that begin at a whole byte, straight into bits."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from emulators.printer.cells import PACKED_WIDTH, Style, cells
from emulators.printer.dots import Packed
from emulators.printer.line import Composed

_LINES = 256  # of one style, drawn at once

Stretch = Packed | Composed | int


class _Text(NamedTuple):
    """A line to be drawn together with others. ``left`` in bytes."""

    at: int
    left: int
    height: int
    text: str


def draw(stretches: Sequence[Stretch], height: int, stride: int) -> Packed:
    """Stretches one below the other as packed rows, ``stride`` bytes each; a number: blank rows."""
    out = np.zeros((height, stride), np.uint8)
    alike: dict[Style, list[_Text]] = {}
    at = 0
    for stretch in stretches:
        if isinstance(stretch, int):
            at += stretch
        elif isinstance(stretch, Composed):
            if not _put_off(stretch, at, alike, out):
                out[at : at + stretch.height] = stretch.draw()
            at += stretch.height
        else:
            out[at : at + len(stretch)] = stretch
            at += len(stretch)
    for style, lines in alike.items():
        _draw_together(style, lines, out)
    return out


def _put_off(content: Composed, at: int, alike: dict[Style, list[_Text]], out: Packed) -> bool:
    """Keep a line to be drawn with others like it; False when it has to be drawn by itself."""
    alone = content.alone()
    if alone is None:
        return False
    text, style, left = alone
    if style not in alike:
        if style.advance > PACKED_WIDTH:
            return False
        alike[style] = []
    lines = alike[style]
    lines.append(_Text(at, left, content.height, text))
    if len(lines) == _LINES:
        _draw_together(style, lines, out)
        lines.clear()
    return True


def _draw_together(style: Style, lines: list[_Text], out: Packed) -> None:
    if not lines:
        return
    drawn = cells(style).draw_packed([line.text for line in lines])
    for (at, left, height, _), rows in zip(lines, drawn, strict=True):
        into = out[at : at + height, left : left + rows.shape[1]]
        into[:] = rows[:height, : into.shape[1]]
