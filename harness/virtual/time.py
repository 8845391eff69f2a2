"""Time that jumps: an event loop that never waits, and the clock on it.

When nothing is left to be done now, the time is at once that of the next thing to be done. What a
coroutine sleeps, a device puts off or a POS waits for costs nothing and comes in exact order.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from emulators.clock import Callback, Timer
from emulators.errors import TillproofError

T = TypeVar("T")
OPENING = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


class StandstillError(TillproofError):
    """Something is waited for that can never come: nothing is left that could bring it about."""


class VirtualLoop(asyncio.BaseEventLoop):
    """An asyncio loop of this thread whose time starts at 0 and jumps. It has no sockets."""

    def __init__(self) -> None:
        super().__init__()
        self._now_s = 0.0
        self._selector = self  # what BaseEventLoop waits with (as do all loops made of it)

    def time(self) -> float:
        """Virtual seconds."""
        return self._now_s

    def select(self, wait_s: float | None) -> Sequence[object]:
        """Let that time pass. Raises StandstillError when it would be for ever."""
        if wait_s is None:
            raise StandstillError("the POS or the bench waits for what can never come")
        self._now_s += wait_s
        return ()

    def _process_events(self, event_list: Sequence[object]) -> None:
        """There are none: nothing comes from outside."""

    def _write_to_self(self) -> None:
        """Nobody has to be woken."""


class LoopHere:
    """A virtual loop in place of the bench's loop thread: what is asked of it is done here."""

    def __init__(self) -> None:
        self.loop = VirtualLoop()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine, and everything else that falls due meanwhile."""
        return self.loop.run_until_complete(coroutine)

    def call(self, function: Callable[[], T]) -> T:
        """Call a function; what it brings about happens at the next ``run``."""
        return function()

    def close(self) -> None:
        """Cancel what is still under way."""
        if self.loop.is_closed():
            return
        tasks = asyncio.all_tasks(self.loop)
        for task in tasks:
            task.cancel()
        if tasks:
            self.loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self.loop.close()


class LoopClock:
    """The clock of the devices, and the wall of the POS, on a virtual loop."""

    def __init__(self, loop: VirtualLoop, start: datetime = OPENING) -> None:
        self._loop, self._start = loop, start
        self._shift = timedelta()

    def monotonic_s(self) -> float:
        """Virtual seconds since the beginning."""
        return self._loop.time()

    def wall(self) -> datetime:
        """The start, the seconds that have passed and the shifts together."""
        return self._start + timedelta(seconds=self._loop.time()) + self._shift

    def shift_wall(self, by: timedelta) -> None:
        """Move the wall clock only."""
        self._shift += by

    def call_later(self, delay_s: float, callback: Callback) -> Timer:
        """Run ``callback`` when so much time has passed; with 0 in the next turn."""
        if delay_s <= 0:
            return self._loop.call_soon(callback)
        return self._loop.call_later(delay_s, callback)
