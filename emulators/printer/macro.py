"""Macros: commands kept to be run again. Source: Epson TM-H5000II specification, GS : and GS ^.

While a macro is defined everything is executed as well. A raster image ends the definition and
clears it (APG, GS v 0). ESC @ clears no macro, loss of power does. How the bytes came in pieces
makes no difference to what is kept.
"""

from collections.abc import Iterator

from emulators.printer.commands import LINE, TEXT
from emulators.printer.framer import Token
from emulators.printer.jobs import Wait

MACRO_COMMANDS = ("GS :", "GS ^")
_ENDS_IT = "GS v 0"
_LIMIT_BYTES = 2048
_LIMIT_RUN_BYTES = (
    1 << 16  # of one GS ^: r times the macro, cut off where no paper would be long enough
)


class Macro:
    """The macro, and whether it is being defined."""

    def __init__(self) -> None:
        self._tokens: list[Token] = []
        self._size = 0
        self.is_open = False

    def note(self, token: Token) -> None:
        """A token has been executed: while the macro is being defined it is part of it."""
        if token.row.name == _ENDS_IT:
            self.is_open, self._tokens = False, []
        elif self.is_open and token.row.name not in MACRO_COMMANDS:
            room, size = _LIMIT_BYTES - self._size, len(token.data)
            kept = token if size <= room else _beginning(token, room)
            self._size += size
            if kept is not None:
                self._tokens.append(kept)

    def define(self) -> None:
        """GS : begins or ends the definition."""
        if not self.is_open:
            self._tokens, self._size = [], 0
        self.is_open = not self.is_open

    def runs(self, token: Token) -> Iterator[tuple[Wait | None, list[Token]]]:
        """GS ^ r t m: r times the macro, each time with what comes before it.

        m 0: it waits t times 100 ms between two runs. m 1: it waits before each, and then for FEED.
        """
        times, tenths, mode = token.params
        if self.is_open:  # the definition is broken off, and cleared
            self.is_open, self._tokens = False, []
        if not self._tokens:
            return
        size = min(self._size, _LIMIT_BYTES)
        for run in range(min(times, max(1, _LIMIT_RUN_BYTES // size))):
            if mode & 1:
                yield Wait(tenths / 10, button=True), self._tokens
            else:
                yield Wait(tenths / 10) if run and tenths else None, self._tokens


def _beginning(token: Token, size: int) -> Token | None:
    """As much of it as finds room: of text and of a payload, not of a command's head."""
    if size <= 0 or not (token.piece or token.row in (TEXT, LINE)):
        return None
    if token.piece:
        return token._replace(data=token.data[:size], left=max(1, token.left))
    return token._replace(row=TEXT, data=token.data[:size])
