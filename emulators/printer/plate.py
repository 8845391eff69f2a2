"""Many lines drawn at once: those of one style that begin at a whole byte, straight into bits."""

from collections.abc import Sequence

import numpy as np

from emulators.printer.cells import PACKED_WIDTH, Style, cells
from emulators.printer.dots import Packed
from emulators.printer.line import Composed

_LINES = 256  # of one style, drawn at once

Stretch = Packed | Composed | int
# A line to be drawn together with others: its first row, its left end in bytes, its height, what it
# says and how it looks.
_Text = tuple[int, int, int, str, Style]
# Lines by their style, and by its identity too: that is found more quickly.
_Alike = dict[int | Style, list[_Text]]


def draw(stretches: Sequence[Stretch], height: int, stride: int) -> Packed:
    """Stretches one below the other as packed rows, ``stride`` bytes each; a number: blank rows."""
    out = np.zeros((height, stride), np.uint8)
    alike: _Alike = {}
    at = 0
    for stretch in stretches:
        if isinstance(stretch, int):
            at += stretch
        elif isinstance(stretch, Composed):
            height = stretch.height
            if not _put_off(stretch, at, alike, out):
                out[at : at + height] = stretch.draw()
            at += height
        else:
            out[at : at + len(stretch)] = stretch
            at += len(stretch)
    for look, lines in alike.items():
        if not isinstance(look, int):
            _draw_together(lines, out)
    return out


def _put_off(content: Composed, at: int, alike: _Alike, out: Packed) -> bool:
    """Keep a line to be drawn with others like it; False when it has to be drawn by itself."""
    alone = content.alone()
    if alone is None:
        return False
    text, style, left = alone
    lines = alike.get(id(style))
    if lines is None:
        if style.advance > PACKED_WIDTH:
            return False
        lines = alike[id(style)] = alike.setdefault(style, [])
    lines.append((at, left, content.height, text, style))
    if len(lines) == _LINES:
        _draw_together(lines, out)
        lines.clear()
    return True


def _draw_together(lines: list[_Text], out: Packed) -> None:
    if not lines:
        return
    style = lines[0][4]
    drawn = cells(style).draw_packed([line[3] for line in lines])
    wide = drawn.shape[2]
    for (at, left, height, _, _), rows in zip(lines, drawn, strict=True):
        into = out[at : at + height, left : left + wide]
        into[:] = rows[:height, : into.shape[1]]
