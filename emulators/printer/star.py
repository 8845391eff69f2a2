"""A printer that speaks another maker's language: ESC/POS bytes read as Star line mode.

Enough of it to make of a receipt what the wrong printer makes of it. Commands that Star does not
have lose their first byte, or two after ESC, and their parameters come out as characters. Source of
commands and lengths: Star Micronics, Line Mode Command Specifications.
"""

import re

from emulators.printer.commands import BY_PREFIX, TEXT
from emulators.printer.framer import TEXT_RUN, Framer, Token

_IGNORED = BY_PREFIX[b"\x00"]
# Star's command -> ESC/POS for the same; {} stands for Star's parameter.
_SAME = {
    b"\x1b@": b"\x1b@",
    b"\n": b"\n",
    b"\r": b"\r",
    b"\t": b"\t",
    b"\x1bE": b"\x1bE\x01",
    b"\x1bF": b"\x1bE\x00",
    b"\x1b4": b"\x1dB\x01",
    b"\x1b5": b"\x1dB\x00",
    b"\x07": b"\x1bp\x00\x64\x64",
}
_SAME_WITH_PARAMETER = {
    b"\x1ba": b"\x1bd",  # feed n lines
    b"\x1bJ": b"\x1bJ",  # feed n quarter millimetres
    b"\x1b-": b"\x1b-",  # underline
    b"\x1bd": b"\x1dV",  # cut
    b"\x1bW": b"\x1d!",  # wide
    b"\x1bR": b"\x1bR",  # international set
}
_COMMAND = re.compile(
    rb"(?P<text>[\x20-\xff]{1,%d})|(?P<one>\x1b[adJWR-][\x00-\xff])|(?P<none>\x1b[@EF45]|[\n\r\t\x07])"
    rb"|(?P<other>\x1b[hiIAz0-3MP:][\x00-\xff]?|\x1b\x1d[\x00-\xff]{2}|\x1b[^adJWR\x1d-]|[^\x1b])"
    % TEXT_RUN
)


class StarFramer(Framer):
    """Cuts a stream as a Star printer does; the tokens are ESC/POS commands for the same."""

    def next(self) -> Token | None:
        """The next token; None: more bytes are needed first."""
        match = _COMMAND.match(self._data, self._pos)
        if match is None:
            return None
        start, data = self._base + self._pos, match[0]
        self._pos = match.end()
        if match["text"]:
            return Token(TEXT, start, data)
        if match["none"]:
            return _token(_SAME[data], start)
        if match["one"]:
            return _token(_SAME_WITH_PARAMETER[data[:2]] + bytes((data[2] & 0x0F,)), start)
        return Token(_IGNORED, start, data)


def _token(command: bytes, start: int) -> Token:
    row = BY_PREFIX.get(command[:1]) or BY_PREFIX[command[:2]]
    return Token(row, start, command)
