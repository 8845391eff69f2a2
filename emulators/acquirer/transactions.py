"""The life of one transaction, as a table: which change may follow which state."""

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from emulators.acquirer.kinds import side_of
from emulators.acquirer.rows import Posting
from emulators.acquirer.totals import Side, Totals, one
from emulators.errors import TillproofError


class BooksError(TillproofError):
    """A change that the books do not allow: the rows are damaged, or the host is wrong."""


class State(Enum):
    """Where a transaction stands."""

    UNKNOWN = "unknown"  # the books have not heard of it
    BOOKED = "booked"
    VOIDED = "voided"  # still a debit: the void is a credit of its own
    COMPLETED = "completed"  # a pre-authorisation whose money has been asked for
    DECLINED = "declined"
    REVERSED = "reversed"
    TOMBSTONE = "tombstone"  # reversed before it came
    DROPPED = "dropped"  # left out of an upload

    __hash__ = object.__hash__  # members are single; ``Enum`` would call a function each time


_S = State
CHANGES: dict[tuple[State, str], State] = {
    (_S.UNKNOWN, "booked"): _S.BOOKED,
    (_S.UNKNOWN, "declined"): _S.DECLINED,
    (_S.UNKNOWN, "tombstone"): _S.TOMBSTONE,
    (_S.UNKNOWN, "uploaded"): _S.BOOKED,
    (_S.BOOKED, "reversed"): _S.REVERSED,
    (_S.BOOKED, "voided"): _S.VOIDED,
    (_S.BOOKED, "completed"): _S.COMPLETED,
    (_S.COMPLETED, "uncompleted"): _S.BOOKED,
    (_S.BOOKED, "dropped"): _S.DROPPED,
    (_S.VOIDED, "unvoided"): _S.BOOKED,
    (_S.VOIDED, "dropped"): _S.DROPPED,
    (_S.DECLINED, "uploaded"): _S.BOOKED,
    (_S.REVERSED, "uploaded"): _S.BOOKED,
    (_S.TOMBSTONE, "uploaded"): _S.BOOKED,
    (_S.DROPPED, "uploaded"): _S.BOOKED,
}
_FIRST = {change: after for (before, change), after in CHANGES.items() if before is _S.UNKNOWN}
_ADDS = {"booked": 1, "uploaded": 1, "reversed": -1, "dropped": -1}
STANDING = frozenset({State.BOOKED, State.VOIDED, State.COMPLETED})

Key = tuple[str, str, str]  # terminal, batch, trace


@lru_cache
def counted(change: str, kind_of: str) -> tuple[int, int]:
    """How many debits and how many credits a change makes of its batch's totals: 1, 0 or -1."""
    adds, side = _ADDS.get(change, 0), side_of(kind_of)
    return adds * (side == "debit"), adds * (side == "credit")


@dataclass(slots=True)
class Transaction:
    """One transaction of the books: the last row's facts, the first answer, and its state."""

    terminal: str
    batch: str
    trace: str
    state: State = State.UNKNOWN
    kind_of: str = ""
    amount_minor: int = 0
    currency: int = 0
    rrn: str = ""
    auth_code: str = ""
    card: str = ""
    code: str = ""
    original_batch: str = ""
    original_trace: str = ""
    digest: str = ""
    business_date: str = ""

    @property
    def key(self) -> Key:
        """Terminal, batch and trace number: what a host matches by (contract 4)."""
        return self.terminal, self.batch, self.trace

    @property
    def standing(self) -> bool:
        """Whether its amount counts."""
        return self.state in STANDING

    @property
    def is_money(self) -> bool:
        """Whether it stands on a side of the totals."""
        return self.state in STANDING and side_of(self.kind_of) != "none"

    @property
    def money_date(self) -> str:
        """Its business date while it stands on a side of the totals, else ''."""
        return self.business_date if self.is_money else ""

    @property
    def side(self) -> Side:
        """On which side its amount counts now."""
        return side_of(self.kind_of) if self.standing else "none"

    def totals(self) -> Totals:
        """What it adds to its batch, from its state alone."""
        return one(self.side, self.amount_minor)

    def apply(self, row: Posting) -> None:
        """Undergo a change. Raises BooksError for one that cannot follow this state."""
        after = CHANGES.get((self.state, row.change))
        if after is None:
            name = "/".join(self.key)
            raise BooksError(f"transaction {name} is {self.state.value}: it cannot be {row.change}")
        self.state = after
        self.kind_of, self.amount_minor, self.currency = row.kind_of, row.amount_minor, row.currency
        self.rrn, self.auth_code, self.card = row.rrn, row.auth_code, row.card
        self.original_batch, self.original_trace = row.original_batch, row.original_trace
        self.code, self.business_date = row.code, row.business_date
        self.digest = row.digest

    def changed(self, change: str) -> Posting:
        """The row that makes this change, everything else staying as it is."""
        return posting(self, change)


def begun(row: Posting) -> Transaction:
    """The transaction of which ``row`` is the first. Raises BooksError for one that cannot be."""
    state = _FIRST.get(row.change)
    if state is None:
        item = Transaction(row.terminal, row.batch, row.trace)
        item.apply(row)
        return item
    # Unpacked: fields of a named tuple by name take three times as long.
    _, _, _, _, terminal, batch, trace, kind_of, _, amount_minor, currency, _, *facts = row
    return Transaction(terminal, batch, trace, state, kind_of, amount_minor, currency, *facts)


def posting(after: Transaction, change: str) -> Posting:
    """The row of a change to the facts in ``after`` (whose state is the one before it)."""
    state = CHANGES.get((after.state, change), State.UNKNOWN)
    debits, credits_ = counted(change, after.kind_of)
    return Posting(
        debits,
        debits * after.amount_minor,
        credits_,
        credits_ * after.amount_minor,
        after.terminal,
        after.batch,
        after.trace,
        after.kind_of,
        change,
        after.amount_minor,
        after.currency,
        side_of(after.kind_of) if state in STANDING else "none",
        after.rrn,
        after.auth_code,
        after.card,
        after.code,
        after.original_batch,
        after.original_trace,
        after.digest,
        after.business_date,
    )
