"""The books in an SQLite file, one file a run, readable with any SQL tool (``schema.sql``).

What has gathered while the last group was flushed is written as one transaction, so that the cost
of ``synchronous=FULL`` is shared; nothing is called done before its group is on the disk. A disk
that is faster than the host would get a few messages at a time, and each flush costs the host as
much as they do: a small group waits for what has come and is not decided yet, never for time. Rows
are written on the host's own thread and only the flush has a thread of its own: SQLite lets go of
the interpreter at every row, and a second busy thread would wait for it each time.
"""

import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from functools import partial
from heapq import merge
from importlib import resources
from operator import itemgetter
from pathlib import Path

from emulators.acquirer.filing import Filing, Lines
from emulators.acquirer.lock import FileLock
from emulators.acquirer.rows import TABLES, Row
from emulators.acquirer.shelf import Shelf, read
from emulators.acquirer.store import Done
from emulators.errors import LedgerError

CallSoon = Callable[[Callable[[], None]], object]
_Commit = tuple[Sequence[Row], Done]  # what is done once its rows are on the disk
GROUP_COMMITS = 512
ENOUGH = 16  # commits that do not wait for more
KEEPS = 10_000  # transactions of closed batches that stay in memory
_TABLE_OF = {cls: name for name, cls in TABLES.items()}
_COLUMNS = {cls: cls._fields for cls in _TABLE_OF}


class SqliteStore:
    """Rows in a file.

    Args:
        path: the file; it is made when it is not there, and taken up again when it is.
        call_soon: runs a function on the host's thread, and may be called from any: an asyncio
            loop's ``call_soon_threadsafe``.
        on_failure: called on the host's thread when the file cannot be written any more; nothing
            is called done after that.
        keeps: so many transactions of closed batches stay in memory.

    Raises:
        LedgerError: when the file cannot be opened or holds something else.
    """

    def __init__(
        self,
        path: Path,
        call_soon: CallSoon,
        on_failure: Callable[[LedgerError], None] | None = None,
        keeps: int = KEEPS,
    ) -> None:
        self._path = path
        self._call_soon = call_soon
        self._on_failure = on_failure or _unheard
        self._pending = 0
        self._gathered: list[_Commit] = []
        self._under_way = False
        self._waits_for_more = False
        self._closed = self._failed = False
        self._written: queue.SimpleQueue[list[_Commit] | None] = queue.SimpleQueue()
        self._lock = _lock(path)
        try:
            _check(path)
            with ExitStack() as unusable:
                self._file = unusable.enter_context(closing(open_file(path)))
                self._file.executescript(_schema())
                self._seq = max(seq for name in TABLES for seq in _last(self._file, name))
                self._filing = Filing(self._file)
                unusable.pop_all()
        except (sqlite3.Error, _OtherError) as error:
            self._lock.release()
            raise LedgerError(f"the books {path} cannot be used: {error}") from None
        self.archive = Shelf(path, self._rows, keeps)
        self.archive.durable = self._seq
        self._flusher = threading.Thread(target=self._flush, name="books", daemon=True)
        self._flusher.start()

    def load(self) -> list[Row]:
        """Every row in the file, in order. Raises LedgerError when they cannot be read."""
        try:
            with closing(open_file(self._path)) as file:
                return _all(file)
        except (sqlite3.Error, TypeError) as error:
            raise LedgerError(f"the books {self._path} cannot be read: {error}") from None

    def commit(self, rows: Sequence[Row], done: Done) -> None:
        """Write ``rows`` with the next group; ``done`` runs when the group is on the disk."""
        if not rows and not self._pending:
            done()
            return
        self._pending += 1
        self._gathered.append((rows, done))
        if not self._under_way:
            self._under_way = True
            self._call_soon(self._begin)
        elif self._waits_for_more and len(self._gathered) >= ENOUGH:
            self._begin()

    def close(self) -> None:
        """Write what is waiting, end the thread and let the file go; harmless a second time."""
        if self._closed:
            return
        self._closed = True
        self._written.put(None)
        self._flusher.join()
        self._write_last()
        self.archive.close()
        self._file.close()
        self._lock.release()

    def _rows(self) -> list[Row]:
        """Every row, also those that are being written and that wait for it."""
        if self._closed:
            return self.load()
        waiting = (row for rows, _ in self._gathered for row in rows)
        return [*_all(self._file), *waiting]

    def _begin(self) -> None:
        """Write the next group and have it flushed."""
        self._waits_for_more = False
        group = self._gathered[:GROUP_COMMITS]
        self._under_way = bool(group) and not self._closed
        if not self._under_way:
            return
        del self._gathered[:GROUP_COMMITS]
        try:
            self._write(group)
        except sqlite3.Error as error:
            self._file.rollback()
            self._fail(error)
        else:
            self._written.put(group)

    def _write(self, group: list[_Commit]) -> None:
        """Write the rows of a group into a transaction that is left open. Raises sqlite3.Error."""
        lines: Lines = {}
        for rows, _ in group:
            for row in rows:
                self._seq += 1
                lines.setdefault(type(row), []).append((self._seq, *row))
        if lines:
            self._file.execute("BEGIN IMMEDIATE")
            for cls, values in lines.items():
                self._file.executemany(_INSERT[cls], values)
            self._filing.take(lines)

    def _write_last(self) -> None:
        """What still waits; nothing when rows before it were lost: they would not add up."""
        if self._failed:
            return
        group, self._gathered = self._gathered, []
        try:
            self._write(group)
            _commit(self._file)
        except sqlite3.Error as error:
            self._fail(error)
        else:
            self._call_soon(lambda: self._finish(group))

    def _flush(self) -> None:
        """The flusher's thread: commit each group and tell, until told to end."""
        while (group := self._written.get()) is not None:
            try:
                _commit(self._file)
            except sqlite3.Error as error:
                self._call_soon(partial(self._fail, error))
                return
            self._call_soon(partial(self._finish, group))

    def _finish(self, group: list[_Commit]) -> None:
        """On the host's thread: everything in the group is durable, and the disk is free."""
        if 0 < len(self._gathered) < ENOUGH:
            self._waits_for_more = True
            self._call_soon(self._let_come)
        else:
            self._begin()
        self._tell(group)

    def _let_come(self) -> None:
        """In this turn of the loop, what has come is handled; in the next one it is enough."""
        self._call_soon(self._begin_with_few)

    def _begin_with_few(self) -> None:
        if self._waits_for_more:
            self._begin()

    def _tell(self, group: list[_Commit]) -> None:
        """What goes wrong with one message is not the matter of those behind it."""
        told, archive = 0, self.archive
        try:
            for rows, done in group:
                self._pending -= 1
                told += 1
                archive.durable += len(rows)
                done()
        finally:
            if told < len(group):
                self._tell(group[told:])

    def _fail(self, error: sqlite3.Error) -> None:
        self._failed = True
        self._on_failure(LedgerError(f"the books {self._path} cannot be written: {error}"))


