"""The books: what the rows add up to. Pure: no time, no files, the same rows give the same books.

Every figure is kept three times, and ``audit`` compares them: the sum of the journal's movements,
the running balances, and the totals recomputed from the states of the transactions.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from operator import add

from emulators.acquirer.rows import BatchRow, Claim, DateMoved, Enrolled, Posting, Row, Uploaded
from emulators.acquirer.totals import NOTHING, Totals
from emulators.acquirer.transactions import BooksError, Key, Transaction, begun

FIRST_BATCH = "000001"


@dataclass(slots=True)
class Batch:
    """One batch of one terminal."""

    terminal: str
    number: str
    business_date: str
    is_open: bool = True
    closed_how: str = ""
    next_batch: str = ""
    funding_date: str = ""
    closed_at: int = 0  # how long the journal was then
    closed_totals: Totals = NOTHING
    transactions: dict[str, Transaction] = field(default_factory=dict)
    uploads: dict[str, Uploaded] = field(default_factory=dict)
    claim: Totals | None = None
    money_dates: Counter[str] = field(default_factory=Counter)  # how many transactions of each

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
        """Apply a change to the transaction that it is about."""
        item, before = self.transactions.get(row.trace), ""
        if item is None:
            item = self.transactions[row.trace] = begun(row)
        else:
            before = item.money_date
            item.apply(row)
        after = row.business_date if row.side != "none" else ""
        if after != before:
            self._date(before, after)
        return item

    def _date(self, before: str, after: str) -> None:
        """Its money is of another day now; '': it was or is none."""
        if after:
            self.money_dates[after] += 1
        if before:
            self.money_dates[before] -= 1
            if not self.money_dates[before]:
                del self.money_dates[before]


class Books:
    """Every batch and transaction of every terminal, and the journal that explains them."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self.journal: list[Posting] = []
        self.business_date = ""
        self.serial = 0
        self._enrolled: dict[str, Enrolled] = {}
        self._batches: dict[tuple[str, str], Batch] = {}
        self._open: dict[str, Batch] = {}
        self._by_rrn: dict[str, Transaction] = {}
        self._refunds: defaultdict[Key, dict[Key, Transaction]] = defaultdict(dict)
        self._balances: defaultdict[tuple[str, str], list[int]] = defaultdict(_no_figures)
        self.apply(rows)

    def apply(self, rows: Iterable[Row]) -> None:
        """Add rows. Raises BooksError for one that cannot follow what is there."""
        for row in rows:
            match row:
                case Posting():
                    self._post(row)
                case BatchRow(state="opened"):
                    self._open_batch(row)
                case BatchRow():
                    self._close_batch(row)
                case Claim():
                    self._known(row.terminal, row.batch).claim = row.figures
                case Uploaded():
                    self._known(row.terminal, row.batch).uploads[row.trace] = row
                case Enrolled():
                    self._enrolled[row.terminal] = row
                case DateMoved():
                    self.business_date = row.business_date
                case _:
                    raise BooksError(f"the books know no row {type(row).__name__}")

    def draw_serial(self) -> int:
        """The next number for a retrieval reference; one that is not booked leaves a gap."""
        self.serial += 1
        return self.serial

    def terminals(self) -> list[str]:
        """The terminals that have a batch, in alphabetical order."""
        return sorted(self._open)

    def merchant(self, terminal: str) -> str:
        """The merchant that a terminal belongs to; '' while it has named none."""
        enrolled = self._enrolled.get(terminal)
        return enrolled.merchant if enrolled else ""

    def is_sure(self, terminal: str) -> bool:
        """Whether that merchant is beyond doubt."""
        enrolled = self._enrolled.get(terminal)
        return enrolled is not None and bool(enrolled.sure)

    def batches(self, terminal: str = "") -> Iterator[Batch]:
        """Every batch in the order of opening, or those of one terminal."""
        return (b for b in self._batches.values() if terminal in ("", b.terminal))

    def batch(self, terminal: str, number: str) -> Batch | None:
        """That batch, open or closed; None when there never was one."""
        return self._batches.get((terminal, number))

    def open_batch(self, terminal: str) -> Batch | None:
        """The batch that takes the terminal's transactions now."""
        return self._open.get(terminal)

    def find(self, key: Key) -> Transaction | None:
        """The transaction of that terminal, batch and trace number."""
        batch = self._batches.get(key[:2])
        return None if batch is None else batch.transactions.get(key[2])

    def by_rrn(self, rrn: str) -> Transaction | None:
        """The transaction that was answered with that retrieval reference."""
        return self._by_rrn.get(rrn)

    def by_auth_code(self, terminal: str, auth_code: str) -> Transaction | None:
        """The latest transaction of the terminal that was approved with that code."""
        # Looked for, not indexed: it is asked seldom, and each transaction would pay for it.
        for batch in reversed(list(self.batches(terminal))):
            for item in reversed(batch.transactions.values()):
                if item.auth_code == auth_code:
                    return item
        return None

    def refunded_minor(self, sale: Transaction) -> int:
        """How much of ``sale`` linked refunds have given back, in any batch of its terminal."""
        refunds = self._refunds[sale.key].values()
        return sum(item.amount_minor for item in refunds if item.standing)

    def balance(self, terminal: str) -> Totals:
        """What stands for a terminal over all its batches: the running balance."""
        mine = (Totals(*row) for (name, _), row in self._balances.items() if name == terminal)
        return sum(mine, NOTHING)

    def merchant_balance(self, merchant: str) -> Totals:
        """What stands for a merchant over all its terminals."""
        mine = (row.terminal for row in self._enrolled.values() if row.merchant == merchant)
        return sum((self.balance(name) for name in mine), NOTHING)

    def audit(self) -> list[str]:
        """Where the journal, the balances and the batches disagree: nowhere, if all is well."""
        journal: defaultdict[tuple[str, str], Totals] = defaultdict(Totals)
        for row in self.journal:
            journal[row.terminal, row.batch] += row.figures
        return [
            f"terminal {name[0]}, batch {name[1]}: journal {journal[name]}, "
            f"balance {balance}, batch {batch.totals()}"
            for name, batch in self._batches.items()
            for balance in (Totals(*self._balances[name]),)
            if not journal[name] == balance == batch.totals()
        ]

    def journal_after_closing(self) -> Iterator[tuple[Posting, Batch]]:
        """What was posted to batches that were closed already, with each one's batch."""
        for place, row in enumerate(self.journal):
            batch = self._batches[row.terminal, row.batch]
            if batch.closed_how and place >= batch.closed_at:
                yield row, batch

    def _known(self, terminal: str, number: str) -> Batch:
        batch = self._batches.get((terminal, number))
        if batch is None:
            raise BooksError(f"terminal {terminal} has no batch {number}")
        return batch

    def _post(self, row: Posting) -> None:
        # A tombstone may name a batch that this host has not opened: it is kept all the same.
        name = row.terminal, row.batch
        batch = self._batches.get(name) or self._strange_batch(row)
        item = batch.take(row)
        self.journal.append(row)
        if row.side != "none" or row.debits_count or row.credits_count:
            _add(row, self._balances[name])
        if row.kind_of == "refund" and row.original_trace:
            sale = (row.terminal, row.original_batch, row.original_trace)
            self._refunds[sale][item.key] = item
        self._index(row, item)

    def _index(self, row: Posting, item: Transaction) -> None:
        if row.change in ("booked", "declined"):
            self._by_rrn[row.rrn] = item
            self.serial = max(self.serial, int(row.rrn[-8:]))
        elif row.change == "uploaded":
            # The terminal says this reference: it must not hide what the host itself gave it to.
            self._by_rrn.setdefault(row.rrn, item)

    def _strange_batch(self, row: Posting) -> Batch:
        batch = Batch(row.terminal, row.batch, row.business_date, is_open=False)
        self._batches[row.terminal, row.batch] = batch
        return batch

    def _open_batch(self, row: BatchRow) -> None:
        held = self._batches.get((row.terminal, row.batch))
        if held is not None and (held.is_open or held.closed_how):
            raise BooksError(f"terminal {row.terminal}: batch {row.batch} was opened before")
        batch = held or Batch(row.terminal, row.batch, row.business_date)
        batch.is_open = True
        self._batches[row.terminal, row.batch] = self._open[row.terminal] = batch

    def _close_batch(self, row: BatchRow) -> None:
        batch = self._known(row.terminal, row.batch)
        if not batch.is_open:
            raise BooksError(f"terminal {row.terminal}: batch {row.batch} is closed already")
        batch.is_open = False
        batch.closed_how, batch.next_batch = row.how, row.next_batch
        batch.closed_totals = row.figures
        batch.funding_date = row.funding_date
        batch.closed_at = len(self.journal)


def _no_figures() -> list[int]:
    return [0, 0, 0, 0]


def _add(row: Posting, figures: list[int]) -> None:
    """The movement of a row to running figures, in place: ``Totals`` are made when asked for."""
    figures[:] = map(add, figures, row)  # the first four of a row
