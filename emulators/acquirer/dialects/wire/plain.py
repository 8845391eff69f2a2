"""The short way through a message that is ASCII throughout: its characters are its octets.

Reading and writing answer None when something is not as it should be: the codec's long way finds
out what, and says it.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import groupby

from emulators.acquirer.dialects.wire.elements import Element, Plan

_TOO_LONG = 10**6
_HEADS = {digits: [f"{n:0{digits}d}" for n in range(10**digits)] for digits in (2, 3)}
_LENGTHS = {text: n for heads in _HEADS.values() for n, text in enumerate(heads)}
# Neighbours of fixed size, read together, and how many units they have; or the length digits and
# most units of a variable one.
_Stretch = tuple[re.Pattern[str] | None, int, int]


class Reader:
    """Reads the messages of one bitmap."""

    def __init__(self, plan: Plan) -> None:
        items = [item for item, _, _ in plan]
        self._numbers = tuple(item.number for item in items)
        self._stretches = tuple(_stretches(items))

    def read(self, text: str, at: int) -> dict[int, str] | None:
        """The elements from ``at`` to the end, by number."""
        values: list[str] = []
        for together, digits, most in self._stretches:
            if together is not None:
                found = together.match(text, at)
                if found is None:
                    return None
                values += found.groups()
                at += most
                continue
            begin = at + digits
            units = _LENGTHS.get(text[at:begin], _TOO_LONG)
            if units > most:
                return None
            at = begin + units
            values.append(text[begin:at])
        return dict(zip(self._numbers, values, strict=True)) if at == len(text) else None


class Writer:
    """Writes messages of the same elements, ``items`` in their order.

    ``in_order``: the messages themselves have them so.
    """

    def __init__(self, items: Iterable[Element], *, in_order: bool) -> None:
        items = tuple(items)
        self._in_order = in_order
        self._numbers = tuple(item.number for item in items)
        self._sizes = [0 if item.length_digits else item.size for item in items]
        self._variable = [
            (place, _HEADS[item.length_digits], item.size)
            for place, item in enumerate(items)
            if item.length_digits
        ]

    def write(self, elements: Mapping[int, str]) -> bytes | None:
        """The octets of the elements."""
        if self._in_order:  # the usual case
            values = [*elements.values()]
        else:
            values = [*map(elements.__getitem__, self._numbers)]
        sizes = [*map(len, values)]
        for place, heads, most in self._variable:
            if sizes[place] > most:
                return None
            values[place] = heads[sizes[place]] + values[place]
            sizes[place] = 0
        text = "".join(values)
        return text.encode("ascii") if sizes == self._sizes and text.isascii() else None


def _stretches(items: Iterable[Element]) -> Iterable[_Stretch]:
    for variable, neighbours in groupby(items, lambda item: bool(item.length_digits)):
        if variable:
            yield from ((None, item.length_digits, item.size) for item in neighbours)
        else:
            sizes = [item.size for item in neighbours]
            forms = "".join(f"(.{{{size}}})" for size in sizes)
            yield re.compile(forms, re.DOTALL), 0, sum(sizes)
