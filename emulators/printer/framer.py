"""Bytes to commands, incrementally, whatever the chunks: never an exception, never out of step.

The framer holds the bytes that have not been taken yet, so it is also the model of the printer's
receive buffer: ``pending`` is what waits in it.
"""

import re
from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from emulators.printer.commands import BY_PREFIX, LINE, TABLE, TEXT, UNKNOWN, Row
from emulators.printer.framing import WRONG, Fixed

TEXT_RUN = 256  # characters in one token, so that a long run never outgrows the print buffer
_LONGEST_PREFIX = max(len(row.prefix) for row in TABLE)
_LEADS = {row.prefix[:n] for row in TABLE for n in range(1, len(row.prefix))}
_WINDOWS = 1024  # beginnings of commands that are kept
_AHEAD = 1, 64  # tokens that are cut at one go: first, and in the long run


class Token(NamedTuple):
    """One command, or a piece of the payload of one.

    ``data`` begins with the prefix, unless ``piece``: then it continues the command before.
    ``left`` is 0 when the command ends here, otherwise more than 0: for a payload of known length,
    the bytes that are still to come.
    """

    row: Row
    start: int
    data: bytes
    left: int = 0
    piece: bool = False

    @property
    def end(self) -> int:
        """The offset of the byte after it."""
        return self.start + len(self.data)

    @property
    def params(self) -> bytes:
        """What follows the prefix."""
        return self.data[len(self.row.prefix) :]


def _fast_pattern(*, lines: bool) -> re.Pattern[bytes]:
    """Text, then every command of fixed length, then what is no command: all in one expression."""
    # Grouped by all but the last byte: a class of bytes is found much faster than a list of words.
    fixed: dict[tuple[bytes, int], list[bytes]] = {}
    for row in TABLE:
        if isinstance(row.framing, Fixed):
            group = fixed.setdefault((row.prefix[:-1], row.framing.count), [])
            group.append(re.escape(row.prefix[-1:]))
    parts = [b"([\\x20-\\xff]{1,%d})(\\n)%s" % (TEXT_RUN, b"?" if lines else b"{0}")]
    parts += [
        b"%s[%s][\\x00-\\xff]{%d}" % (re.escape(lead), b"".join(last), count)
        for (lead, count), last in sorted(fixed.items())
    ]
    used = {row.prefix[0] for row in TABLE}
    stray = b"".join(re.escape(bytes([c])) for c in range(32) if c not in used)
    return re.compile(b"|".join([*parts, b"([%s]{1,64})" % stray]))


_TOKENS, _LINES = _fast_pattern(lines=False), _fast_pattern(lines=True)
_FIXED = {row.prefix: row for row in TABLE if isinstance(row.framing, Fixed)}
WHOLE_LINE = 2  # the group of the expression that a line matches last
_RUNS = {1: TEXT, WHOLE_LINE: LINE, 3: UNKNOWN}


