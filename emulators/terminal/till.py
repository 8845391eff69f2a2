"""What a till says of itself when it registers, and how it is given slips for that."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from emulators.terminal import words
from emulators.terminal.apdu import (
    CONTAINER,
    Apdu,
    ApduError,
    data_object,
    field,
    fields_of,
    objects_of,
)

_PERMITTED, _COMMAND = 0x26, 0x0A  # the list of commands that the till takes, and one of them
_RECEIPT_TYPE, _TEXTS, _LINE, _LAST = 0x1F07, 0x25, 0x07, 0x09
CUSTOMER, REPORT = 0x02, 0x03  # receipt types
_BLOCK = words.PRINT_TEXT_BLOCK.to_bytes(2, "big")


@dataclass(frozen=True, slots=True)
class Till:
    """``config``: the bits of its registration; ``blocks``: it takes a slip as one text block."""

    config: int = 0
    blocks: bool = False

    def slip(self, lines: Iterable[str], kind: int) -> Iterator[Apdu]:
        """The units that a slip comes in: a text block (06 D3), or lines (06 D1)."""
        texts = [line.encode("ascii", "replace") for line in lines]
        if self.blocks:
            body = b"".join(data_object(_LINE, text) for text in texts) + data_object(
                _LAST, b"\x01"
            )
            block = data_object(_RECEIPT_TYPE, bytes([kind])) + data_object(_TEXTS, body)
            yield Apdu(words.PRINT_TEXT_BLOCK, field(CONTAINER, block))
        elif self.config & words.BY_LINES:
            for text in texts:
                yield Apdu(words.PRINT_LINE, b"\x00" + text)  # an attribute, then the text


def registered(data: bytes) -> Till:
    """Of the data of a registration. Raises ApduError for what cannot be read.

    Behind the password and the configuration stand the currency, without a tag or with it, and
    the bitmaps.
    """
    if len(data) <= 4:
        return Till(data[3] if len(data) == 4 else 0)
    try:
        asked = fields_of(data[6:])
    except ApduError:
        asked = fields_of(data[4:])
    objects = objects_of(asked.get(CONTAINER, b""))
    return Till(data[3], any(_takes_blocks(value) for tag, value in objects if tag == _PERMITTED))


def _takes_blocks(listed: bytes) -> bool:
    """Whether the text block is in the list: as objects of two octets, or the octets themselves."""
    try:
        return (_COMMAND, _BLOCK) in objects_of(listed)
    except ApduError:
        return _BLOCK in (listed[at : at + 2] for at in range(0, len(listed), 2))
