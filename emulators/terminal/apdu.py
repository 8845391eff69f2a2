"""ZVT's application data units over TCP: sans-IO.

Sources: *ECR-Interface, ZVT-Protocol* PA00P016 (transport and application protocol: over TCP the
units stand by themselves, without DLE/STX and checksum) and PA00P015 (commands, bitmaps), in the
revisions 04 and 13.07, as public implementations read them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

LONGEST_OCTETS = 4096
_LONG = 0xFF  # the length stands in the two octets behind it, the low one first

# Bitmaps (BMP) by their tag: the octets of the value.
AMOUNT, TRACE, TIME, DATE, EXPIRY = 0x04, 0x0B, 0x0C, 0x0D, 0x0E
PAYMENT_TYPE, CARD, RESULT, TERMINAL = 0x19, 0x22, 0x27, 0x29
AUTHORISATION, CURRENCY, RECEIPT, CARD_NAME = 0x3B, 0x49, 0x87, 0x8B
CONTAINER = 0x06  # a TLV container: its length as in BER
FIXED: Mapping[int, int] = {
    0x01: 1, 0x02: 1, 0x03: 1, AMOUNT: 6, 0x05: 1, TRACE: 3, TIME: 3, DATE: 2, EXPIRY: 2, 0x17: 2,
    PAYMENT_TYPE: 1, RESULT: 1, TERMINAL: 4, 0x2A: 15, 0x37: 3, 0x3A: 2, AUTHORISATION: 8,
    CURRENCY: 2, RECEIPT: 2, 0x88: 3, 0x8A: 1, 0x8C: 1, 0xA0: 1, 0xBA: 5,
}  # fmt: skip
# LLVAR and LLLVAR: so many octets F0 to F9, a decimal digit each, say the length.
VARIABLE: Mapping[int, int] = {CARD: 2, 0x23: 2, 0x24: 2, 0x2D: 2, CARD_NAME: 2, 0x3C: 3, 0x60: 3}


class ApduError(ValueError):
    """Octets that are no unit, or no fields of one."""


@dataclass(frozen=True, slots=True)
class Apdu:
    """One unit. ``kind``: class and instruction, such as 0x0601."""

    kind: int
    data: bytes = b""

    def encode(self) -> bytes:
        """Its octets."""
        size = len(self.data)
        length = bytes([size]) if size < _LONG else bytes([_LONG]) + size.to_bytes(2, "little")
        return self.kind.to_bytes(2, "big") + length + self.data


class Framer:
    """Cuts the octets of one connection into units, however they were segmented."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> Iterator[Apdu]:
        """The units that are whole now. Raises ApduError for one that is too long."""
        self._held += data
        while len(self._held) >= 3:
            start, size = 3, self._held[2]
            if size == _LONG:
                if len(self._held) < 5:
                    return
                start, size = 5, int.from_bytes(self._held[3:5], "little")
            if size > LONGEST_OCTETS:
                raise ApduError(f"a unit of {size} octets was announced")
            if len(self._held) < start + size:
                return
            unit = Apdu(int.from_bytes(self._held[:2], "big"), self._held[start : start + size])
            self._held = self._held[start + size :]
            yield unit


def fields_of(data: bytes) -> dict[int, bytes]:
    """The bitmaps of a unit by tag. Raises ApduError for an unknown tag or a value cut short."""
    found: dict[int, bytes] = {}
    at = 0
    while at < len(data):
        tag, at = data[at], at + 1
        if tag in FIXED:
            size = FIXED[tag]
        elif tag in VARIABLE:
            size, at = _length(data[at : at + VARIABLE[tag]], tag), at + VARIABLE[tag]
        elif tag == CONTAINER:
            size, at = _ber_length(data, at)
        else:
            raise ApduError(f"BMP {tag:02X} is not known here")
        if at + size > len(data):
            raise ApduError(f"BMP {tag:02X} is cut short")
        found[tag], at = data[at : at + size], at + size
    return found


def _length(octets: bytes, tag: int) -> int:
    if len(octets) < VARIABLE[tag] or any(not 0xF0 <= one <= 0xF9 for one in octets):
        raise ApduError(f"BMP {tag:02X} has no length")
    return int("".join(str(one & 0x0F) for one in octets))


def objects_of(container: bytes) -> list[tuple[int, bytes]]:
    """The data objects of a TLV container: tag and value. Raises ApduError when one is cut short.

    A tag whose five low bits are set goes on in the next octet, while that one's high bit is set.
    """
    found: list[tuple[int, bytes]] = []
    at = 0
    while at < len(container):
        start, more = at, container[at] & 0x1F == 0x1F
        at += 1
        while more and at < len(container):
            more = bool(container[at] & 0x80)
            at += 1
        size, after = _ber_length(container, at)
        if after + size > len(container):
            raise ApduError("a data object is cut short")
        found.append((int.from_bytes(container[start:at], "big"), container[after : after + size]))
        at = after + size
    return found


def data_object(tag: int, value: bytes) -> bytes:
    """One data object of a TLV container."""
    size, octets = len(value), max(1, (tag.bit_length() + 7) // 8)
    if size < 0x80:
        length = bytes([size])
    else:
        length = b"\x81" + bytes([size]) if size <= 0xFF else b"\x82" + size.to_bytes(2, "big")
    return tag.to_bytes(octets, "big") + length + value


def _ber_length(data: bytes, at: int) -> tuple[int, int]:
    """A length in one octet, or behind 81 or 82 in one or two; and where the value begins."""
    first = data[at] if at < len(data) else 0xFF
    if first < 0x80:
        return first, at + 1
    octets = first & 0x7F
    if octets not in (1, 2) or at + octets >= len(data):
        raise ApduError("a TLV length is cut short or too long")
    return int.from_bytes(data[at + 1 : at + 1 + octets], "big"), at + 1 + octets


def field(tag: int, value: bytes) -> bytes:
    """One bitmap as octets."""
    if tag == CONTAINER:
        return data_object(CONTAINER, value)
    if tag in FIXED:
        return bytes([tag]) + value[: FIXED[tag]].ljust(FIXED[tag], b"\x00")
    digits = f"{len(value):0{VARIABLE[tag]}d}"
    return bytes([tag, *(0xF0 | int(digit) for digit in digits)]) + value


def bcd(number: int, octets: int) -> bytes:
    """A number, two digits an octet."""
    return bytes.fromhex(f"{number:0{2 * octets}d}")


def number(value: bytes) -> int:
    """The number that BCD octets are. Raises ApduError for half octets that are no digits."""
    text = value.hex()
    if not text.isdecimal():
        raise ApduError(f"{text} is no number")
    return int(text)
