"""Books in a file, of which every closed batch leaves memory as soon as it may."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from emulators.acquirer.ledger import SqliteStore
from emulators.acquirer.rows import Row
from emulators.acquirer.store import Done
from tests.emulators.acquirer.loop import HandLoop


class FiledStore(SqliteStore):
    """Every commit is durable when it returns, and its ``done`` called; not while ``slow``."""

    slow = False

    def __init__(self, path: Path) -> None:
        self._loop = HandLoop()
        super().__init__(path, self._loop.call_soon, keeps=0)
        self._file.execute("PRAGMA synchronous=OFF")  # nobody pulls a plug here

    def commit(self, rows: Sequence[Row], done: Done) -> None:
        told: list[bool] = []

        def tell() -> None:
            told.append(True)
            done()

        super().commit(rows, tell)
        if not self.slow:
            self._loop.turn_until(lambda: bool(told))


class Drawer:
    """A folder with one file of books; its store is a new one after each restart."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.path = Path(self._folder.name) / "books.sqlite"
        self.store = FiledStore(self.path)

    def restart(self) -> FiledStore:
        self.store.close()
        self.store = FiledStore(self.path)
        return self.store

    def clear(self) -> None:
        self.store.close()
        self._folder.cleanup()
