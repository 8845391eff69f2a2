"""Hexadecimal dump: what comes in is printed as numbers, until the power is cycled.

Source: Epson APG, GS ( A. Models differ in how many bytes stand on a line.
"""

from emulators.printer.commands import BY_PREFIX, TEXT
from emulators.printer.framer import Framer, Token

BYTES_A_LINE = 10  # 40 of the 42 columns of font A
_LF = BY_PREFIX[b"\n"]


class DumpFramer(Framer):
    """Makes a line of text of each ten bytes; fewer wait for more."""

    def __init__(self, start: int = 0) -> None:
        super().__init__(start)
        self._feed_next = False

    def next(self) -> Token | None:
        """The text of a line, then its end."""
        start = self._base + self._pos
        if self._feed_next:
            self._feed_next = False
            return Token(_LF, start, b"\n")
        data = self._data[self._pos : self._pos + BYTES_A_LINE]
        if len(data) < BYTES_A_LINE:
            return None
        self._pos += BYTES_A_LINE
        self._feed_next = True
        plain = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in data)
        return Token(TEXT, start, f"{data.hex(' ').upper()} {plain}".encode())
