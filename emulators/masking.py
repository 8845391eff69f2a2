"""Card numbers out of everything that is kept: first six and last four digits stay (PCI DSS 3.4.1).

A run of 13 to 19 digits counts as a card number when its check digit is right (ISO/IEC 7812, Luhn).
Masking keeps the length, so that offsets into a stream stay true.
"""

import re

_DIGITS = re.compile(r"(?<!\d)\d{13,19}(?!\d)")
_DIGITS_BYTES = re.compile(rb"(?<!\d)\d{13,19}(?!\d)")


def is_card_number(digits: str) -> bool:
    """Whether the check digit of a run of digits is right and not all digits are the same."""
    if len(set(digits)) == 1:
        return False
    odd, even = digits[-1::-2], digits[-2::-2]
    total = sum(map(int, odd)) + sum(sum(divmod(2 * int(d), 10)) for d in even)
    return total % 10 == 0


def mask_card(digits: str) -> str:
    """One card number with its middle digits as stars."""
    return digits[:6] + "*" * (len(digits) - 10) + digits[-4:]


def mask_text(text: str) -> str:
    """``text`` with every card number in it masked."""
    return _DIGITS.sub(lambda m: mask_card(m[0]) if is_card_number(m[0]) else m[0], text)


def mask_bytes(data: bytes) -> bytes:
    """``data`` with every card number that stands there in ASCII masked."""
    if not _DIGITS_BYTES.search(data):
        return data
    return mask_text(data.decode("latin-1")).encode("latin-1")


def card_numbers(text: str) -> tuple[str, ...]:
    """The card numbers that stand in ``text`` in full, masked."""
    return tuple(mask_card(m) for m in _DIGITS.findall(text) if is_card_number(m))
