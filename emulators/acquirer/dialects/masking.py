"""Card data out of messages before they are kept (PCI DSS 3.4.1: first six, last four at most).

The length stays, so that offsets and element lengths stay true.
"""

import re
import sys

from emulators.acquirer.dialects.base import Message, Shown
from emulators.masking import mask_card

PAN = 2
SHORTEST_PAN = 12  # a shorter DE 2 is no card number: it is refused with 30
# Tracks and PIN data are never kept at all after authorisation (PCI DSS 3.3.1).
SECRET = (35, 36, 45, 52)
_SECRETS = frozenset(SECRET)
_TELLING = _SECRETS | {PAN}
_LONG_RUN = re.compile(r"\d{12,}")
_BETWEEN = "\x1e"  # of two elements, where neither has it in itself
_NO_NIBBLE = str.maketrans("*", "e")  # what stands for a masked digit that is packed

Hidden = dict[str, str]  # what must not be kept, and what stands in its place


def hidden(elements: dict[int, str], more: tuple[str, ...] = ()) -> Hidden:
    """What must not be kept of a message: tracks, PIN block, card numbers (``more``, too)."""
    numbers = elements.keys()
    if numbers.isdisjoint(_TELLING) and not (more and any(more)):
        return {}  # the usual response
    found = {}
    if not numbers.isdisjoint(_SECRETS):
        for number in SECRET:
            if value := elements.get(number, ""):
                found[value] = "*" * len(value)
    for pan in (elements.get(PAN, ""), *more):
        if len(pan) >= SHORTEST_PAN:
            found[pan] = mask_card(pan)
    return found


def shown(message: Message, secrets: Hidden) -> Shown:
    """The elements of a message with secrets masked in whichever of them they stand."""
    elements = message.elements
    text, between = _BETWEEN.join(elements.values()), _BETWEEN
    if text.count(between) >= len(elements):
        between = next(one for one in map(chr, range(sys.maxunicode)) if one not in text)
        text = between.join(elements.values())
    for secret, stars in secrets.items():
        text = text.replace(secret, stars)
    return Shown(tuple(elements), text, between)


def mask_characters(data: bytes, secrets: Hidden) -> bytes:
    """The octets of a message with secrets masked that stand there as characters."""
    for secret, shown in secrets.items():
        if secret.isascii():
            data = data.replace(secret.encode("ascii"), shown.encode("ascii"))
    return data


def stand_once(data: bytes, secrets: Hidden) -> bool:
    """Whether each secret stands in those octets, as characters, in one place only."""
    for secret in secrets:  # noqa: SIM110  (a generator would take three times as long)
        if data.count(secret.encode("ascii", "replace")) != 1:
            return False
    return True


def mask_nibbles(data: bytes, secrets: Hidden) -> bytes:
    """The same with secrets that stand there packed, two digits an octet."""
    digits = data.hex()
    for secret, shown in secrets.items():
        digits = digits.replace(secret.lower(), shown.lower().translate(_NO_NIBBLE))
    return bytes.fromhex(digits)


def mask_unread(data: bytes, *, packed: bool) -> bytes:
    """Bytes that could not be read: every long run of digits may hold a card number."""
    text = _LONG_RUN.sub(lambda run: mask_card(run[0]), data.decode("latin-1"))
    data = text.encode("latin-1")
    if not packed:
        return data
    digits = _LONG_RUN.sub(lambda run: mask_card(run[0]), data.hex())
    return bytes.fromhex(digits.translate(_NO_NIBBLE))
