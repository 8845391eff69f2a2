"""Settlement (0500): the terminal's totals against those that the books have, never believed."""

from emulators.acquirer import batches, upload
from emulators.acquirer.books import Batch
from emulators.acquirer.decision import Decision, Desk, refuse
from emulators.acquirer.requests import Answer, Request
from emulators.acquirer.rows import Claim, Posting


def settle(request: Request, desk: Desk) -> Decision:
    """DE 3 = 920000: 00 and the next batch when the totals agree; 95 and an upload when not."""
    batch = known_batch(request, desk)
    if batch is None:
        return refuse("77")
    if not batch.is_open:
        return _closed_already(batch)
    if batch.totals() == request.totals:
        return _closing(batch, "settlement", desk, [])
    return disagree(request, desk)


def disagree(request: Request, desk: Desk) -> Decision:
    """95, and what the terminal says is kept: the upload has to come to as much."""
    batch = known_batch(request, desk)
    rows = () if batch is None else (_claim(request),)
    return Decision(Answer("95"), rows)


def _claim(request: Request) -> Claim:
    said = request.totals
    return Claim(
        said.debits_count,
        said.debits_minor,
        said.credits_count,
        said.credits_minor,
        request.terminal,
        request.batch,
    )


def close(request: Request, desk: Desk) -> Decision:
    """DE 3 = 960000: the upload wins, if it is as much as the terminal had said."""
    batch = known_batch(request, desk)
    if batch is None:
        return refuse("77")
    if not upload.weighs(batch):
        return _closed_already(batch)
    if batch.claim is not None and upload.totals(batch) != batch.claim:
        return refuse("95")
    postings = upload.weigh(batch, desk)
    if not batch.is_open:
        return Decision(Answer("00", batch=batch.next_batch), tuple(postings))
    return _closing(batch, "upload", desk, postings)


def known_batch(request: Request, desk: Desk) -> Batch | None:
    """The batch that the request names, if this host ever opened it."""
    batch = desk.books.batch(request.terminal, request.batch)
    return batch if batch is not None and (batch.is_open or batch.closed_how) else None


def _closed_already(batch: Batch) -> Decision:
    return Decision(Answer("00", batch=batch.next_batch), repeat=True)


def _closing(batch: Batch, how: str, desk: Desk, postings: list[Posting]) -> Decision:
    closed, opened = batches.close(batch, how, desk.today, postings)
    return Decision(Answer("00", batch=opened.batch), (*postings, closed, opened))
