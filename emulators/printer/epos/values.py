"""Attributes of ePOS-Print elements: read, and refused when they are not what is documented."""

from collections.abc import Mapping
from types import MappingProxyType

from emulators.printer.epos.document import Element, SchemaError

_BOOLEAN = MappingProxyType({"true": 1, "1": 1, "false": 0, "0": 0})


def number(element: Element, name: str, default: int, low: int = 0, high: int = 65535) -> int:
    """A number between ``low`` and ``high``."""
    text = element.attributes.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and low <= int(text) <= high):
        raise SchemaError(f"{element.name} {name}={text[:40]!r}: a number from {low} to {high}")
    return int(text)


def boolean(element: Element, name: str) -> int:
    """Yes or no as 1 or 0."""
    return choice(element, name, _BOOLEAN, "false")


def choice(element: Element, name: str, known: Mapping[str, int], default: str) -> int:
    """One of a few words, as the number that ESC/POS has for it."""
    text = element.attributes.get(name, default)
    if text not in known:
        raise SchemaError(f"{element.name} {name}={text[:40]!r}: one of {', '.join(known)}")
    return known[text]


def words(values: str) -> MappingProxyType[str, int]:
    """Words in the order of their numbers, from 0."""
    return MappingProxyType({word: number for number, word in enumerate(values.split())})
