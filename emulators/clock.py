"""Time, injected everywhere: nothing else in the emulators asks what time it is.

``RealClock`` runs on an asyncio loop; ``VirtualClock`` stands still until it is advanced, so that a
60 s host time-out costs a test nothing.
"""

import asyncio
import heapq
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Protocol

Callback = Callable[[], None]


class Timer(Protocol):
    """Something that was put off and can still be called off."""

    def cancel(self) -> None:
        """Call it off; harmless when it has run already."""


class Clock(Protocol):
    """The one source of time."""

    def monotonic_s(self) -> float:
        """Seconds since some fixed moment; never goes back."""

    def wall(self) -> datetime:
        """The date and time that a clock on the wall would show, in UTC."""

    def shift_wall(self, by: timedelta) -> None:
        """Move the wall clock only (the next day, daylight saving, a correction)."""

    def call_later(self, delay_s: float, callback: Callback) -> Timer:
        """Run ``callback`` once, in ``delay_s`` seconds (0: soon, after what is under way)."""


def business_date(clock: Clock) -> date:
    """The date of ``clock``'s wall: what a host takes as the business date until its cutover."""
    return clock.wall().date()


class RealClock:
    """The machine's time, on an asyncio event loop; ``rate`` times as fast, the wall excepted."""

    def __init__(self, loop: asyncio.AbstractEventLoop | None = None, *, rate: float = 1.0) -> None:
        self._loop = loop or asyncio.get_running_loop()
        self._shift = timedelta()
        self.rate = rate
        # Seconds of the machine's monotonic clock, times the rate: asked at every event.
        self.monotonic_s: Callable[[], float]
        self.monotonic_s = time.monotonic if rate == 1 else lambda: time.monotonic() * rate

    def wall(self) -> datetime:
        """The machine's wall clock in UTC, moved by what ``shift_wall`` said."""
        return datetime.now(UTC) + self._shift

    def shift_wall(self, by: timedelta) -> None:
        """Move the wall clock only."""
        self._shift += by

    def call_later(self, delay_s: float, callback: Callback) -> Timer:
        """Run ``callback`` on the loop; with 0 in the loop's next turn."""
        if delay_s <= 0:
            return self._loop.call_soon(callback)
        return self._loop.call_later(delay_s / self.rate, callback)


class _VirtualTimer:
    """A timer of a VirtualClock."""

    __slots__ = ("callback",)

    def __init__(self, callback: Callback) -> None:
        self.callback: Callback | None = callback

    def cancel(self) -> None:
        self.callback = None


class VirtualClock:
    """Time that passes only when it is told to; timers run in order of time, then of making."""

    def __init__(self, wall: datetime = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)) -> None:
        self._start = wall
        self._now_s = 0.0
        self._shift = timedelta()
        self._timers: list[tuple[float, int, _VirtualTimer]] = []
        self._order = count()

    def monotonic_s(self) -> float:
        """Seconds advanced so far."""
        return self._now_s

    def wall(self) -> datetime:
        """The start, the seconds advanced and the shifts together."""
        return self._start + timedelta(seconds=self._now_s) + self._shift

    def shift_wall(self, by: timedelta) -> None:
        """Move the wall clock only."""
        self._shift += by

    def call_later(self, delay_s: float, callback: Callback) -> Timer:
        """Run ``callback`` when time has been advanced by ``delay_s``."""
        timer = _VirtualTimer(callback)
        due_s = self._now_s + max(0.0, delay_s)
        heapq.heappush(self._timers, (due_s, next(self._order), timer))
        return timer

    def advance(self, seconds: float = 0.0) -> None:
        """Let ``seconds`` pass and run each timer that falls due, those made meanwhile too."""
        end_s = self._now_s + seconds
        while self._timers and self._timers[0][0] <= end_s:
            due_s, _, timer = heapq.heappop(self._timers)
            self._now_s = max(self._now_s, due_s)
            callback, timer.callback = timer.callback, None
            if callback is not None:
                callback()
        self._now_s = end_s
