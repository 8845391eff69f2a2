"""Maintenance counters. Source: Epson APG, GS g 0 and GS g 2."""

from collections.abc import Callable

_RESETTABLE = {20: "lines", 21: "rows", 50: "cuts", 70: "hours"}
_CUMULATIVE = {148: "lines", 149: "rows", 178: "cuts", 198: "hours"}


class Counters:
    """``read`` says how many lines, rows, cuts or hours there have been since the beginning."""

    def __init__(self, read: Callable[[str], int]) -> None:
        self._read = read
        self._zero: dict[int, int] = {}

    def value(self, number: int) -> int | None:
        """A counter by its number in GS g 2; None when there is none of that number."""
        if number in _CUMULATIVE:
            return self._read(_CUMULATIVE[number])
        if number in _RESETTABLE:
            return self._read(_RESETTABLE[number]) - self._zero.get(number, 0)
        return None

    def reset(self, number: int) -> None:
        """Begin at zero again, if it is one that can."""
        if number in _RESETTABLE:
            self._zero[number] = self._read(_RESETTABLE[number])
