"""Who asked for what comes back from the printer: the POS, or we. Sans-IO.

A printer answers real-time commands in the order in which they came, and the others in theirs; the
fixed bits of an answer tell the one kind from the other (Epson APG, "Distinguishing responses"):
0xx1xx10 is real-time status, 0xx1xx00 begins the four bytes of automatic status, blocks begin with
one of a few bytes and end with NUL. What belongs to no question goes to the POS as it is.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import NamedTuple

OURS = 0  # the asker that is no connection
BLOCK_STARTS = b"\x35\x37\x39\x3b\x3d\x5f"
LONGEST_BLOCK = 1024
REALTIME, BYTE, BLOCK, ASB = "real-time byte", "byte", "block", "four bytes"


@dataclass(slots=True, eq=False)
class Question:
    """Something that is expected back. ``starts`` is how a block begins; ``mark`` the asker's own.

    ``urgent``: a real-time command, which overtakes the others. ``number``: in the order of asking.
    """

    asker: int
    request: str
    form: str
    starts: bytes = b""
    mark: int = 0
    urgent: bool = False
    asked_s: float = 0.0
    number: int = 0


class Answer(NamedTuple):
    """Bytes that came back, and the question; None: nobody's (unasked status, noise)."""

    data: bytes
    question: Question | None
    form: str


@dataclass(slots=True)
class Questions:
    """What is open on one line to a printer. ``patience_s``: after so long none will come."""

    patience_s: float = 1.0
    _open: deque[Question] = field(default_factory=deque)
    _held: bytearray = field(default_factory=bytearray)
    _asked: int = 0

    def ask(self, question: Question, now_s: float) -> None:
        """A question has been sent."""
        self._asked += 1
        question.asked_s, question.number = now_s, self._asked
        self._open.append(question)

    def __len__(self) -> int:
        """How many are open."""
        return len(self._open)

    @property
    def open(self) -> tuple[Question, ...]:
        """What has not been answered yet, in the order of asking."""
        return tuple(self._open)

    @property
    def urgent(self) -> bool:
        """Whether a real-time question is open."""
        return any(one.urgent for one in self._open)

    def is_open(self, question: Question) -> bool:
        """Whether that one still is."""
        return question in self._open

    def drop(self, question: Question) -> None:
        """Nothing will come of that one any more; harmless when it has."""
        if question in self._open:
            self._open.remove(question)

    def forget(self) -> None:
        """The line is new: nothing will come of what was asked over the old one."""
        self._open.clear()
        self._held.clear()

    def forget_ordered(self, before: Question | None = None) -> None:
        """The printer's buffer was cleared: what waited in it (``before`` that) is not answered."""
        last = self._asked if before is None else before.number
        self._open = deque(one for one in self._open if one.urgent or one.number > last)

    def expire(self, now_s: float) -> list[Question]:
        """Give up what has waited for too long: real-time questions only, which never wait."""
        gone = [one for one in self._open if one.urgent and now_s - one.asked_s > self.patience_s]
        for one in gone:
            self._open.remove(one)
        return gone

    def flush(self) -> bytes:
        """Half of an answer whose rest has not come: noise, then."""
        held, self._held = bytes(self._held), bytearray()
        return held

    @property
    def held(self) -> bytes:
        """Half of an answer that waits for its rest."""
        return bytes(self._held)

    def feed(self, data: bytes) -> list[Answer]:
        """Bytes from the printer; what they complete."""
        self._held += data
        found = []
        while self._held:
            size, form = self._next()
            if not size:
                break
            piece = bytes(self._held[:size])
            del self._held[:size]
            found.append(Answer(piece, self._whose(piece, form), form))
        return found

    def _next(self) -> tuple[int, str]:
        """How long the first answer is, 0 when more has to come; and of which form."""
        first = self._held[0]
        if first in BLOCK_STARTS and self._expects_block(first):
            end = self._held.find(b"\0")
            if end < 0:
                return (1, BYTE) if len(self._held) > LONGEST_BLOCK else (0, BLOCK)
            return end + 1, BLOCK
        if first & 0x93 == 0x10 and all(byte & 0x90 == 0 for byte in self._held[1:4]):
            return (4, ASB) if len(self._held) >= 4 else (0, ASB)
        return 1, REALTIME if first & 0x93 == 0x12 else BYTE

    def _expects_block(self, first: int) -> bool:
        """A model's number may look like the beginning of a block: when that is what is due."""
        ordered = [one for one in self._open if not one.urgent]
        byte_due = bool(ordered) and ordered[0].form == BYTE
        return not byte_due or any(one.starts[:1] == bytes([first]) for one in self._open)

    def _whose(self, piece: bytes, form: str) -> Question | None:
        question = next((one for one in self._open if _fits(one, piece, form)), None)
        if question is None and form == REALTIME:
            question = next((one for one in self._open if one.form == BYTE), None)
        if question is None:
            return None
        # In order: what was asked before it and is of its kind will not be answered any more.
        passed = [one for one in self._open if one.urgent == question.urgent]
        for one in passed[: passed.index(question) + 1]:
            self._open.remove(one)
        return question


def _fits(question: Question, piece: bytes, form: str) -> bool:
    return question.form == form and piece.startswith(question.starts)
