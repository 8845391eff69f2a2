"""Macros: commands kept to be run again. Source: Epson TM-H5000II specification, GS : and GS ^.

While a macro is defined everything is executed as well. ESC @ clears no macro, loss of power does.
"""

from emulators.printer.framer import Token

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

    def command(self, token: Token) -> list[Token]:
        """GS : begins or ends the definition; GS ^ r t m answers the tokens to execute."""
        if token.row.name == "GS :":
            if not self.is_open:
                self._tokens, self._size = [], 0
            self.is_open = not self.is_open
            return []
        if self.is_open:  # the definition is broken off, and cleared
            self.is_open, self._tokens = False, []
        return (self._tokens * token.params[0])[:_LIMIT_TOKENS]
