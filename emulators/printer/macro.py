"""Macros: commands kept to be run again. Source: Epson TM-H5000II specification, GS : and GS ^.

While a macro is defined everything is executed as well. ESC @ clears no macro, loss of power does.
"""

from collections.abc import Iterator

from emulators.printer.framer import Token
from emulators.printer.jobs import Wait

MACRO_COMMANDS = ("GS :", "GS ^")
_LIMIT_BYTES = 2048
_LIMIT_TOKENS = (
    20_000  # of one GS ^: r times the macro, cut off where no paper would be long enough
)


class Macro:
    """The macro, and whether it is being defined."""

    def __init__(self) -> None:
        self._tokens: list[Token] = []
        self._size = 0
        self.is_open = False

    def note(self, token: Token) -> None:
        """A token has been executed: while the macro is being defined it is part of it."""
        if self.is_open and token.row.name not in MACRO_COMMANDS:
            self._size += len(token.data)
            if self._size <= _LIMIT_BYTES:
                self._tokens.append(token)

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
        for run in range(min(times, max(1, _LIMIT_TOKENS // len(self._tokens)))):
            if mode & 1:
                yield Wait(tenths / 10, button=True), self._tokens
            else:
                yield Wait(tenths / 10) if run and tenths else None, self._tokens
