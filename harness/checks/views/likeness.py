"""Whether a slip says anything that another one does not.

How a till calls a void nobody knows beforehand. So two slips of the same till are compared, and
only the numbers on them are left out: a word in whatever language, a minus or a picture is
something that the other slip has not.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from emulators.events import Event
from emulators.history import of
from emulators.printer.events import LineBurnt
from harness.checks.patterns import amount_pattern
from harness.checks.reading import plain
from harness.checks.views.paper import Slip
from harness.checks.views.slips import Piece

_MINUS = "-\u2010\u2013\u2212"
_NUMBER = re.compile(r"\d(?:[\d.,']*\d)?")
_UNREADABLE = "\ufffd"  # what the printer has in that place nobody can tell


@dataclass(frozen=True, slots=True)
class Paper:
    """A slip and all that is on its paper, pictures included; ``reference`` is the operator's."""

    piece: Piece
    lines: tuple[LineBurnt, ...]
    reference: str

    def says_nothing_new(self, other: "Paper", currency: int) -> bool:
        """Whether all of it stands on ``other``, too, numbers aside; False where none can tell."""
        texts = [plain(line.line_text) for line in self.lines]
        if not all(line.legible for line in self.lines) or any(_UNREADABLE in t for t in texts):
            return False
        if any(_negative(currency).search(text) for text in texts):
            return False
        return self.said() <= other.said()

    def said(self) -> set[str]:
        """Its lines without their numbers."""
        known = (self.reference, *self.piece.reading.rrns, *self.piece.reading.auths)
        values = [value for value in map(plain, known) if value]
        return {_bare(line, values) for line in self.lines if _is_seen(line)}


def paper(events: Sequence[Event], piece: Piece, pieces: Sequence[Piece], reference: str) -> Paper:
    """What is on the paper of ``piece``, from the end of the slip before it on the same paper."""
    slip = piece.slip
    before = (one.slip for one in pieces if one.slip.seq < slip.seq)
    ends = (_end(one) for one in before if (one.device, one.number) == (slip.device, slip.number))
    since, until = max(ends, default=0), _end(slip)
    lines = tuple(
        line
        for event, line in of(events, LineBurnt)
        if since < event.seq <= until and (event.device, line.slip) == (slip.device, slip.number)
    )
    return Paper(piece, lines, reference)


def _end(slip: Slip) -> int:
    return slip.ended_seq or slip.last.seq


def _is_seen(line: LineBurnt) -> bool:
    """Whether people read something there; a symbol by itself is for scanners."""
    return bool(line.line_text.strip()) or bool(line.intended_dots and not line.symbols)


def _bare(line: LineBurnt, values: Iterable[str]) -> str:
    """A line without its numbers; of a picture its height and its dots."""
    if not line.line_text.strip():
        return f"{line.row_to - line.row_from} rows, {line.intended_dots} dots"
    text = plain(line.line_text)
    for value in values:
        text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", "#", text)
    return _NUMBER.sub("#", text)


@lru_cache(16)
def _negative(currency: int) -> re.Pattern[str]:
    """An amount with a minus before or behind it, or in brackets."""
    amount = rf"(?:[A-Z]{{3}}|[^\w\s()]{{1,3}})? ?{amount_pattern(currency).removeprefix('[-+]?')}"
    return re.compile(
        rf"[{_MINUS}] ?{amount}|{amount} ?[{_MINUS}](?!\w)|\( ?{amount} ?\)", re.IGNORECASE
    )
