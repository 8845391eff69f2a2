"""The rows of the books: what is written down, once, and never changed.

The books are the fold of these rows in order; a store keeps them, and a restarted host reads them
again. Columns are scalars, so that a row is a line of an SQL table of the same names.
"""

from typing import NamedTuple

from emulators.acquirer.totals import Side, Totals


class Posting(NamedTuple):
    """One transaction changed its state; the figures are what that moves in its batch's totals.

    ``change`` is a word of ``transactions.CHANGES``; ``side`` is where the amount stands from now
    on. ``card`` is masked. ``digest`` is the SHA-256 of the request that was answered with
    ``code``, ``rrn``, ``auth_code``: a repeat is recognised by it.
    """

    debits_count: int
    debits_minor: int
    credits_count: int
    credits_minor: int
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

    @property
    def figures(self) -> Totals:
        """The four figures together."""
        return Totals(self.debits_count, self.debits_minor, self.credits_count, self.credits_minor)


class BatchRow(NamedTuple):
    """A batch was opened or closed, with the totals that the books had for it.

    ``state`` is opened or closed; ``how`` is sign_on, first_use, settlement, upload or cutover;
    ``business_date`` is that of the oldest money in it (of the opening, when there is none). For a
    batch that was closed, ``funding_date`` is the business date of the closing, from which the
    merchant's bank counts, and ``next_batch`` the one opened in its place.
    """

    debits_count: int
    debits_minor: int
    credits_count: int
    credits_minor: int
    terminal: str
    batch: str
    state: str
    how: str
    business_date: str
    funding_date: str = ""
    next_batch: str = ""

    @property
    def figures(self) -> Totals:
        """The four figures together."""
        return Totals(self.debits_count, self.debits_minor, self.credits_count, self.credits_minor)


class Claim(NamedTuple):
    """The totals that a terminal gave for a batch and the books did not have: an upload follows."""

    debits_count: int
    debits_minor: int
    credits_count: int
    credits_minor: int
    terminal: str
    batch: str

    @property
    def figures(self) -> Totals:
        """The four figures together."""
        return Totals(self.debits_count, self.debits_minor, self.credits_count, self.credits_minor)


class Uploaded(NamedTuple):
    """One record of a batch upload, as the terminal has it; it is weighed at the close."""

    terminal: str
    batch: str
    trace: str
    kind_of: str
    amount_minor: int
    rrn: str
    auth_code: str
    card: str


class Enrolled(NamedTuple):
    """A terminal has named its merchant; the latest counts, until one is ``sure``.

    That is one that is known (``HostSettings``) or named twice in a row: it may come garbled.
    """

    terminal: str
    merchant: str
    sure: bool


class DateMoved(NamedTuple):
    """The host's business date changed (ISO 8601)."""

    business_date: str


Row = Posting | BatchRow | Claim | Uploaded | Enrolled | DateMoved
TABLES: dict[str, type[Row]] = {
    "journal": Posting,
    "batches": BatchRow,
    "claims": Claim,
    "uploads": Uploaded,
    "dates": DateMoved,
    "terminals": Enrolled,
}
