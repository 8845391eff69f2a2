"""Card data out of messages before they are kept (PCI DSS 3.4.1: first six, last four at most).

The length stays, so that offsets and element lengths stay true.
"""

import re

from emulators.masking import mask_card

PAN = 2
SHORTEST_PAN = 12  # a shorter DE 2 is no card number: it is refused with 30
# Tracks and PIN data are never kept at all after authorisation (PCI DSS 3.3.1).
SECRET = (35, 36, 45, 52)
_LONG_RUN = re.compile(rb"\d{12,}")


def mask_elements(elements: dict[int, str]) -> dict[int, str]:
    """The elements without card data; the card number is masked in whichever it stands."""
    shown = elements
    pan = elements.get(PAN, "")
    if len(pan) >= SHORTEST_PAN:
        masked = mask_card(pan)
        shown = {number: value.replace(pan, masked) for number, value in elements.items()}
    hidden = {number: "*" * len(shown[number]) for number in SECRET if number in shown}
    return shown | hidden if hidden else shown


def mask_message(elements: dict[int, str], data: bytes) -> bytes:
    """The bytes of a message that has these elements, without card data."""
    pan = elements.get(PAN, "")
    if len(pan) >= SHORTEST_PAN:
        data = data.replace(pan.encode("ascii"), mask_card(pan).encode("ascii"))
    for secret in (elements[n].encode("ascii", "ignore") for n in SECRET if n in elements):
        data = data.replace(secret, b"*" * len(secret)) if secret else data
    return data


def mask_bytes(data: bytes) -> bytes:
    """Bytes that could not be read: every long run of digits may hold a card number."""
    return _LONG_RUN.sub(lambda run: mask_card(run[0].decode()).encode(), data)
