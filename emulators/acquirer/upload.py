"""Batch upload (0320): the terminal's own records, and what the books become by them.

The upload wins (contract 4.1): what was not booked is booked, what was booked and not uploaded is
taken back, and both stand in the journal. A batch that the cutover closed is put right in the same
way, in the closed batch.
"""

from dataclasses import replace

from emulators.acquirer.books import Batch
from emulators.acquirer.decision import Decision, Desk, refuse
from emulators.acquirer.requests import Answer, Request
from emulators.acquirer.rows import Posting, Uploaded
from emulators.acquirer.totals import NOTHING, Totals, one
from emulators.acquirer.transactions import State, Transaction, posting, side_of


def take(request: Request, desk: Desk) -> Decision:
    """Keep one record until the close; a repeat gets 00, another record under its trace 94."""
    batch = desk.books.batch(request.terminal, request.batch)
    if batch is None or not (batch.is_open or batch.closed_how):
        return refuse("77")
    record = _record(request)
    held = batch.uploads.get(request.trace)
    if held is not None:
        return Decision(Answer("00" if held == record else "94"), repeat=True)
    if batch.closed_how not in ("", "cutover"):
        return Decision(Answer("00"), repeat=True)
    return Decision(Answer("00"), (record,))


def _record(request: Request) -> Uploaded:
    return Uploaded(
        request.terminal,
        request.batch,
        request.trace,
        request.kind_of,
        request.amount_minor,
        request.rrn,
        request.auth_code,
        request.card,
    )


def weighs(batch: Batch) -> bool:
    """Whether a close has anything to do for ``batch``."""
    return batch.is_open or (batch.closed_how == "cutover" and bool(batch.uploads))


def totals(batch: Batch) -> Totals:
    """What the uploaded records come to."""
    records = batch.uploads.values()
    return sum((one(side_of(item.kind_of), item.amount_minor) for item in records), NOTHING)


def weigh(batch: Batch, desk: Desk) -> list[Posting]:
    """The rows that make the books what the upload says."""
    scale = _Scale(batch, desk)
    scale.drop()
    scale.add()
    scale.mark()
    return scale.rows


class _Scale:
    """A copy of a batch's transactions, changed step by step; ``rows`` are the steps."""

    def __init__(self, batch: Batch, desk: Desk) -> None:
        self._items = {trace: replace(item) for trace, item in batch.transactions.items()}
        self._batch = batch
        self._desk = desk
        self.rows: list[Posting] = []

    def _step(self, item: Transaction, change: str) -> None:
        row = posting(item, change)
        item.apply(row)
        self._items[item.trace] = item
        self.rows.append(row)

    def drop(self) -> None:
        """Take back what stands and was not uploaded, or was uploaded otherwise."""
        for trace, item in list(self._items.items()):
            record = self._batch.uploads.get(trace)
            if item.standing and (record is None or not _same(record, item)):
                self._step(item, "dropped")

    def add(self) -> None:
        """Book what was uploaded and does not stand."""
        for record in self._batch.uploads.values():
            held = self._items.get(record.trace)
            if held is None or not held.standing:
                self._step(self._booked(record, held), "uploaded")

    def mark(self) -> None:
        """A sale is marked as voided exactly when a void of it stands."""
        voids = [t for t in self._items.values() if t.standing and t.kind_of == "void"]
        voided = {item.original_trace for item in voids}
        for item in list(self._items.values()):
            if item.state is State.VOIDED and item.trace not in voided:
                self._step(item, "unvoided")
            elif item.state is State.BOOKED and item.kind_of == "purchase":
                self._mark_voided(item, voided)

    def _mark_voided(self, item: Transaction, voided: set[str]) -> None:
        if item.trace in voided:
            self._step(item, "voided")

    def _booked(self, record: Uploaded, held: Transaction | None) -> Transaction:
        base = held or Transaction(self._batch.terminal, self._batch.number, record.trace)
        sale = self._desk.books.by_rrn(record.rrn) if record.kind_of == "void" else None
        mine = sale is not None and sale.trace in self._items and sale.kind_of == "purchase"
        return replace(
            base,
            kind_of=record.kind_of,
            amount_minor=record.amount_minor,
            currency=self._desk.settings.currency,
            rrn=record.rrn,
            auth_code=record.auth_code,
            card=record.card,
            code="00",
            original_batch=sale.batch if sale is not None and mine else base.original_batch,
            original_trace=sale.trace if sale is not None and mine else base.original_trace,
            business_date=base.business_date or self._desk.today,
        )


def _same(record: Uploaded, item: Transaction) -> bool:
    return (record.kind_of, record.amount_minor) == (item.kind_of, item.amount_minor)
