"""What has left memory and is asked for by key; this one is of books that nothing ever leaves.

A closed batch may go when its rows are durable: whatever is asked of it later follows from them.
Rows are numbered from 1 on, in their order. Only ``rows`` tells of those that are not durable yet.
"""

import sys
from collections.abc import Callable, Iterable
from typing import NamedTuple

from emulators.acquirer.rows import BatchRow, Claim, Posting, Row, Uploaded
from emulators.acquirer.transactions import Key

Note = BatchRow | Claim | Uploaded  # what is said of a batch itself


class Size(NamedTuple):
    """A batch, the number of the row that opened it, and how many transactions it has."""

    place: int
    terminal: str
    batch: str
    transactions: int


class Archive:
    """``keeps``: so many transactions of closed batches stay in memory.

    ``durable`` is the number of the latest row of which the host has been told that it is.
    ``rows`` gives every row of the books.
    """

    keeps = sys.maxsize
    durable = 0

    def __init__(self, rows: Callable[[], list[Row]]) -> None:
        self.rows = rows

    def beginning(self) -> Iterable[tuple[int, Row]]:
        """Numbered, what a host begins with in memory: all but what is of closed batches."""
        return enumerate(self.rows(), start=1)

    def balances(self) -> Iterable[tuple[str, list[int]]]:
        """What ``beginning`` leaves out of each terminal's money: four figures, as ``Totals``."""
        return ()

    def serial(self) -> int:
        """The highest serial of a retrieval reference in those batches."""
        return 0

    def holds(self, terminal: str, batch: str) -> bool:
        """Whether that batch may leave memory."""
        del terminal, batch
        return False

    def sizes(self, terminal: str) -> list[Size]:
        """The batches that may, in the order of opening, or those of one terminal."""
        del terminal
        return []

    def notes(self, terminal: str, batch: str) -> list[tuple[int, Note]]:
        """Numbered, what is said of such a batch itself."""
        del terminal, batch
        return []

    def postings(self, terminal: str, batch: str, trace: str) -> list[Posting]:
        """The postings of one trace number of such a batch; of all for ''."""
        del terminal, batch, trace
        return []

    def by_rrn(self, rrn: str) -> Key | None:
        """The transaction of such a batch that was answered with it, or else uploaded with it."""
        del rrn
        return None

    def by_auth_code(self, terminal: str, auth_code: str) -> list[tuple[int, Key]]:
        """The transactions of such batches that ever had that code, the latest first.

        With each, the place of its batch.
        """
        del terminal, auth_code
        return []

    def refunds_of(self, sale: Key) -> list[Key]:
        """The refunds that ever named ``sale``, in whichever batch."""
        del sale
        return []
