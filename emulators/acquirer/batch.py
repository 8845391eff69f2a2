"""One batch of one terminal, and the transactions of one that has left memory."""

from collections import Counter
from collections.abc import Callable, ItemsView, Iterable, Iterator, MutableMapping, ValuesView
from dataclasses import dataclass, field
from typing import NoReturn

from emulators.acquirer.rows import BatchRow, Claim, Posting, Uploaded
from emulators.acquirer.totals import NOTHING, Totals
from emulators.acquirer.transactions import BooksError, Transaction, begun


@dataclass(slots=True)
class Batch:
    """``place`` is the number of the row that opened it: batches are in that order."""

    terminal: str
    number: str
    business_date: str = ""
    place: int = 0
    is_open: bool = False
    closed_how: str = ""
    next_batch: str = ""
    funding_date: str = ""
    closed_totals: Totals = NOTHING
    transactions: MutableMapping[str, Transaction] = field(default_factory=dict)
    uploads: dict[str, Uploaded] = field(default_factory=dict)
    claim: Totals | None = None
    # How many transactions of each date; of an open batch alone.
    money_dates: Counter[str] = field(default_factory=Counter, compare=False)
    latest: int = field(default=0, compare=False)  # number of the latest row; of a closed one

    def totals(self) -> Totals:
        """Recomputed from its transactions, never believed."""
        return sum((item.totals() for item in self.transactions.values()), NOTHING)

    def dated(self, today: str) -> str:
        """The business date of the oldest money in it; ``today`` when there is none."""
        return min(self.money_dates, default=today)

    def is_late(self, business_date: str) -> bool:
        """Whether money of an earlier business date still stands in it, unsettled."""
        return self.is_open and self.dated(business_date) < business_date

    def take(self, row: Posting) -> Transaction:
        """Apply a change to the transaction that it is about. Raises BooksError."""
        trace = row.trace
        item, before = self.transactions.get(trace), ""
        if item is None:
            item = self.transactions[trace] = begun(row)
        else:
            before = item.money_date
            item.apply(row)
        after = row.business_date if row.side != "none" else ""
        if after != before:
            self._date(before, after)
        return item

    def note(self, row: BatchRow | Claim | Uploaded, place: int = 0) -> None:
        """Take in what is said of the batch itself; ``place`` is that of an opening."""
        match row:
            case BatchRow(state="opened"):
                self.is_open, self.place, self.business_date = True, place, row.business_date
            case BatchRow():
                self.is_open = False
                self.closed_how, self.next_batch = row.how, row.next_batch
                self.closed_totals, self.funding_date = row.figures, row.funding_date
            case Claim():
                self.claim = row.figures
            case Uploaded():
                self.uploads[row.trace] = row

    def _date(self, before: str, after: str) -> None:
        """Its money is of another day now; '': it was or is none."""
        if after:
            self.money_dates[after] += 1
        if before:
            self.money_dates[before] -= 1
            if not self.money_dates[before]:
                del self.money_dates[before]


class Filed(MutableMapping[str, Transaction]):
    """The transactions of a batch that has left memory, made of their rows when asked for.

    ``rows`` gives those of one trace number, or of all for ''.
    """

    def __init__(self, rows: Callable[[str], Iterable[Posting]]) -> None:
        self._rows = rows

    def __getitem__(self, trace: str) -> Transaction:
        return folded(self._rows(trace))[trace]

    def __iter__(self) -> Iterator[str]:
        return iter(folded(self._rows("")))

    def __len__(self) -> int:
        return len(folded(self._rows("")))

    def __setitem__(self, trace: str, item: Transaction) -> NoReturn:
        raise BooksError(f"{trace}: what has left memory is only read")

    def __delitem__(self, trace: str) -> NoReturn:
        raise BooksError(f"{trace}: what has left memory is only read")

    def values(self) -> ValuesView[Transaction]:
        """All of them, read at once."""
        return folded(self._rows("")).values()

    def items(self) -> ItemsView[str, Transaction]:
        """The same with their trace numbers."""
        return folded(self._rows("")).items()


def folded(rows: Iterable[Posting]) -> dict[str, Transaction]:
    """The transactions of one batch that ``rows`` add up to, by trace number."""
    found: dict[str, Transaction] = {}
    for row in rows:
        if (item := found.get(row.trace)) is None:
            found[row.trace] = begun(row)
        else:
            item.apply(row)
    return found
