"""``wrong_serial_settings``: the printer listens at another rate, or with another parity.

A line at rest is 1. A character is a start bit (0), 8 data bits with the lowest first, and a stop
bit (1). The receiver waits for the fall to 0 and looks at the middle of each of its own bits; so at
another rate it sees other bits, and more or fewer characters.
"""

from collections.abc import Callable
from functools import lru_cache

from emulators.links.impairments.base import BOTH, UPSTREAM, Flow, Impairment, Piece

_DATA_BITS = 8
_FRAME_BITS = 10
PARITIES = ("none", "even", "odd")
_UNREADABLE = b"?"  # what a printer puts in the place of a character with a parity error


class SerialMismatch(Impairment):
    """The printer's ``baudrate`` and ``parity`` beside those of the POS, which ``rate`` tells."""

    def __init__(self, baudrate: int, parity: str, rate: Callable[[], int]) -> None:
        super().__init__(BOTH)
        self._baudrate, self._parity, self._rate = baudrate, parity, rate

    def pass_on(self, flow: Flow, piece: Piece) -> list[Piece]:
        """As the other side reads it, character by character."""
        rates = (self._rate(), self._baudrate)
        sent, read = rates if flow.stream == UPSTREAM else rates[::-1]
        data = b"".join(received(byte, sent, read) for byte in piece.data)
        if flow.stream == UPSTREAM and sent == read:
            data = b"".join(checked(byte, self._parity) for byte in data)
        altered = len(piece.data) if data != piece.data else 0
        return [piece._replace(data=data, altered=piece.altered + altered)]


@lru_cache(maxsize=4096)
def received(byte: int, sent: int, read: int) -> bytes:
    """What a receiver at ``read`` baud makes of one character that was sent at ``sent`` baud."""
    if sent == read:
        return bytes([byte])
    level = (0, *((byte >> n) & 1 for n in range(_DATA_BITS)), 1)

    def at(seconds: float) -> int:
        index = int(seconds * sent)
        return level[index] if index < _FRAME_BITS else 1

    found = bytearray()
    falls = [n / sent for n in range(_FRAME_BITS) if not level[n] and (n == 0 or level[n - 1])]
    free_s = 0.0
    for fall_s in falls:
        if fall_s < free_s or at(fall_s + 0.5 / read):  # busy, or too short to be a start bit
            continue
        bits = (at(fall_s + (n + 1.5) / read) for n in range(_DATA_BITS))
        found.append(sum(bit << n for n, bit in enumerate(bits)))
        free_s = fall_s + (_FRAME_BITS - 0.5) / read
    return bytes(found)


def checked(byte: int, parity: str) -> bytes:
    """A character without parity at a printer with it: the stop bit (1) is taken for the parity."""
    wanted = {"none": None, "even": 0, "odd": 1}[parity]
    wrong = wanted is not None and (byte.bit_count() + 1) % 2 != wanted
    return _UNREADABLE if wrong else bytes([byte])
