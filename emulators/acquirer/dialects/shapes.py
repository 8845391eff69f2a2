"""The forms of elements: whether every value of a message is of its own, in one look."""

import re
from collections.abc import Mapping
from functools import lru_cache

_LOOKS_KEPT = 512  # bounded: a client may send every set of elements there is
_SEPARATOR = "\n"  # no form takes it
_ANY = "[^\n]*"


class Shapes:
    """The forms of a dialect's elements.

    Args:
        patterns: a regular expression by element number, in which no line feed fits.
    """

    def __init__(self, patterns: Mapping[int, str]) -> None:
        self._patterns = dict(patterns)
        self._each = {n: re.compile(text, re.ASCII) for n, text in self._patterns.items()}
        self._together = lru_cache(_LOOKS_KEPT)(self._make)

    def fits(self, number: int, value: str) -> bool:
        """Whether a value is of the element's form; one without a form takes any."""
        pattern = self._each.get(number)
        return pattern is None or pattern.fullmatch(value) is not None

    def misfit(self, elements: Mapping[int, str]) -> int | None:
        """The first element whose value is not of its form; None when there is none."""
        if self._together(tuple(elements)).fullmatch(_SEPARATOR.join(elements.values())):
            return None
        return next((n for n, value in elements.items() if not self.fits(n, value)), None)

    def _make(self, numbers: tuple[int, ...]) -> re.Pattern[str]:
        forms = (self._patterns.get(number, _ANY) for number in numbers)
        return re.compile(_SEPARATOR.join(f"(?:{form})" for form in forms), re.ASCII)
