"""Where the rows of the books are kept: the interface, and the store that keeps them in memory."""

from collections.abc import Callable, Sequence
from typing import Protocol

from emulators.acquirer.archive import Archive
from emulators.acquirer.rows import Row

Done = Callable[[], None]


class Store(Protocol):
    """Keeps rows in order. Every call comes from the host's own thread."""

    @property
    def archive(self) -> Archive:
        """What is durable, by key."""

    def load(self) -> list[Row]:
        """Every row that is durable, in order."""

    def commit(self, rows: Sequence[Row], done: Done) -> None:
        """Make ``rows`` durable together, then call ``done`` on the host's thread.

        ``done`` of an earlier commit is always called first, also when ``rows`` is empty: that is
        how an answer without rows waits for those before it.
        """

    def close(self) -> None:
        """Make durable what is under way and let the file go."""


class MemoryStore:
    """Rows in a list: for the virtual clock and for tests. Everything is durable at once."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self.archive = Archive(self.load)

    def load(self) -> list[Row]:
        """Every row so far."""
        return list(self._rows)

    def commit(self, rows: Sequence[Row], done: Done) -> None:
        """Keep them, and call ``done`` before returning."""
        self._rows += rows
        done()

    def close(self) -> None:
        """Nothing has to be let go."""
