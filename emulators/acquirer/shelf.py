"""The closed batches in the file of the books, asked for by key: a host need not remember them."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from heapq import merge
from itertools import starmap
from operator import itemgetter
from pathlib import Path
from sys import intern
from typing import Any

from emulators.acquirer.archive import Archive, Note, Size
from emulators.acquirer.rows import TABLES, BatchRow, Claim, Posting, Row, Uploaded
from emulators.acquirer.transactions import Key
from emulators.errors import LedgerError

SHORT = 10  # characters; retrieval references and digests are longer, and differ
_OF_BATCHES = (Posting, BatchRow, Claim, Uploaded)
_NOTES = (BatchRow, Claim, Uploaded)
_TABLE_OF = {cls: name for name, cls in TABLES.items()}
_IS_CLOSED = "(terminal, batch) IN (SELECT terminal, batch FROM closed)"
_POSTINGS = f"""
    SELECT {", ".join(f"journal.{name}" for name in Posting._fields)}
    FROM places JOIN journal USING (seq)
    WHERE places.terminal = ? AND places.batch = ? AND ? IN ('', places.trace) ORDER BY seq
"""  # noqa: S608  (names of columns)
_POSTINGS_OF_ONE = _POSTINGS.replace("? IN ('', places.trace)", "places.trace = ?")
_SIZES = """
    SELECT place, terminal, batch, transactions FROM closed WHERE ? IN ('', terminal) ORDER BY place
"""
_HOLDS = "SELECT 1 FROM closed WHERE terminal = ? AND batch = ?"
_BALANCES = f"""
    SELECT terminal, sum(debits_count), sum(debits_minor), sum(credits_count), sum(credits_minor)
    FROM journal WHERE {_IS_CLOSED} GROUP BY terminal
"""  # noqa: S608
_SERIAL = f"""
    SELECT coalesce(max(CAST(substr(rrn, -8) AS INTEGER)), 0)
    FROM journal WHERE change IN ('booked', 'declined') AND {_IS_CLOSED}
"""  # noqa: S608
# What the host has answered with comes before what a terminal has said: the last, and the first.
_BY_RRN = """
    SELECT places.terminal, places.batch, places.trace FROM places JOIN journal USING (seq)
    WHERE places.rrn = ? AND places.rrn != ''
    ORDER BY iif(change = 'uploaded', seq, -seq) LIMIT 1
"""
# Goes through all places of the terminal: each closed batch would pay for an index.
_BY_AUTH_CODE = """
    SELECT place, terminal, batch, trace, min(seq) AS first
    FROM places JOIN closed USING (terminal, batch)
    WHERE terminal = ? AND (terminal, batch, trace) IN
        (SELECT terminal, batch, trace FROM places
            WHERE terminal = ? AND auth_code = ?)
    GROUP BY terminal, batch, trace ORDER BY place DESC, first DESC
"""
_REFUNDS = """
    SELECT DISTINCT terminal, batch, trace FROM journal
    WHERE kind_of = 'refund' AND original_trace != ''
        AND terminal = ? AND original_batch = ? AND original_trace = ?
"""


class Shelf(Archive):
    """Reads on a connection of its own. Every call may raise LedgerError.

    Args:
        path: the file of the books, with its tables.
        rows: gives every row of the books.
        keeps: so many transactions of closed batches stay in memory.
    """

    def __init__(self, path: Path, rows: Callable[[], list[Row]], keeps: int) -> None:
        super().__init__(rows)
        self.keeps = keeps
        self._path = path
        self._file: sqlite3.Connection | None = None

    def close(self) -> None:
        """Let the file go; who asks again opens it again."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def beginning(self) -> Iterable[tuple[int, Row]]:
        """All but what is of closed batches, as it is read."""
        with self._read() as file:
            wheres = dict.fromkeys(_OF_BATCHES, f"NOT {_IS_CLOSED}")
            tables = (read(file, cls, wheres.get(cls, "1")) for cls in TABLES.values())
            yield from merge(*tables, key=itemgetter(0))

    def balances(self) -> Iterable[tuple[str, list[int]]]:
        """Of closed batches."""
        return [(terminal, figures) for terminal, *figures in self._ask(_BALANCES)]

    def serial(self) -> int:
        """Of closed batches."""
        return int(self._ask(_SERIAL)[0][0])

    def holds(self, terminal: str, batch: str) -> bool:
        """Whether each of its rows can be found."""
        return bool(self._ask(_HOLDS, (terminal, batch)))

    def sizes(self, terminal: str) -> list[Size]:
        """From the table of those that are closed."""
        return list(starmap(Size, self._ask(_SIZES, (terminal,))))

    def notes(self, terminal: str, batch: str) -> list[tuple[int, Note]]:
        """Its opening, closing, claims and uploads, in order."""
        if not self.holds(terminal, batch):
            return []
        name = terminal, batch
        found = [
            (number, cls._make(values))
            for cls in _NOTES
            for number, *values in self._ask(_select(cls, "terminal = ? AND batch = ?"), name)
        ]
        return sorted(found, key=itemgetter(0))

    def postings(self, terminal: str, batch: str, trace: str) -> list[Posting]:
        """Where the table of places says that they are."""
        question = _POSTINGS_OF_ONE if trace else _POSTINGS
        return list(map(Posting._make, self._ask(question, (terminal, batch, trace))))

    def by_rrn(self, rrn: str) -> Key | None:
        """The latest that was booked or declined with it, or else the first uploaded with it."""
        found = self._ask(_BY_RRN, (rrn,))
        return found[0] if found else None

    def by_auth_code(self, terminal: str, auth_code: str) -> list[tuple[int, Key]]:
        """The latest batch first, and within it the latest transaction."""
        return [
            (row[0], row[1:4]) for row in self._ask(_BY_AUTH_CODE, (terminal, terminal, auth_code))
        ]

    def refunds_of(self, sale: Key) -> list[Key]:
        """From an index of linked refunds."""
        return self._ask(_REFUNDS, sale)

    def _ask(self, question: str, values: Iterable[str] = ()) -> list[Any]:
        with self._read() as file:
            return file.execute(question, tuple(values)).fetchall()

    @contextmanager
    def _read(self) -> Iterator[sqlite3.Connection]:
        try:
            if self._file is None:
                uri = f"{self._path.absolute().as_uri()}?mode=ro"
                self._file = sqlite3.connect(uri, uri=True, check_same_thread=False)
            yield self._file
        except (sqlite3.Error, TypeError) as error:
            raise LedgerError(f"the books {self._path} cannot be read: {error}") from None


def read(file: sqlite3.Connection, cls: type[Row], where: str = "1") -> Iterator[tuple[int, Row]]:
    """The rows of one table in order, with their numbers, as they are asked for."""
    for values in file.execute(_select(cls, where)):
        yield values[0], cls._make(map(_shared, values[1:]))


def _select(cls: type[Row], where: str) -> str:
    columns = ", ".join(cls._fields)
    return f"SELECT seq, {columns} FROM {_TABLE_OF[cls]} WHERE {where} ORDER BY seq"  # noqa: S608


def _shared(value: str | int) -> str | int:
    """Short texts once in memory: a ledger of a million rows has each terminal a thousand times."""
    return intern(value) if isinstance(value, str) and len(value) <= SHORT else value
