"""Dots in numpy arrays: one byte a dot for drawing, packed eight to a byte for keeping."""

import numpy as np
import numpy.typing as npt

Dots = npt.NDArray[np.uint8]  # one byte a dot, 1 is black
Packed = npt.NDArray[np.uint8]  # rows of eight dots a byte, high bit left


def count(packed: Packed) -> int:
    """How many dots are black."""
    whole = packed.size % 8 == 0 and packed.flags.c_contiguous  # words of eight bytes: quicker
    words = packed.reshape(-1).view(np.uint64) if whole else packed.reshape(-1)
    return int(np.add.reduce(np.bitwise_count(words), dtype=np.int64))


def counts_by_row(packed: Packed) -> npt.NDArray[np.int64]:
    """How many dots are black in each row."""
    return np.asarray(np.bitwise_count(packed).sum(axis=1, dtype=np.int64))


def pack(dots: Dots) -> Packed:
    """Eight dots a byte; the last byte is filled up with white."""
    return np.packbits(dots, axis=1)


def unpack(packed: Packed, width: int) -> Dots:
    """One byte a dot, ``width`` of them."""
    return np.unpackbits(packed, axis=1, count=width)


def enlarge(dots: Dots, across: int, down: int) -> Dots:
    """Each dot ``across`` wide and ``down`` high."""
    if across > 1:
        dots = np.repeat(dots, across, axis=1)
    return np.repeat(dots, down, axis=0) if down > 1 else dots


def enlarge_smoothly(dots: Dots, across: int, down: int) -> Dots:
    """The same with the steps of slanting lines filled up, where both sides are doubled."""
    while across % 2 == down % 2 == 0:
        dots, across, down = _doubled(dots), across // 2, down // 2
    return enlarge(dots, across, down)


def _doubled(dots: Dots) -> Dots:
    """Each dot as four; a corner takes the colour of its two neighbours where these are alike.

    The method is known as EPX or Scale2x.
    """
    edged = np.pad(dots, 1, mode="edge")
    up, down, left, right = edged[:-2, 1:-1], edged[2:, 1:-1], edged[1:-1, :-2], edged[1:-1, 2:]
    plain = (up == down) | (left == right)
    out = np.repeat(np.repeat(dots, 2, axis=0), 2, axis=1)
    for y, one in enumerate((up, down)):
        for x, other in enumerate((left, right)):
            out[y::2, x::2] = np.where(~plain & (one == other), one, dots)
    return out
