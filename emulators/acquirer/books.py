"""The books: what the rows add up to. Pure: no time, no files, the same rows give the same books.

Every figure is kept three times, and ``audit`` compares them: the sum of the journal's movements,
the running balances, and the totals recomputed from the states of the transactions.

In memory are the batches that are open and some that were closed of late. The others are made of
their rows when they are asked for (``archive``), and are back in memory when they change.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from functools import partial
from heapq import merge
from operator import add, attrgetter, itemgetter

from emulators.acquirer.archive import Archive, Size
from emulators.acquirer.batch import Batch, Filed, folded
from emulators.acquirer.rows import BatchRow, Claim, DateMoved, Enrolled, Posting, Row, Uploaded
from emulators.acquirer.totals import NOTHING, Totals
from emulators.acquirer.transactions import BooksError, Key, Transaction

FIRST_BATCH = "000001"
ANSWERED = ("booked", "declined")  # changes under a reference that the host has drawn
LEAVE_AT_ONCE = 4  # batches: a message waits meanwhile
Name = tuple[str, str]  # terminal, batch
_place = attrgetter("place")


class Books:
    """Every batch and transaction of every terminal, and the journal that explains them.

    They begin with what the archive has, or with ``rows``, and then nothing leaves memory.
    """

    def __init__(self, rows: Iterable[Row] = (), archive: Archive | None = None) -> None:
        self._archive = archive = archive or Archive(list(rows).copy)
        self.business_date = ""
        self.serial = archive.serial()  # the latest that a retrieval reference was drawn from
        self._number = 0  # of the latest row
        self._enrolled: dict[str, Enrolled] = {}
        self._batches: dict[Name, Batch] = {}
        self._open: dict[str, Batch] = {}
        self._closed: deque[tuple[int, Batch]] = deque()  # that are in memory, with their sizes
        self._kept = 0  # transactions in them
        self._by_rrn: dict[str, Transaction] = {}
        self._refunds: defaultdict[Key, dict[Key, Transaction]] = defaultdict(dict)
        self._balances: defaultdict[str, list[int]] = defaultdict(_no_figures)
        for terminal, figures in archive.balances():
            self._balances[terminal] = figures
        for number, row in archive.beginning():
            self._number = number - 1
            self.apply((row,))
            if isinstance(row, Posting) and row.change in ANSWERED:
                self.serial = max(self.serial, int(row.rrn[-8:]))
        self._number = max(self._number, archive.durable)

    def apply(self, rows: Iterable[Row]) -> None:
        """Add rows. Raises BooksError for one that cannot follow what is there."""
        for row in rows:
            self._number += 1
            match row:
                case Posting():
                    self._post(row)
                case BatchRow(state="opened"):
                    self._open_batch(row)
                case BatchRow():
                    self._close_batch(row)
                case Claim() | Uploaded():
                    self._note(row)
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

    def sizes(self, terminal: str = "") -> Iterator[Size]:
        """Every batch in the order of opening, or those of one terminal."""
        mine = self._of(terminal)
        held = (Size(b.place, b.terminal, b.number, len(b.transactions)) for b in mine)
        filed = (s for s in self._archive.sizes(terminal) if s[1:3] not in self._batches)
        return merge(held, filed)

    def batches(self, terminal: str = "") -> Iterator[Batch]:
        """The same, whole."""
        found = (self.batch(size.terminal, size.batch) for size in self.sizes(terminal))
        return (batch for batch in found if batch is not None)

    def open_batches(self) -> list[Batch]:
        """Those that take transactions now, in the order of opening."""
        return sorted(self._open.values(), key=_place)

    def batch(self, terminal: str, number: str) -> Batch | None:
        """That batch, open or closed; None when there never was one."""
        return self._batches.get((terminal, number)) or self._filed(terminal, number)

    def open_batch(self, terminal: str) -> Batch | None:
        """The batch that takes the terminal's transactions now."""
        return self._open.get(terminal)

    def find(self, key: Key) -> Transaction | None:
        """The transaction of that terminal, batch and trace number."""
        batch = self._batches.get(key[:2])
        if batch is not None:
            return batch.transactions.get(key[2])
        return folded(self._archive.postings(*key)).get(key[2])

    def by_rrn(self, rrn: str) -> Transaction | None:
        """The transaction that was answered with that retrieval reference."""
        item = self._by_rrn.get(rrn)
        key = self._archive.by_rrn(rrn) if item is None and rrn else None
        return item if key is None else self.find(key)

    def by_auth_code(self, terminal: str, auth_code: str) -> Transaction | None:
        """The latest transaction of the terminal that was approved with that code."""
        # Looked for, not indexed: it is asked seldom, and each transaction would pay for it.
        held = (
            (batch.place, item)
            for batch in reversed(self._of(terminal))
            for item in reversed(list(batch.transactions.values()))
        )
        filed = (
            (place, item)
            for place, key in self._archive.by_auth_code(terminal, auth_code)
            if key[:2] not in self._batches and (item := self.find(key)) is not None
        )
        latest = [
            next((found for found in items if found[1].auth_code == auth_code), (0, None))
            for items in (held, filed)
        ]
        return max(latest, key=itemgetter(0))[1]

    def refunded_minor(self, sale: Transaction) -> int:
        """How much of ``sale`` linked refunds have given back, in any batch of its terminal."""
        known = self._refunds.get(sale.key, {})
        filed = (self.find(key) for key in self._archive.refunds_of(sale.key) if key not in known)
        refunds = (*known.values(), *filed)
        return sum(item.amount_minor for item in refunds if item is not None and item.standing)

    def balance(self, terminal: str) -> Totals:
        """What stands for a terminal over all its batches: the running balance."""
        return Totals(*self._balances.get(terminal, _no_figures()))

    def merchant_balance(self, merchant: str) -> Totals:
        """What stands for a merchant over all its terminals."""
        mine = (row.terminal for row in self._enrolled.values() if row.merchant == merchant)
        return sum((self.balance(name) for name in mine), NOTHING)

    @property
    def journal(self) -> list[Posting]:
        """Every posting: from wherever the rows are, a list that is made each time."""
        return [row for row in self._archive.rows() if isinstance(row, Posting)]

    def audit(self) -> list[str]:
        """Where the journal, the balances and the batches disagree: nowhere, if all is well."""
        journal: defaultdict[Name, Totals] = defaultdict(Totals)
        standing: defaultdict[str, Totals] = defaultdict(Totals)
        found = []
        for row in self.journal:
            journal[row.terminal, row.batch] += row.figures
        for batch in self.batches():
            name, totals = (batch.terminal, batch.number), batch.totals()
            standing[batch.terminal] += totals
            if journal[name] != totals:
                told = f"journal {journal[name]}, batch {totals}"
                found.append(f"terminal {name[0]}, batch {name[1]}: {told}")
        for terminal, totals in standing.items():
            if totals != (balance := self.balance(terminal)):
                found.append(f"terminal {terminal}: batches {totals}, balance {balance}")
        return found

    def journal_after_closing(self) -> Iterator[Posting]:
        """What was posted to batches that were closed already."""
        closed = set()
        for row in self._archive.rows():
            if isinstance(row, BatchRow) and row.state == "closed":
                closed.add((row.terminal, row.batch))
            elif isinstance(row, Posting) and (row.terminal, row.batch) in closed:
                yield row

    def _of(self, terminal: str) -> list[Batch]:
        """The batches in memory, or those of one terminal, in the order of opening."""
        mine = (b for b in self._batches.values() if terminal in ("", b.terminal))
        return sorted(mine, key=_place)

    def _filed(self, terminal: str, number: str) -> Batch | None:
        """A batch that has left memory."""
        notes = self._archive.notes(terminal, number)
        if not notes:
            return None
        rows = partial(self._archive.postings, terminal, number)
        batch = Batch(terminal, number, transactions=Filed(rows))
        for place, note in notes:
            batch.note(note, place)
        return batch

    def _known(self, terminal: str, number: str) -> Batch | None:
        """A batch that is about to change: in memory, if need be again."""
        batch = self._batches.get((terminal, number))
        if batch is None and (batch := self._filed(terminal, number)) is not None:
            batch.transactions = dict(batch.transactions.items())
            self._batches[terminal, number] = batch
            batch.latest = self._number
            self._keep(batch)
        return batch

    def _note(self, row: Claim | Uploaded) -> None:
        batch = self._known(row.terminal, row.batch)
        if batch is None:
            raise BooksError(f"terminal {row.terminal} has no batch {row.batch}")
        batch.note(row)
        batch.latest = self._number

    def _post(self, row: Posting) -> None:
        terminal = row.terminal
        name = terminal, row.batch
        batch = self._batches.get(name) or self._known(*name)
        if batch is None:
            # A tombstone may name a batch that this host has not opened: it is kept all the same.
            batch = self._batches[name] = Batch(*name, row.business_date, self._number)
        item = batch.take(row)
        if row.side != "none" or row.debits_count or row.credits_count:
            _add(row, self._balances[terminal])
        if row.kind_of == "refund" and row.original_trace:
            sale = (row.terminal, row.original_batch, row.original_trace)
            self._refunds[sale][item.key] = item
        self._index(row.change, row.rrn, item)
        batch.latest = self._number

    def _index(self, change: str, rrn: str, item: Transaction) -> None:
        if change in ANSWERED:
            self._by_rrn[rrn] = item
        elif change == "uploaded" and rrn and self.by_rrn(rrn) is None:
            # The terminal says this reference: it must not hide what the host itself gave it to.
            self._by_rrn[rrn] = item

    def _open_batch(self, row: BatchRow) -> None:
        held = self.batch(row.terminal, row.batch)
        if held is not None and (held.is_open or held.closed_how):
            raise BooksError(f"terminal {row.terminal}: batch {row.batch} was opened before")
        batch = held or Batch(row.terminal, row.batch)
        batch.note(row, self._number)
        self._batches[row.terminal, row.batch] = self._open[row.terminal] = batch

    def _close_batch(self, row: BatchRow) -> None:
        batch = self.batch(row.terminal, row.batch)
        if batch is None:
            raise BooksError(f"terminal {row.terminal} has no batch {row.batch}")
        if not batch.is_open:
            raise BooksError(f"terminal {row.terminal}: batch {row.batch} is closed already")
        batch.note(row)
        batch.latest = self._number
        self._keep(batch)

    def _keep(self, batch: Batch) -> None:
        """A closed batch stays for a while; of those that have stayed some leave."""
        size = 1 + len(batch.transactions)
        self._closed.append((size, batch))
        self._kept += size
        for _ in range(LEAVE_AT_ONCE):
            if self._kept <= self._archive.keeps or not self._may_leave(self._closed[0][1]):
                return
            size, eldest = self._closed.popleft()
            self._kept -= size
            self._forget(eldest)

    def _may_leave(self, batch: Batch) -> bool:
        archive = self._archive
        return batch.latest <= archive.durable and archive.holds(batch.terminal, batch.number)

    def _forget(self, batch: Batch) -> None:
        """A batch leaves, and all that leads to it, by whatever its transactions were called."""
        name = batch.terminal, batch.number
        del self._batches[name]
        rows = self._archive.postings(*name, "") if batch.uploads else batch.transactions.values()
        for row in rows:
            item = batch.transactions[row.trace]
            if self._by_rrn.get(row.rrn) is item:
                del self._by_rrn[row.rrn]
            sale = (row.terminal, row.original_batch, row.original_trace)
            refunds = self._refunds.get(sale, {})
            if refunds.pop(item.key, None) is not None and not refunds:
                del self._refunds[sale]


def _no_figures() -> list[int]:
    return [0, 0, 0, 0]


def _add(row: Posting, figures: list[int]) -> None:
    """The movement of a row to running figures, in place: ``Totals`` are made when asked for."""
    figures[:] = map(add, figures, row)  # the first four of a row
