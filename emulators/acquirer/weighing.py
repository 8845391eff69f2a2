"""What the books become by an upload: it wins (contract 4.1).

What was not booked is booked, what was booked and not uploaded is taken back, and both stand in the
journal. A batch that the cutover closed is put right in the same way, in the closed batch.
"""

from dataclasses import replace

from emulators.acquirer.batch import Batch
from emulators.acquirer.decision import Desk
from emulators.acquirer.kinds import KINDS
from emulators.acquirer.rows import Posting, Uploaded
from emulators.acquirer.transactions import Key, State, Transaction, posting


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
        self._holds: dict[Key, Transaction] = {}  # pre-authorisations of other batches
        self._batch = batch
        self._desk = desk
        self.rows: list[Posting] = []

    def _step(self, item: Transaction, change: str) -> None:
        row = posting(item, change)
        item.apply(row)
        if item.batch == self._batch.number:
            self._items[item.trace] = item
        self.rows.append(row)

    def drop(self) -> None:
        """Take back what stands and was not uploaded, or was uploaded otherwise."""
        for trace, item in list(self._items.items()):
            record = self._batch.uploads.get(trace)
            if item.is_money and (record is None or not _same(record, item)):
                self._let_hold_go(item)
                self._step(item, "dropped")

    def add(self) -> None:
        """Book what was uploaded and does not stand."""
        for record in self._batch.uploads.values():
            held = self._items.get(record.trace)
            if held is None or not held.standing:
                self._step(self._with_hold(self._booked(record, held)), "uploaded")

    def mark(self) -> None:
        """A transaction is marked as voided exactly when a void of it stands."""
        undoing = [t for t in self._items.values() if t.is_money and KINDS[t.kind_of].undoes]
        voided = {item.original_trace for item in undoing}
        for item in list(self._items.values()):
            if item.state is State.VOIDED and item.is_money and item.trace not in voided:
                self._step(self._with_hold(item), "unvoided")
            elif item.state is State.BOOKED and item.trace in voided:
                self._let_hold_go(item)
                self._step(item, "voided")

    def _let_hold_go(self, item: Transaction) -> None:
        """The pre-authorisation of a completion that will not stand any more is open again."""
        hold = self._hold(item)
        if item.state is State.BOOKED and hold is not None and hold.state is State.COMPLETED:
            self._step(hold, "uncompleted")

    def _with_hold(self, item: Transaction) -> Transaction:
        """A completion that will stand takes its pre-authorisation, or names none if it is gone."""
        hold = self._hold(item)
        if hold is None:
            return item
        if hold.state is not State.BOOKED:
            return replace(item, original_batch="", original_trace="")
        self._step(hold, "completed")
        return item

    def _hold(self, item: Transaction) -> Transaction | None:
        """The pre-authorisation that a completion names, to be changed."""
        if not KINDS[item.kind_of].uses or not item.original_trace:
            return None
        if item.original_batch == self._batch.number:
            return self._items.get(item.original_trace)
        key = (item.terminal, item.original_batch, item.original_trace)
        found = self._desk.books.find(key)
        return None if found is None else self._holds.setdefault(key, replace(found))

    def _booked(self, record: Uploaded, held: Transaction | None) -> Transaction:
        base = held or Transaction(self._batch.terminal, self._batch.number, record.trace)
        voided = self._voided(record)
        own = not self._names_another(record)
        return replace(
            base,
            kind_of=record.kind_of,
            amount_minor=record.amount_minor,
            currency=self._desk.settings.currency,
            rrn=(own and record.rrn) or base.rrn,
            auth_code=(own and record.auth_code) or base.auth_code,
            card=record.card or base.card,
            code="00",
            original_batch=voided.batch if voided is not None else base.original_batch,
            original_trace=voided.trace if voided is not None else base.original_trace,
            business_date=base.business_date or self._desk.today,
        )

    def _names_another(self, record: Uploaded) -> bool:
        """Whether its references are its original's: a request as it was sent has no own yet."""
        back = record.rrn and KINDS[record.kind_of].family != "charge"
        item = self._desk.books.by_rrn(record.rrn) if back else None
        return item is not None and KINDS[item.kind_of].family == "charge"

    def _voided(self, record: Uploaded) -> Transaction | None:
        """The transaction of this batch that an uploaded void is about."""
        undoes = KINDS[record.kind_of].undoes
        item = self._desk.books.by_rrn(record.rrn) if undoes else None
        mine = item is not None and item.trace in self._items and item.kind_of == undoes
        return item if mine else None


def _same(record: Uploaded, item: Transaction) -> bool:
    return (record.kind_of, record.amount_minor) == (item.kind_of, item.amount_minor)
