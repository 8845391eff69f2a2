"""PIN blocks of ISO 9564-1 format 0 (ANSI X9.8): the PIN mixed with the card number."""

from emulators.acquirer.security.des import decipher

_LONGEST_PIN = 12
_SHORTEST_PIN = 4


def pin_of(block: bytes, key: bytes, pan: str) -> str:
    """The PIN in an enciphered block of 8 octets. Raises ValueError when it is no such block."""
    # The card number's part: its twelve digits before the check digit.
    clear = int.from_bytes(decipher(key, block)) ^ int(pan[-13:-1] or "0", 16)
    return _read(f"{clear:016X}")


def _read(digits: str) -> str:
    """Control digit 0, the length, the PIN, and F to the end."""
    length = int(digits[1], 16)
    pin, fill = digits[2 : 2 + length], digits[2 + length :]
    whole = digits[0] == "0" and _SHORTEST_PIN <= length <= _LONGEST_PIN
    if not (whole and pin.isdecimal() and set(fill) <= {"F"}):
        raise ValueError("it is no PIN block of this card under this key")
    return pin
