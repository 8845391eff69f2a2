"""Settlements: what the terminal said, what the books add up to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from harness.checks.views.books import Books, Transaction
from harness.checks.views.calls import Call


@dataclass(frozen=True, slots=True)
class Totals:
    """Debits: sales and completions; credits: voids and refunds. Minor units."""

    debits_count: int = 0
    debits_minor: int = 0
    credits_count: int = 0
    credits_minor: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing is in it."""
        return not (self.debits_count or self.credits_count)


@dataclass(frozen=True, slots=True)
class Closing:
    """A batch that the host closed at event ``seq``; ``totals`` are those of the books now."""

    seq: int
    terminal: str
    batch: str
    how: str
    totals: Totals


def closings(books: Books) -> tuple[Closing, ...]:
    """Every closing of a batch, in order."""
    return tuple(
        Closing(seq, row.terminal, row.batch, row.how, totals(books, row.terminal, row.batch))
        for seq, row in books.closed()
    )


def standing(books: Books, terminal: str, batch: str) -> tuple[Transaction, ...]:
    """What stands in a batch."""
    return tuple(
        one for one in books.transactions if one.booked and one.key[:2] == (terminal, batch)
    )


def totals(books: Books, terminal: str, batch: str) -> Totals:
    """What a batch adds up to. A voided sale stays a debit; its void is a credit."""
    own = standing(books, terminal, batch)
    sold = [one.entry.amount_minor for one in own if one.side == "debit"]
    returned = [one.entry.amount_minor for one in own if one.side == "credit"]
    return Totals(len(sold), sum(sold), len(returned), sum(returned))


def told_totals(settle: Call) -> Totals | None:
    """The totals that the POS answered; None when it gave none."""
    given = (settle.result or {}).get("totals")
    if not isinstance(given, dict):
        return None
    numbers = [_number(given, name) for name in _NAMES]
    return Totals(*numbers)


_NAMES = ("debits_count", "debits_amount", "credits_count", "credits_amount")


def _number(given: Mapping[str, object], name: str) -> int:
    value = given.get(name)
    return value if isinstance(value, int) else 0


def settled_calls(calls: Sequence[Call]) -> tuple[Call, ...]:
    """The settlements that the cashier was told are done."""
    return tuple(c for c in calls if c.method == "settle" and c.outcome == "settled")
