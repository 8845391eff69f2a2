"""The print head: which of the dots that are sent come out on the paper.

A worn head drops dots all over; which ones is fixed, so that the same run looks the same again.
"""

from functools import lru_cache

import numpy as np

from emulators.printer.condition import Condition
from emulators.printer.dots import Packed, pack

_PATTERN_ROWS = 64  # the pattern of a worn head repeats after so many


def burn(rows: Packed, condition: Condition, at_row: int) -> Packed:
    """What of ``rows`` burns in that condition; ``at_row`` counts the rows that went by before."""
    if not condition.head_works or condition.paper_reversed:
        return np.zeros_like(rows)
    stride = rows.shape[1]
    if condition.dead_dots:
        rows = rows & ~_columns(condition.dead_dots, stride)
    if condition.contrast < 1.0:
        pattern = _worn(condition.contrast, stride)
        rows = rows & pattern[(at_row + np.arange(len(rows))) % _PATTERN_ROWS]
    return rows


@lru_cache(maxsize=8)
def _columns(columns: frozenset[int], stride: int) -> Packed:
    """Ones in these columns."""
    dots = np.zeros((1, stride * 8), np.uint8)
    dots[0, [column for column in columns if 0 <= column < stride * 8]] = 1
    return pack(dots)


@lru_cache(maxsize=8)
def _worn(contrast: float, stride: int) -> Packed:
    """Ones where a dot burns."""
    chance = np.random.default_rng(0).random((_PATTERN_ROWS, stride * 8))
    return pack((chance < contrast).astype(np.uint8))
