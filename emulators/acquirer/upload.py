"""Batch upload (0320): the terminal's own records, kept until they are weighed at the close."""

from emulators.acquirer.batch import Batch
from emulators.acquirer.decision import Decision, Desk, new_rrn, refuse
from emulators.acquirer.kinds import KINDS, counts, side_of
from emulators.acquirer.requests import Answer, Record, Request
from emulators.acquirer.rows import Row, Uploaded
from emulators.acquirer.totals import NOTHING, Totals, one
from emulators.acquirer.transactions import Transaction


def take(request: Request, desk: Desk) -> Decision:
    """Keep the records until the close; a repeat gets 00, another under a held trace 94."""
    batch = desk.books.batch(request.terminal, request.batch)
    if batch is None or not (batch.is_open or batch.closed_how):
        return refuse("77", new_rrn(desk))
    rrn = new_rrn(desk)
    records = [_uploaded(request, record, batch) for record in request.records]
    if any(batch.uploads.get(record.trace, record) != record for record in records):
        return Decision(Answer("94", rrn), repeat=True)
    fresh = [record for record in records if record.trace not in batch.uploads]
    if not fresh or batch.closed_how not in ("", "cutover"):
        return Decision(Answer("00", rrn), repeat=True)
    rows: tuple[Row, ...] = tuple(fresh)
    return Decision(Answer("00", rrn), rows)


def note(request: Request, desk: Desk) -> Decision:
    """A record without money (a chip's certificate of a failed transaction): taken, not kept."""
    del request
    return Decision(Answer("00", new_rrn(desk)))


def _uploaded(request: Request, record: Record, batch: Batch) -> Uploaded:
    held = batch.transactions.get(record.trace)
    return Uploaded(
        request.terminal,
        request.batch,
        record.trace,
        _kind(record, held),
        record.amount_minor,
        record.rrn,
        record.auth_code,
        record.card,
    )


def _kind(record: Record, held: Transaction | None) -> str:
    """What it is. Some dialects' records say less than the books know, or nothing at all."""
    if held is None or not counts(held.kind_of):
        return record.kind_of or "purchase"
    alike = not record.kind_of or KINDS[held.kind_of].family == KINDS[record.kind_of].family
    return held.kind_of if alike else record.kind_of


def weighs(batch: Batch) -> bool:
    """Whether a close has anything to do for ``batch``."""
    return batch.is_open or (batch.closed_how == "cutover" and bool(batch.uploads))


def totals(batch: Batch) -> Totals:
    """What the uploaded records come to."""
    records = batch.uploads.values()
    return sum((one(side_of(item.kind_of), item.amount_minor) for item in records), NOTHING)
