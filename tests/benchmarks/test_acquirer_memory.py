"""What a host has in memory of the batches that it has closed: as much after many as after some."""

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from emulators.acquirer.host import Host
from emulators.acquirer.ledger import SqliteStore
from emulators.acquirer.settings import HostSettings
from emulators.acquirer.totals import Totals
from emulators.clock import VirtualClock
from emulators.history import History
from tests.benchmarks.conftest import Say
from tests.emulators.acquirer.loop import HandLoop
from tests.emulators.acquirer.till import Till

pytestmark = [pytest.mark.benchmark, pytest.mark.slow]
TERMINALS, SALES = 20, 50  # of each batch
KEEPS = 2_000
KEPT_EVENTS = 1_000


class Shop:
    """Terminals that sell and settle, all of them at a time."""

    def __init__(self, path: Path) -> None:
        self._loop = HandLoop()
        self.store = SqliteStore(path, self._loop.call_soon, keeps=KEEPS)
        clock = VirtualClock()
        recorder = History(clock, most_kept=KEPT_EVENTS).recorder("acquirer")
        self.host = Host(recorder, clock, None, self.store, HostSettings(terminals=("*",)))
        self._answered = 0
        for conn in range(TERMINALS):
            self.host.connect(conn, self._count, lambda: None)

    def _count(self, _: bytes) -> None:
        self._answered += 1

    def _ask(self, messages: Iterator[bytes]) -> None:
        due = self._answered + TERMINALS
        for conn, message in enumerate(messages):
            self.host.feed(conn, message)
        self._loop.turn_until(lambda: self._answered == due)

    def day(self, number: int) -> None:
        """A batch of each terminal."""
        tills = [Till(f"TP{conn:06d}", f"{number:06d}") for conn in range(TERMINALS)]
        for trace in range(1, SALES + 1):
            self._ask(till.sale(trace, 1250) for till in tills)
        self._ask(till.settle(900, Totals(SALES, SALES * 1250)) for till in tills)

    def in_memory(self) -> int:
        """Transactions of batches that have not left."""
        batches = [batch.transactions for batch in self.host.books.batches()]
        return sum(len(items) for items in batches if isinstance(items, dict))


@contextmanager
def traced() -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
    finally:
        tracemalloc.stop()


def test_closed_batches_leave_memory(tmp_path: Path, say: Say) -> None:
    shop = Shop(tmp_path / "books.sqlite")
    say(f"\n{TERMINALS} terminals, {SALES} sales a batch; {KEEPS:,} closed transactions are kept")
    with traced():
        for number in range(1, 21):
            shop.day(number)
            if number % 5 == 0:
                held_mb = tracemalloc.get_traced_memory()[0] / 1e6
                closed = number * TERMINALS * SALES
                say(f"  {closed:,} transactions closed: {held_mb:.1f} MB since the beginning")
    assert shop.in_memory() <= KEEPS + 4 * TERMINALS * SALES
    shop.store.close()
