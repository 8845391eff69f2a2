"""The short way through a message that is ASCII throughout: its characters are its octets.

Both functions answer None when something is not as it should be: the codec's long way finds out
what, and says it.
"""

from collections.abc import Iterable, Mapping

from emulators.acquirer.dialects.wire.elements import Element, Plan

_TOO_LONG = 10**6
_LENGTHS = {f"{n:0{digits}d}": n for digits in (2, 3) for n in range(10**digits)}


def read(text: str, at: int, plan: Plan) -> dict[int, str] | None:
    """The elements of ``plan`` from ``at`` to the end, by number."""
    elements = {}
    for item, _, length_digits in plan:
        units = item.size
        if length_digits:
            value_at = at + length_digits
            units = _LENGTHS.get(text[at:value_at], _TOO_LONG)
            if units > item.size:
                return None
            at = value_at
        end = at + units
        elements[item.number] = text[at:end]
        at = end
    return elements if at == len(text) else None


def write(items: Iterable[Element], elements: Mapping[int, str]) -> bytes | None:
    """The octets of the elements, in the order of ``items``."""
    parts = []
    for item in items:
        value = elements[item.number]
        units = len(value)
        if item.length_digits:
            parts.append(f"{units:0{item.length_digits}d}")
        if units > item.size or not (item.length_digits or units == item.size):
            return None
        parts.append(value)
    text = "".join(parts)
    return text.encode("ascii") if text.isascii() else None
