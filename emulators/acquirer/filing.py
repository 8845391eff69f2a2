"""Where the rows of closed batches are is written down, so that they can be found by key.

The journal has no index of that: it would cost each sale as it comes. A batch has its places
written when it is closed, some with each group of rows that follows.
"""

import sqlite3
from array import array
from collections import deque
from typing import Any

from emulators.acquirer.rows import BatchRow, Posting, Row

Name = tuple[str, str]  # terminal, batch
Lines = dict[type[Row], list[tuple[Any, ...]]]  # rows by kind, each behind its number
AT_ONCE = 500  # rows; a group waits for them
_NAME = slice(5, 7)  # of a line: behind its number and four figures
_STATE = 7
_PLACES = """
    INSERT OR IGNORE INTO places
    SELECT terminal, batch, trace, seq,
        iif(change IN ('booked', 'declined', 'uploaded'), rrn, ''), auth_code
    FROM journal WHERE
"""
_CLOSED = """
    REPLACE INTO closed
    SELECT seq, terminal, batch,
        (SELECT count(DISTINCT trace) FROM places
            WHERE places.terminal = batches.terminal AND places.batch = batches.batch)
    FROM batches WHERE state = 'opened' AND
"""
_IS_ONE = "terminal = ? AND batch = ?"
_LEFT = """
    SELECT terminal, batch FROM batches WHERE state = 'closed'
    EXCEPT SELECT terminal, batch FROM closed
"""
_ARE_LEFT = f"(terminal, batch) IN ({_LEFT})"
_OPEN = """
    SELECT seq, terminal, batch FROM journal
    WHERE (terminal, batch) NOT IN (SELECT terminal, batch FROM closed) ORDER BY seq
"""


class Filing:
    """Writes to ``file`` in whatever transaction is open there."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file
        self._places: dict[Name, array[int]] = {}  # of the rows that are not filed
        self._due: deque[Name] = deque()  # closed
        self._catch_up()
        for seq, *name in file.execute(_OPEN):
            self._places.setdefault((name[0], name[1]), array("q")).append(seq)

    def take(self, lines: Lines) -> None:
        """These rows are written. Raises sqlite3.Error."""
        late = set()
        for line in lines.get(Posting, ()):
            name: Name = line[_NAME]
            places = self._places.get(name)
            if places is None:
                places = self._places[name] = array("q")
                if self._is_filed(name):
                    late.add(name)
            places.append(line[0])
        for name in late:
            self._file_some(name, len(self._places[name]))
        if self._due and self._file_some(self._due[0], AT_ONCE):
            self._due.popleft()
        closed = (line for line in lines.get(BatchRow, ()) if line[_STATE] == "closed")
        self._due.extend(line[_NAME] for line in closed)

    def _is_filed(self, name: Name) -> bool:
        found = self._file.execute(f"SELECT 1 FROM closed WHERE {_IS_ONE}", name)  # noqa: S608
        return found.fetchone() is not None

    def _file_some(self, name: Name, most: int) -> bool:
        """Whether the batch is filed now."""
        places = self._places.pop(name, array("q"))
        self._file.executemany(f"{_PLACES} seq = ?", ((seq,) for seq in places[:most]))
        if len(places) > most:
            self._places[name] = places[most:]
            return False
        self._file.execute(f"{_CLOSED} {_IS_ONE}", name)
        return True

    def _catch_up(self) -> None:
        """Batches that were closed when a host ended before it had filed them."""
        if not self._file.execute(f"SELECT 1 WHERE EXISTS ({_LEFT})").fetchone():
            return
        self._file.execute("BEGIN IMMEDIATE")
        self._file.execute(f"{_PLACES} {_ARE_LEFT}")
        self._file.execute(f"{_CLOSED} {_ARE_LEFT}")
        self._file.execute("COMMIT")
