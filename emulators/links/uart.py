"""What a serial receiver makes of characters that were sent with other settings than its own.

A line at rest is 1. A character is a start bit (0), the data bits with the lowest first, a parity
bit or none, and stop bits (1). The receiver waits for the fall to 0 and looks at the middle of each
of its own bits; a parity or stop bit that is not as it should be makes the character unreadable.
"""

from dataclasses import dataclass
from functools import lru_cache

PARITIES = ("none", "even", "odd", "mark", "space")
_UNREADABLE = b"?"  # what a printer puts in the place of a character with an error


@dataclass(frozen=True, slots=True)
class LineSettings:
    """How one end sends and receives. ``baudrate`` in bits a second."""

    baudrate: int = 38400
    data_bits: int = 8
    parity: str = "none"
    stop_bits: float = 1

    def __str__(self) -> str:
        """As one says it: ``38400 8N1``."""
        return f"{self.baudrate} {self.data_bits}{self.parity[0].upper()}{self.stop_bits:g}"


def heard(data: bytes, sent: LineSettings, own: LineSettings) -> bytes:
    """What an end with its ``own`` settings reads of what was ``sent``."""
    alike = (sent.baudrate, sent.data_bits, sent.parity)
    if alike == (own.baudrate, own.data_bits, own.parity):
        return data
    return b"".join(_character(byte, sent, own) for byte in data)


@lru_cache(maxsize=4096)
def _character(byte: int, sent: LineSettings, own: LineSettings) -> bytes:
    levels = _levels(byte, sent)

    def at(seconds: float) -> int:
        index = int(seconds * sent.baudrate)
        return levels[index] if index < len(levels) else 1

    found, free_s = bytearray(), 0.0
    for n, level in enumerate(levels):
        fall_s = n / sent.baudrate
        falls = not level and (n == 0 or levels[n - 1])
        if not falls or fall_s < free_s or at(fall_s + 0.5 / own.baudrate):
            continue  # no fall; busy with the one before; or too short to be a start bit
        bits = [at(fall_s + (k + 1.5) / own.baudrate) for k in range(_bits(own))]
        found += _read(bits, own)
        free_s = fall_s + (_bits(own) + 0.5) / own.baudrate
    return bytes(found)


def _levels(byte: int, sent: LineSettings) -> tuple[int, ...]:
    data = [(byte >> n) & 1 for n in range(sent.data_bits)]
    parity = [] if sent.parity == "none" else [_parity(data, sent.parity)]
    return (0, *data, *parity, 1)


def _parity(data: list[int], parity: str) -> int:
    return {"even": sum(data) % 2, "odd": 1 - sum(data) % 2, "mark": 1, "space": 0}[parity]


def _bits(own: LineSettings) -> int:
    """Data, parity and stop."""
    return own.data_bits + (own.parity != "none") + 1


def _read(bits: list[int], own: LineSettings) -> bytes:
    data, rest = bits[: own.data_bits], bits[own.data_bits :]
    wrong = not rest[-1] or (own.parity != "none" and rest[0] != _parity(data, own.parity))
    return _UNREADABLE if wrong else bytes([sum(bit << n for n, bit in enumerate(data))])
