"""What an element of a message is, as a row of a dialect's table."""

from dataclasses import dataclass

from emulators.acquirer.dialects.wire.forms import Form


@dataclass(frozen=True, slots=True)
class Element:
    """One data element (DE).

    ``size`` is in units of ``form``: exact for a fixed element; the most that a variable one may
    have, which stands behind a length of ``length_digits`` digits.
    """

    number: int
    name: str
    form: Form
    size: int
    length_digits: int = 0


# An element, the lengths that may stand before it by their octets, and how many octets those are.
Step = tuple[Element, dict[bytes, int] | None, int]
Plan = tuple[Step, ...]


def fixed(number: int, size: int, form: Form, name: str) -> Element:
    """An element that always has ``size`` units."""
    return Element(number, name, form, size)


def ll(number: int, most: int, form: Form, name: str) -> Element:
    """LLVAR: up to ``most`` units behind two digits."""
    return Element(number, name, form, most, 2)


def lll(number: int, most: int, form: Form, name: str) -> Element:
    """LLLVAR: up to ``most`` units behind three digits."""
    return Element(number, name, form, most, 3)
