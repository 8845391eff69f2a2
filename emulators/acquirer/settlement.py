"""Settlement (0500): the terminal's totals against those that the books have, never believed."""

from emulators.acquirer import batches, groups, upload, weighing
from emulators.acquirer.batch import Batch
from emulators.acquirer.decision import Decision, Desk, new_rrn, refuse
from emulators.acquirer.requests import Answer, Request
from emulators.acquirer.rows import Claim, Posting
from emulators.acquirer.totals import Totals


def settle(request: Request, desk: Desk) -> Decision:
    """The terminal's totals: 00 and the next batch when they agree; 95 and an upload when not."""
    batch = known_batch(request, desk)
    if batch is None:
        return refuse("77", new_rrn(desk))
    if not batch.is_open:
        return Decision(_answer("00", request, batch, desk), repeat=True)
    if batch.totals() == request.totals and groups.agree(request, batch, desk):
        return _closing(request, batch, "settlement", desk, [])
    return disagree(request, desk)


def disagree(request: Request, desk: Desk) -> Decision:
    """95, and what the terminal says is kept: the upload has to come to as much."""
    batch = known_batch(request, desk)
    if batch is None:
        return refuse("95", new_rrn(desk))
    return Decision(_answer("95", request, batch, desk), (_claim(request),))


def close(request: Request, desk: Desk) -> Decision:
    """The end of an upload: it wins, if it is as much as the terminal had said."""
    batch = known_batch(request, desk)
    if batch is None:
        return refuse("77", new_rrn(desk))
    if not upload.weighs(batch):
        return Decision(_told(batch, batch.totals(), desk), repeat=True)
    if not _is_whole(request, batch):
        return refuse("95", new_rrn(desk))
    postings = weighing.weigh(batch, desk)
    if not batch.is_open:
        figures = sum((row.figures for row in postings), batch.totals())
        return Decision(_told(batch, figures, desk), tuple(postings))
    return _closing(request, batch, "upload", desk, postings)


def end(request: Request, desk: Desk) -> Decision:
    """The end of a settlement that agreed: 00 when the batch is closed, 95 when it is not."""
    batch = known_batch(request, desk)
    if batch is None:
        return refuse("77", new_rrn(desk))
    if batch.is_open:
        return refuse("95", new_rrn(desk))
    return Decision(_told(batch, batch.totals(), desk), repeat=True)


def known_batch(request: Request, desk: Desk) -> Batch | None:
    """The batch that the request names, if this host ever opened it."""
    batch = desk.books.batch(request.terminal, request.batch)
    return batch if batch is not None and (batch.is_open or batch.closed_how) else None


def _is_whole(request: Request, batch: Batch) -> bool:
    """Whether the upload is as much as the terminal said, in money and in records.

    One that was never begun is not: the books hold money of which the terminal has said nothing.
    """
    if batch.claim is None and not batch.uploads and batch.totals():
        return False
    if batch.claim is not None and upload.totals(batch) != batch.claim:
        return False
    return request.records_count in (None, len(batch.uploads))


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


def _closing(
    request: Request, batch: Batch, how: str, desk: Desk, postings: list[Posting]
) -> Decision:
    closed, opened = batches.close(batch, how, desk.today, postings)
    answer = _answer("00", request, batch, desk, opened.batch)
    # As the batch was closed: with what the upload has brought.
    told = answer._replace(totals=closed.figures) if postings else answer
    return Decision(told, (*postings, closed, opened))


def _answer(code: str, request: Request, batch: Batch, desk: Desk, next_batch: str = "") -> Answer:
    """The answer to totals: the host's own beside them, where the dialect settles by groups."""
    mine = groups.of(batch, desk) if request.groups else ()
    agree = tuple(a == b for a, b in zip(mine, request.groups, strict=False))
    told = next_batch or (batch.next_batch if code == "00" else "")
    rrn = new_rrn(desk)
    return Answer(code, rrn, batch=told, groups=mine, agree=agree, totals=batch.totals())


def _told(batch: Batch, totals: Totals, desk: Desk) -> Answer:
    """The answer to the end of a settlement: of a batch that is closed."""
    return Answer("00", rrn=new_rrn(desk), batch=batch.next_batch, totals=totals)
