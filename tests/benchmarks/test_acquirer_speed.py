"""How many sales a second the host takes, with its books in memory and in a file."""

import os
import time
from pathlib import Path

import pytest

from emulators.acquirer.host import Host
from emulators.acquirer.ledger import SqliteStore
from emulators.acquirer.settings import HostSettings
from emulators.acquirer.store import MemoryStore, Store
from emulators.clock import VirtualClock
from emulators.history import History
from tests.emulators.acquirer.loop import HandLoop
from tests.emulators.acquirer.till import Till

SALES = 2_000


class Load:
    """A host, and terminals that each have one sale under way."""

    def __init__(self, store: Store, terminals: int) -> None:
        clock = VirtualClock()
        settings = HostSettings(terminals=("*",))
        self.host = Host(History(clock).recorder("acquirer"), clock, None, store, settings)
        self.answered = 0
        self._left = [
            [Till(terminal=f"TP{conn:06d}").sale(n, 1250) for n in range(1, SALES // terminals + 1)]
            for conn in range(terminals)
        ]

    def connect(self, conn: int) -> None:
        self.host.connect(conn, lambda _: self._next(conn), lambda: None)

    def _next(self, conn: int) -> None:
        self.answered += 1
        if self._left[conn]:
            self.host.feed(conn, self._left[conn].pop())

    def run(self, loop: HandLoop | None) -> float:
        """Sales a second."""
        terminals = len(self._left)
        for conn in range(terminals):
            self.connect(conn)
        first = [left.pop() for left in self._left]
        total = SALES // terminals * terminals
        start_s = time.perf_counter()
        for conn, message in enumerate(first):
            self.host.feed(conn, message)
        while loop is not None and self.answered < total:
            loop.turn()
        assert self.answered == total
        return total / (time.perf_counter() - start_s)


def flushes_ms(folder: Path, count: int = 50) -> list[float]:
    """What each of so many flushes of this disk takes, the quickest first."""
    took_s = []
    with (folder / "flush").open("wb") as file:
        for _ in range(count):
            file.write(b"x" * 4096)
            file.flush()
            start_s = time.perf_counter()
            os.fsync(file.fileno())
            took_s.append(time.perf_counter() - start_s)
    return sorted(took * 1000 for took in took_s)


def told_flushes(folder: Path) -> str:
    """The same for a person."""
    took = flushes_ms(folder)
    return f"one flush {took[len(took) // 2]:.2f} ms ({took[0]:.2f} to {took[-1]:.2f})"


@pytest.mark.benchmark
@pytest.mark.parametrize("terminals", [1, 50])
def test_sales_a_second(terminals: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    memory = Load(MemoryStore(), terminals).run(None)
    loop = HandLoop()
    store = SqliteStore(tmp_path / "books.sqlite", loop.call_soon)
    durable = Load(store, terminals).run(loop)
    store.close()
    with capsys.disabled():
        print(
            f"\nacquirer core, {terminals} terminals: {memory:,.0f} msg/s in memory, "
            f"{durable:,.0f} msg/s durable ({told_flushes(tmp_path)})"
        )
