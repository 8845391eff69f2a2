"""Status bytes: which bit says what. Sources: Epson TM-T88III specification and ESC/POS APG."""

from collections.abc import Callable
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from emulators.printer.condition import Condition, Trouble
from emulators.printer.framing import digit
from emulators.printer.profiles import Profile

_CONDITIONS = 64  # a printer is in few, and is asked again and again


class Bit(NamedTuple):
    """One bit or group of bits. ``trouble``: it tells the POS that something is out of order."""

    mask: int
    says: Callable[[Condition], bool]
    trouble: bool = True


class StatusByte(NamedTuple):
    """A status byte: the fixed bits, and those that depend on the printer's condition."""

    fixed: int
    bits: tuple[Bit, ...] = ()

    def value(self, condition: Condition) -> int:
        """The byte now."""
        value = self.fixed
        for bit in self.bits:
            if bit.says(condition):
                value |= bit.mask
        return value

    def trouble(self, condition: Condition) -> bool:
        """Whether the byte, as it is now, tells of trouble."""
        return any(bit.trouble and bit.says(condition) for bit in self.bits)


def _offline(c: Condition) -> bool:
    return not c.online


def _cover(c: Condition) -> bool:
    return c.cover_open


def _paper_end(c: Condition) -> bool:
    return c.paper_out


def _stopped(c: Condition) -> bool:
    return c.paper_stops


def _near_end(c: Condition) -> bool:
    return c.near_end or c.paper_out


def _drawer(c: Condition) -> bool:
    return c.drawer_open


def _button(c: Condition) -> bool:
    return c.held == "button"


def _waits(c: Condition) -> bool:
    return c.error == "recoverable"


def _any_of(*troubles: Trouble) -> Callable[[Condition], bool]:
    wanted = frozenset(troubles)
    return lambda c: not c.troubles.isdisjoint(wanted)


_mechanical = _any_of(Trouble.JAM, Trouble.COVER_LATCHED)
_cutter = _any_of(Trouble.CUTTER)
_unrecoverable = _any_of(Trouble.HEAD)
_auto = _any_of(Trouble.HEAT, Trouble.COVER)


def _error(c: Condition) -> bool:
    return bool(c.troubles)


_ERRORS = (
    Bit(0x04, _mechanical),
    Bit(0x08, _cutter),
    Bit(0x20, _unrecoverable),
    Bit(0x40, _auto),
)
_DRAWER = Bit(0x04, _drawer, trouble=False)
# DLE EOT n: 0xx1xx10. TM-T88III specification p. 84; APG, DLE EOT.
REAL_TIME_STATUS = MappingProxyType(
    {
        1: StatusByte(0x12, (_DRAWER, Bit(0x08, _offline), Bit(0x20, _waits), Bit(0x40, _button))),
        2: StatusByte(
            0x12,
            (Bit(0x04, _cover), Bit(0x08, _button), Bit(0x20, _stopped), Bit(0x40, _error)),
        ),
        3: StatusByte(0x12, _ERRORS),
        4: StatusByte(0x12, (Bit(0x0C, _near_end, trouble=False), Bit(0x60, _paper_end))),
    }
)
# GS a: four bytes, the first 0xx1xx00. TM-T88III specification p. 144 and 145; APG, GS a.
ASB = (
    StatusByte(0x10, (_DRAWER, Bit(0x08, _offline), Bit(0x20, _cover), Bit(0x40, _button))),
    StatusByte(0x00, (Bit(0x01, _waits), Bit(0x02, _button), *_ERRORS)),
    StatusByte(0x00, (Bit(0x03, _near_end, trouble=False), Bit(0x0C, _paper_end))),
    StatusByte(0x00),
)
# The bits of each byte that belong to an item of GS a's mask (APG, GS a).
ASB_ITEMS = MappingProxyType(
    {
        0x01: bytes((0x04, 0x00, 0x00, 0x00)),
        0x02: bytes((0x68, 0x03, 0x00, 0x00)),
        0x04: bytes((0x00, 0x6C, 0x00, 0x00)),
        0x08: bytes((0x00, 0x00, 0x0F, 0x00)),
        0x40: bytes((0x00, 0x02, 0x00, 0x00)),
    }
)
# GS r n: 0xx0xxxx. APG, GS r; it is not executed at paper end, so bits 2 and 3 never say so.
PAPER_STATUS = StatusByte(0x00, (Bit(0x03, _near_end, trouble=False), Bit(0x0C, _paper_end)))
DRAWER_STATUS = StatusByte(0x00, (Bit(0x01, _drawer, trouble=False),))
TRANSMITTED = MappingProxyType({1: PAPER_STATUS, 2: DRAWER_STATUS, 4: StatusByte(0x00)})
# FS ( e: header, flag, and what a model without options has to say (APG, extended status).
EXTENDED_ASB = b"\x39\x28\x40\x40\x00"


@lru_cache(_CONDITIONS)
def asb(condition: Condition) -> bytes:
    """The four bytes of automatic status."""
    return bytes(item.value(condition) for item in ASB)


@lru_cache(_CONDITIONS)
def asb_trouble(condition: Condition) -> bool:
    """Whether those bytes tell of trouble."""
    return any(item.trouble(condition) for item in ASB)


def asb_view(status: bytes, mask: int) -> bytes:
    """Only the bits of the enabled items: when these change, status is sent."""
    view = bytearray(len(status))
    for item, bits in ASB_ITEMS.items():
        if mask & item:
            view = bytearray(v | s & b for v, s, b in zip(view, status, bits, strict=True))
    return bytes(view)


# GS ( H 49, five bytes of causes, as the TM-L90 has them (APG p. 436): what is fixed, and the bits.
_CAUSES = (
    StatusByte(0x40, (Bit(0x01, _unrecoverable),)),
    StatusByte(0x40),
    StatusByte(0x40),
    StatusByte(0x40, (Bit(0x01, _cutter), Bit(0x02, _cover))),
    StatusByte(0x40),
)


def offline_response(condition: Condition, *, causes: bool = True) -> bytes:
    """What GS ( H function 49 asks for: header, the causes if they are wanted, NUL."""
    told = bytes(item.value(condition) for item in _CAUSES) if causes else b""
    return b"\x37\x23" + told + b"\0"


def printer_id(number: int, profile: Profile) -> bytes | None:
    """The answer to GS I n; None when there is none. Source: Epson APG, GS I."""
    short = {1: profile.model_id, 2: profile.type_id, 3: profile.rom_id}
    if digit(number) in short:
        return bytes((short[digit(number)],))
    if number == 33:  # information A: what the type ID says, and a byte with nothing in it
        return bytes((0x3D, 33, 0x40 | profile.type_id, 0x40, 0))
    if number in (35, 96, 110):  # not to be had: header and number only
        return bytes((0x3D, number, 0))
    blocks = {
        65: profile.firmware,
        66: profile.vendor,
        67: profile.model,
        68: profile.serial_number,
        69: _LANGUAGES.get(profile.multibyte, ""),
        112: "",
    }
    return b"\x5f" + blocks[number].encode("ascii") + b"\0" if number in blocks else None


_LANGUAGES = MappingProxyType(
    {
        "gb18030": "CHINA GB18030",
        "shift_jis": "JAPANESE",
        "big5": "TAIWAN BIG-5",
        "euc_kr": "KOREAN",
    }
)
