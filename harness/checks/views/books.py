"""The transactions in the host's books, folded from their durable rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from emulators.acquirer.events import BooksBatch, BooksEntry
from emulators.acquirer.kinds import KINDS, side_of
from emulators.events import Event
from emulators.history import of
from emulators.quick import quick

_STANDS = ("booked", "uploaded", "voided", "unvoided", "completed", "uncompleted")
Key = tuple[str, str, str]


@quick
@dataclass(frozen=True, slots=True)
class Row:
    """One durable change at event ``seq``."""

    seq: int
    entry: BooksEntry


_TRACE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Transaction:
    """One (terminal, batch, trace) with all its rows, oldest first."""

    rows: tuple[Row, ...]

    @property
    def entry(self) -> BooksEntry:
        """What the books say of it now."""
        return self.rows[-1].entry

    @property
    def key(self) -> Key:
        """Terminal, batch and trace number."""
        entry = self.entry
        return entry.terminal, entry.batch, entry.trace

    @property
    def has_trace_number(self) -> bool:
        """Whether the host knows it by a trace number; else by a key of the till's own."""
        trace = self.entry.trace
        return trace.isdecimal() and len(trace) <= _TRACE_DIGITS

    @property
    def kind(self) -> str:
        """Purchase, void, refund, …: a word of the host's ``kinds``."""
        return self.entry.kind_of

    @property
    def side(self) -> str:
        """Where its amount counts while it stands; none for a pre-authorisation."""
        return side_of(self.kind)

    @property
    def undoes(self) -> str:
        """The kind that it voids, '' when it is no void."""
        return KINDS[self.kind].undoes

    @property
    def seq(self) -> int:
        """The event of its first row."""
        return self.rows[0].seq

    @property
    def events(self) -> tuple[int, ...]:
        """The events of its rows."""
        return tuple(row.seq for row in self.rows)

    @property
    def booked(self) -> bool:
        """Whether it stands in the books now."""
        return self.entry.change in _STANDS

    @property
    def approved_ever(self) -> bool:
        """Whether it stood in the books at any time."""
        return any(row.entry.change in _STANDS for row in self.rows)

    def booked_at(self, seq: int) -> bool:
        """Whether it stood in the books when event ``seq`` happened."""
        past = [row for row in self.rows if row.seq <= seq]
        return bool(past) and past[-1].entry.change in _STANDS


@dataclass(frozen=True, slots=True)
class Books:
    """All transactions in the order of their first rows, and what became of the batches."""

    transactions: tuple[Transaction, ...]
    batches: tuple[tuple[int, BooksBatch], ...]

    def voids_of(self, purchase: Transaction) -> tuple[Transaction, ...]:
        """The voids that name ``purchase``, whatever became of them."""
        return tuple(one for one in self.transactions if _undoes(one, purchase))

    def voided(self, purchase: Transaction) -> int:
        """How many times ``purchase`` has been given back by a void that stands."""
        voids = self.voids_of(purchase)
        if voids:
            return sum(void.booked for void in voids)
        return int(purchase.entry.change == "voided")

    def named_by(self, trace: str, rrn: str) -> str:
        """The kind of the transaction with that reference, else trace number; '' where unsure."""
        sure = {one.kind for one in self.transactions if rrn and one.entry.rrn == rrn}
        kinds = sure or {one.kind for one in self.transactions if one.key[2] == trace}
        return kinds.pop() if len(kinds) == 1 else ""

    def charged(self, purchase: Transaction) -> bool:
        """Whether the customer is left with this charge or hold: it stands, and no void does."""
        return purchase.booked and not self.voided(purchase)

    def closed(self) -> tuple[tuple[int, BooksBatch], ...]:
        """The closings of batches, with the events' numbers."""
        return tuple((seq, batch) for seq, batch in self.batches if batch.state == "closed")


def _undoes(void: Transaction, purchase: Transaction) -> bool:
    if void.undoes != purchase.kind:
        return False
    own = void.entry
    return (own.terminal, own.original_batch or own.batch, own.original_trace) == purchase.key


def books(events: Sequence[Event]) -> Books:
    """Fold every ``books.entry`` and ``books.batch`` of the History."""
    rows: dict[Key, list[Row]] = {}
    for event, entry in of(events, BooksEntry):
        key = (entry.terminal, entry.batch, entry.trace)
        rows.setdefault(key, []).append(Row(event.seq, entry))
    batches = tuple((event.seq, batch) for event, batch in of(events, BooksBatch))
    return Books(tuple(Transaction(tuple(own)) for own in rows.values()), batches)
