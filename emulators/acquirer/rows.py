"""The rows of the books: what is written down, once, and never changed.

The books are the fold of these rows in order; a store keeps them, and a restarted host reads them
again. Columns are scalars, so that a row is a line of an SQL table of the same names.
"""

from dataclasses import dataclass

from emulators.acquirer.totals import Side, Totals


@dataclass(frozen=True, slots=True)
class Row:
    """The base of every row."""


@dataclass(frozen=True, slots=True)
class Moving(Row):
    """A row with four figures: a movement of its batch's totals, or totals."""

    debits_count: int
    debits_minor: int
    credits_count: int
    credits_minor: int

    @property
    def figures(self) -> Totals:
        """The four figures together."""
        return Totals(self.debits_count, self.debits_minor, self.credits_count, self.credits_minor)


@dataclass(frozen=True, slots=True)
class Posting(Moving):
    """One transaction changed its state; the figures are what that moves in its batch's totals.

    ``change`` is a word of ``transactions.CHANGES``; ``side`` is where the amount stands from now
    on. ``card`` is masked. ``digest`` is the SHA-256 of the request that was answered with
    ``code``, ``rrn``, ``auth_code``: a repeat is recognised by it.
    """

    terminal: str
    batch: str
    trace: str
    kind_of: str
    change: str
    amount_minor: int
    currency: int
    side: Side
    rrn: str
    auth_code: str
    card: str
    code: str
    original_batch: str
    original_trace: str
    digest: str
    business_date: str


@dataclass(frozen=True, slots=True)
class BatchRow(Moving):
    """A batch was opened or closed, with the totals that the books had for it.

    ``state`` is opened or closed; ``how`` is sign_on, first_use, settlement, upload or cutover;
    ``business_date`` is that of the oldest money in it (of the opening, when there is none). For a
    batch that was closed, ``funding_date`` is the business date of the closing, from which the
    merchant's bank counts, and ``next_batch`` the one opened in its place.
    """

    terminal: str
    batch: str
    state: str
    how: str
    business_date: str
    funding_date: str = ""
    next_batch: str = ""


@dataclass(frozen=True, slots=True)
class Claim(Moving):
    """The totals that a terminal gave for a batch and the books did not have: an upload follows."""

    terminal: str
    batch: str


@dataclass(frozen=True, slots=True)
class Uploaded(Row):
    """One record of a batch upload, as the terminal has it; it is weighed at the close."""

    terminal: str
    batch: str
    trace: str
    kind_of: str
    amount_minor: int
    rrn: str
    auth_code: str
    card: str


@dataclass(frozen=True, slots=True)
class Enrolled(Row):
    """A terminal has named its merchant; the latest counts, until one is ``sure``.

    That is one that is known (``HostSettings``) or named twice in a row: it may come garbled.
    """

    terminal: str
    merchant: str
    sure: bool


@dataclass(frozen=True, slots=True)
class DateMoved(Row):
    """The host's business date changed (ISO 8601)."""

    business_date: str


TABLES: dict[str, type[Row]] = {
    "journal": Posting,
    "batches": BatchRow,
    "claims": Claim,
    "uploads": Uploaded,
    "dates": DateMoved,
    "terminals": Enrolled,
}
