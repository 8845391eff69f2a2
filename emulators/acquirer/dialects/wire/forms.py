"""How the value of one element stands on the wire.

A form counts in units (characters, digits or octets) and says how many octets those take. Digits
are packed two to an octet (BCD, ISO 8583 calls it ``n``); an odd number of them needs a pad nibble,
on the left or on the right. A digit that has been masked stands as the nibble E and reads as ``*``,
so that a masked message can be read again.
"""

from dataclasses import dataclass
from typing import Protocol

MASKED_NIBBLE = "e"
_FROM_NIBBLE = str.maketrans(MASKED_NIBBLE, "*")
_TO_NIBBLE = str.maketrans("*=", MASKED_NIBBLE + "d")
_TRACK = frozenset("0123456789d*")
_RIGHT_PADS = "0f"  # terminals pad track data with either


class Form(Protocol):
    """One way to write a value. ``read`` and ``write`` raise ValueError for what is not of it.

    ``write`` gives the octets of a value and how many units it has.
    """

    def octets(self, units: int) -> int:
        """How many octets so many units take."""

    def read(self, data: bytes, units: int) -> str:
        """The value in ``data``, which is ``octets(units)`` long."""

    def write(self, value: str) -> tuple[bytes, int]:
        """The octets and units of a value."""


@dataclass(frozen=True, slots=True)
class Text:
    """Characters of a coding; units are octets, as lengths on the wire are."""

    coding: str

    def octets(self, units: int) -> int:
        """One an octet."""
        return units

    def read(self, data: bytes, units: int) -> str:
        """The text."""
        del units
        try:
            return str(data, self.coding)
        except UnicodeDecodeError as error:
            octets = data[error.start : error.end].hex()
            raise ValueError(f"{octets} is not {self.coding.upper()}") from None

    def write(self, value: str) -> tuple[bytes, int]:
        """The coded text."""
        data = value.encode(self.coding)
        return data, len(data)


@dataclass(frozen=True, slots=True)
class Digits:
    """Packed digits; ``pad`` is the side of the zero nibble of an odd number of them."""

    pad: str  # "left" or "right"

    def octets(self, units: int) -> int:
        """Two digits an octet."""
        return (units + 1) // 2

    def read(self, data: bytes, units: int) -> str:
        """The digits without the pad nibble."""
        text = _unpadded(data.hex(), units, self.pad)
        if text.isdecimal() or not text:
            return text
        text = text.translate(_FROM_NIBBLE)
        if not text.replace("*", "0").isdecimal():
            raise ValueError(f"{text} is not BCD")
        return text

    def write(self, value: str) -> tuple[bytes, int]:
        """The digits with the pad nibble."""
        if value and not (value.isascii() and value.replace("*", "0").isdecimal()):
            raise ValueError(f"{value!r} is not digits")
        return _packed(value.translate(_TO_NIBBLE), self.pad), len(value)


@dataclass(frozen=True, slots=True)
class Track:
    """Packed track data: digits and the separator, read as ``D`` (ISO/IEC 7813 has ``=``)."""

    def octets(self, units: int) -> int:
        """Two characters an octet."""
        return (units + 1) // 2

    def read(self, data: bytes, units: int) -> str:
        """The characters without the pad nibble."""
        text = _unpadded(data.hex(), units, "right").translate(_FROM_NIBBLE)
        if not _TRACK.issuperset(text):
            raise ValueError("it is no track data")
        return text.upper()

    def write(self, value: str) -> tuple[bytes, int]:
        """The characters with the pad nibble."""
        return _packed(value.lower().translate(_TO_NIBBLE), "right"), len(value)


@dataclass(frozen=True, slots=True)
class Octets:
    """Plain octets, read as hexadecimal digits in capitals."""

    def octets(self, units: int) -> int:
        """One an octet."""
        return units

    def read(self, data: bytes, units: int) -> str:
        """Hexadecimal digits."""
        del units
        return data.hex().upper()

    def write(self, value: str) -> tuple[bytes, int]:
        """The octets."""
        data = bytes.fromhex(value.translate(_TO_NIBBLE))
        return data, len(data)


ASCII = Text("ascii")
GBK = Text("gbk")
BCD = Digits("left")
BCD_LEFT_ALIGNED = Digits("right")
TRACK = Track()
OCTETS = Octets()


def _unpadded(text: str, units: int, pad: str) -> str:
    if units == len(text):
        return text
    if pad == "left":
        if text[0] != "0":
            raise ValueError(f"the pad nibble before the digits is {text[0]}")
        return text[1:]
    if text[-1] not in _RIGHT_PADS:
        raise ValueError(f"the pad nibble after the digits is {text[-1]}")
    return text[:-1]


def _packed(text: str, pad: str) -> bytes:
    if len(text) % 2:
        text = f"0{text}" if pad == "left" else f"{text}0"
    return bytes.fromhex(text)
