"""The books in an SQLite file, one file a run, readable with any SQL tool (``schema.sql``).

A writer thread commits whatever has gathered while it wrote the last group, so that the cost of
``synchronous=FULL`` is shared; nothing is called done before its group is on the disk.
"""

import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, fields
from heapq import merge
from importlib import resources
from operator import attrgetter, itemgetter
from pathlib import Path

from emulators.acquirer.rows import TABLES, Row
from emulators.acquirer.store import Done
from emulators.errors import TillproofError

CallSoon = Callable[[Callable[[], None]], object]
GROUP_COMMITS = 512
_TABLE_OF = {cls: name for name, cls in TABLES.items()}
_COLUMNS = {cls: [field.name for field in fields(cls)] for cls in _TABLE_OF}


class LedgerError(TillproofError):
    """The file of the books cannot be used or written."""


@dataclass(frozen=True, slots=True)
class _Commit:
    rows: tuple[tuple[int, Row], ...]
    done: Done


class SqliteStore:
    """Rows in a file.

    Args:
        path: the file; it is made when it is not there, and taken up again when it is.
        call_soon: runs a function on the host's thread, and may be called from any: an asyncio
            loop's ``call_soon_threadsafe``.
        on_failure: called on the host's thread when the file cannot be written any more; nothing
            is called done after that.

    Raises:
        LedgerError: when the file cannot be opened or holds something else.
    """

    def __init__(
        self,
        path: Path,
        call_soon: CallSoon,
        on_failure: Callable[[LedgerError], None] | None = None,
    ) -> None:
        self._path = path
        self._call_soon = call_soon
        self._on_failure = on_failure or _unheard
        self._pending = 0
        self._commits: queue.SimpleQueue[_Commit | None] = queue.SimpleQueue()
        try:
            with closing(open_file(path)) as file:
                file.executescript(_schema())
                self._seq = max(seq for name in TABLES for seq in _last(file, name))
        except sqlite3.Error as error:
            raise LedgerError(f"the books {path} cannot be used: {error}") from None
        self._writer = threading.Thread(target=self._write, name="books", daemon=True)
        self._writer.start()

    def load(self) -> list[Row]:
        """Every row in the file, in order. Raises LedgerError when they cannot be read."""
        try:
            with closing(open_file(self._path)) as file:
                ordered = merge(*(_read(file, *item) for item in TABLES.items()), key=itemgetter(0))
                return [row for _, row in ordered]
        except (sqlite3.Error, TypeError) as error:
            raise LedgerError(f"the books {self._path} cannot be read: {error}") from None

    def commit(self, rows: Sequence[Row], done: Done) -> None:
        """Write ``rows`` with the next group; ``done`` runs when the group is on the disk."""
        if not rows and not self._pending:
            done()
            return
        self._pending += 1
        numbered = tuple(enumerate(rows, start=self._seq + 1))
        self._seq += len(rows)
        self._commits.put(_Commit(numbered, done))

    def close(self) -> None:
        """Write what is waiting and end the thread."""
        if self._writer.is_alive():
            self._commits.put(None)
            self._writer.join()

    def _write(self) -> None:
        """The writer thread: gather, write, tell; until told to end or the file fails."""
        try:
            with closing(open_file(self._path)) as file:
                going = True
                while going:
                    group, going = self._gather()
                    _write_group(file, group)
                    self._tell(group)
        except sqlite3.Error as error:
            failure = LedgerError(f"the books {self._path} cannot be written: {error}")
            self._call_soon(lambda: self._on_failure(failure))

    def _gather(self) -> tuple[list[_Commit], bool]:
        """Wait for one commit and take those that wait behind it; False: the last ones."""
        group: list[_Commit] = []
        while not group or not (self._commits.empty() or len(group) >= GROUP_COMMITS):
            item = self._commits.get()
            if item is None:
                return group, False
            group.append(item)
        return group, True

    def _tell(self, group: list[_Commit]) -> None:
        if group:
            self._call_soon(lambda: self._finish(group))

    def _finish(self, group: list[_Commit]) -> None:
        """On the host's thread: everything in the group is durable."""
        for item in group:
            self._pending -= 1
            item.done()


def open_file(path: Path) -> sqlite3.Connection:
    """The file as the store writes it: each commit is flushed to the disk (synchronous=FULL)."""
    file = sqlite3.connect(path, isolation_level=None)
    file.execute("PRAGMA journal_mode=WAL")
    file.execute("PRAGMA synchronous=FULL")
    return file


def _schema() -> str:
    return resources.files(__package__).joinpath("schema.sql").read_text(encoding="utf-8")


def _last(file: sqlite3.Connection, table: str) -> list[int]:
    return [row[0] or 0 for row in file.execute(f"SELECT max(seq) FROM {table}")]  # noqa: S608


def _read(file: sqlite3.Connection, table: str, cls: type[Row]) -> "list[tuple[int, Row]]":
    columns = ", ".join(_COLUMNS[cls])
    found = file.execute(f"SELECT seq, {columns} FROM {table} ORDER BY seq")  # noqa: S608
    return [(values[0], cls(*values[1:])) for values in found]


def _write_group(file: sqlite3.Connection, group: list[_Commit]) -> None:
    rows = [item for commit in group for item in commit.rows]
    if not rows:
        return
    file.execute("BEGIN IMMEDIATE")
    for seq, row in rows:
        file.execute(_INSERT[type(row)], (seq, *_values(row)))
    file.execute("COMMIT")


def _insert(cls: type[Row], table: str) -> str:
    names = ["seq", *_COLUMNS[cls]]
    marks = ", ".join("?" * len(names))
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608


def _values(row: Row) -> tuple[str | int, ...]:
    """The row's columns; a table of one column gives its value alone."""
    found = _GETTERS[type(row)](row)
    return found if isinstance(found, tuple) else (found,)


_GETTERS = {cls: attrgetter(*names) for cls, names in _COLUMNS.items()}
_INSERT = {cls: _insert(cls, table) for cls, table in _TABLE_OF.items()}


def _unheard(failure: LedgerError) -> None:
    """Nobody asked to be told: the host's loop is."""
    raise failure
