"""Opening and closing batches, by whatever brings it about."""

from collections.abc import Iterable

from emulators.acquirer.batch import Batch
from emulators.acquirer.books import FIRST_BATCH
from emulators.acquirer.decision import Desk
from emulators.acquirer.rows import BatchRow, DateMoved, Posting, Row
from emulators.acquirer.totals import NOTHING, Totals

LAST_BATCH = 999_999  # DE 60 holds six digits


def first_batch(terminal: str, how: str, desk: Desk) -> BatchRow:
    """The row that opens a terminal's first batch."""
    return _opened(terminal, FIRST_BATCH, how, desk.today)


def close(batch: Batch, how: str, today: str, postings: Iterable[Posting] = ()) -> list[BatchRow]:
    """The rows that close ``batch``, after ``postings``, and open the next one."""
    figures = sum((row.figures for row in postings), batch.totals())
    following = f"{int(batch.number) % LAST_BATCH + 1:06d}"
    closed = _row(
        figures, batch.terminal, batch.number, "closed", how, batch.dated(today), today, following
    )
    return [closed, _opened(batch.terminal, following, how, today)]


def cutover(desk: Desk, new_date: str) -> list[Row]:
    """The rows of a change of business date; ``auto_close`` closes what is late by then."""
    rows: list[Row] = [DateMoved(new_date)]
    if desk.settings.late_batch == "auto_close":
        for batch in desk.books.open_batches():
            if batch.is_late(new_date):
                rows += close(batch, "cutover", new_date)
    return rows


def _opened(terminal: str, number: str, how: str, today: str) -> BatchRow:
    return _row(NOTHING, terminal, number, "opened", how, today)


def _row(figures: Totals, *rest: str) -> BatchRow:
    return BatchRow(
        figures.debits_count,
        figures.debits_minor,
        figures.credits_count,
        figures.credits_minor,
        *rest,
    )