def open_file(path: Path) -> sqlite3.Connection:
    """The file as the store writes it: each commit is flushed to the disk (synchronous=FULL)."""
    file = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        file.execute("PRAGMA journal_mode=WAL")
        file.execute("PRAGMA synchronous=FULL")
    except sqlite3.Error:
        file.close()
        raise
    return file


class _OtherError(Exception):
    """The file is somebody else's."""


def _check(path: Path) -> None:
    """Raises _OtherError for a database without a table of the books: it is left as it was."""
    with closing(sqlite3.connect(path)) as file:
        found = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    tables = {name for (name,) in found}
    if tables and tables.isdisjoint(TABLES):
        raise _OtherError(f"it holds other tables: {', '.join(sorted(tables))[:80]}")


def _schema() -> str:
    return resources.files(__package__).joinpath("schema.sql").read_text(encoding="utf-8")


def _last(file: sqlite3.Connection, table: str) -> list[int]:
    return [row[0] or 0 for row in file.execute(f"SELECT max(seq) FROM {table}")]  # noqa: S608


def _all(file: sqlite3.Connection) -> list[Row]:
    ordered = merge(*(read(file, cls) for cls in TABLES.values()), key=itemgetter(0))
    return [row for _, row in ordered]


def _commit(file: sqlite3.Connection) -> None:
    if file.in_transaction:
        file.execute("COMMIT")


def _lock(path: Path) -> FileLock:
    """Raises LedgerError when another process has the file."""
    try:
        return FileLock(path)
    except BlockingIOError:
        raise LedgerError(
            f"the books {path} are in use by another acquirer: stop it, or name another file"
        ) from None
    except OSError as error:
        raise LedgerError(f"the books {path} cannot be used: {error.strerror}") from None


def _insert(cls: type[Row], table: str) -> str:
    names = ["seq", *_COLUMNS[cls]]
    marks = ", ".join("?" * len(names))
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608


_INSERT = {cls: _insert(cls, table) for cls, table in _TABLE_OF.items()}


def _unheard(failure: LedgerError) -> None:
    """Nobody asked to be told: the host's loop is."""
    raise failure