class Framer:
    """Cuts one stream into tokens. ``start`` is the offset of its first byte."""

    _fast = _TOKENS

    def __init__(self, start: int = 0) -> None:
        self._data = b""
        self._pos = 0
        self._base = start
        self._row: Row = UNKNOWN  # whose payload is passing through
        self._head = b""
        self._left = 0  # bytes of that payload, or of the item in hand
        self._items = 0  # items of that payload after the one in hand
        self._most_ahead = _AHEAD[0]
        self._ahead: deque[Token] = deque()  # cut already, from ``_pos`` on, and not given out

    @property
    def pending(self) -> int:
        """Bytes taken in and not yet given out."""
        return len(self._data) - self._pos

    @property
    def offset(self) -> int:
        """The offset of the next byte to be given out."""
        return self._base + self._pos

    def feed(self, data: bytes) -> None:
        """Take in the next bytes of the stream."""
        if self._ahead:
            self._ahead.pop()  # it may be longer now
        self._base += self._pos
        self._data = self._data[self._pos :] + data
        self._pos = 0

    def clear(self) -> int:
        """Throw away what waits, a half-done payload too; says how many bytes that were."""
        lost = self.pending
        self._base += len(self._data)
        self._data, self._pos = b"", 0
        self._left = self._items = 0
        self._ahead.clear()
        return lost

    def handed_over_to(self, other: "type[Framer]") -> "Framer":
        """A framer of another kind that goes on with the bytes that wait here."""
        framer = other(self.offset)
        framer.feed(self._data[self._pos :])
        return framer

    def next(self) -> Token | None:
        """The next token; None: more bytes are needed first."""
        if self._left or self._items:
            return self._payload()
        if not self._ahead and not self._cut_ahead():
            return self._command() if self._pos < len(self._data) else None
        token = self._ahead.popleft()
        self._pos += len(token.data)
        return token

    def _cut_ahead(self) -> bool:
        """Cut what is text, of fixed length or no command; False when something else comes next."""
        at, base, ahead, new = self._pos, self._base, self._ahead, tuple.__new__
        for match in islice(self._fast.finditer(self._data, at), self._most_ahead):
            if match.start() != at:
                break
            data, kind = match[0], match.lastindex
            row = _RUNS[kind] if kind else _FIXED.get(data[:2]) or fixed_row(data)
            ahead.append(new(Token, (row, base + at, data, 0, False)))  # half of Token's own time
            at += len(data)
        self._most_ahead = min(2 * self._most_ahead, _AHEAD[1])
        return bool(ahead)

    def _take(self, row: Row, count: int, left: int = 0, *, piece: bool = False) -> Token:
        start = self._base + self._pos
        data = self._data[self._pos : self._pos + count]
        self._pos += count
        return Token(row, start, data, left, piece)

    def _command(self) -> Token | None:
        """A command whose length its own bytes tell, or something that is none."""
        window = self._data[self._pos : self._pos + _LONGEST_PREFIX]
        row = _row_of(window)
        if len(window) < _LONGEST_PREFIX and window in _LEADS:
            return None  # a longer prefix may be on its way
        if row is None:
            return self._take(UNKNOWN, _stray_length(window))
        begin = self._pos + len(row.prefix)
        params = self._data[begin : begin + 512]
        needs = row.framing.needs(params)
        if needs == WRONG:
            return self._take(UNKNOWN, len(row.prefix) + 1)
        if needs > len(params):
            return None
        return self._begin(row, params[:needs])

    def _begin(self, row: Row, head: bytes) -> Token:
        """The head of a command; its payload, if any, follows in pieces."""
        self._row, self._head = row, head
        self._left = row.framing.payload(head)
        self._items = row.framing.items(head)
        return self._take(row, len(row.prefix) + len(head), self._left + self._items)

    def _payload(self) -> Token | None:
        """As much as is there of the payload that is passing through."""
        framing = self._row.framing
        if not self._left:
            lead = framing.item_head()
            if self.pending < lead:
                return None
            item = self._data[self._pos : self._pos + lead]
            self._items -= 1
            self._left = framing.item_size(self._head, item)
            return self._take(self._row, lead, self._left + self._items, piece=True)
        count = min(self._left, self.pending)
        if not count:
            return None
        self._left -= count
        return self._take(self._row, count, self._left + self._items, piece=True)


class LineFramer(Framer):
    """The same; text with its LF, when both are there, is one token: what a printer gets most."""

    _fast = _LINES

    def matches(self, before: bytes = b"") -> Iterator[re.Match[bytes]]:
        """Lines, texts, commands of fixed length and what is no command, from ``position`` on.

        Where anything else comes it is left out, and what is not complete before the first
        ``before``. Nothing is given out by that: see ``take``.
        """
        passing = self._left or self._items
        end = self._data.find(before, self._pos) if before else -1
        until = len(self._data) if end < 0 else end
        return self._fast.finditer(self._data, until if passing else self._pos, until)

    @property
    def position(self) -> int:
        """Where in what is matched the next byte to be given out is."""
        return self._pos

    def take(self, count: int) -> bytes:
        """Give out so many bytes of these."""
        taken = self._data[self._pos : self._pos + count]
        if count:
            self._pos += count
            self._ahead.clear()
            self._most_ahead = _AHEAD[0]
        return taken


def fixed_row(data: bytes) -> Row:
    """The row of a whole command of fixed length (no prefix of one begins another's)."""
    return _FIXED.get(data[:2]) or _FIXED.get(data[:1]) or _FIXED[data[:3]]


@lru_cache(_WINDOWS)
def _row_of(window: bytes) -> Row | None:
    """The row of the longest prefix that ``window`` begins with; None: it begins with none."""
    prefixes = (window[:n] for n in range(len(window), 0, -1))
    return next((BY_PREFIX[one] for one in prefixes if one in BY_PREFIX), None)


def _stray_length(window: bytes) -> int:
    """How much to pass over of what begins like a command and is none.

    The letter goes with its lead byte, as in the real thing, but never a control byte: that may
    begin the next command.
    """
    if len(window) > 1 and window[1] >= 0x20:
        third = window[:2] in _LEADS and len(window) > 2 and window[2] >= 0x20
        return 3 if third else 2
    return 1
