"""Time that jumps: an event loop that never waits, and the clock on it.

When nothing is left to be done now, the time is at once that of the next thing to be done. What a
coroutine sleeps, a device puts off or a POS waits for costs nothing and comes in exact order.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from contextvars import Context
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Any, TypeVar

from emulators.clock import Callback, Timer
from emulators.errors import TillproofError
from harness.loop import loop_error

T = TypeVar("T")
OPENING = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_RESOLUTION_S = 1e-9  # sums of seconds that should be the same may differ by less
AT_ONCE = 50_000  # turns at one moment, many more than any slip or day has
TURN_S = 0.01  # what each further one takes


class StandstillError(TillproofError):
    """Something is waited for that can never come: nothing is left that could bring it about."""


class PutOff(asyncio.TimerHandle):
    """What the loop has still to do. One that is called off does nothing when its turn comes."""

    __slots__ = ("_action", "_context", "_with")
    _repr = "<put off in virtual time>"

    def __init__(
        self, action: Callable[..., object], values: tuple[object, ...], context: Context | None
    ) -> None:
        self._action: Callable[..., object] | None = action
        self._with, self._context = values, context

    @classmethod
    def nothing(cls) -> "PutOff":
        """Nothing, until ``put_off`` says what."""
        return cls(_nothing, (), None)

    def put_off(self, state: tuple[Callable[..., object] | None, tuple[object, ...]]) -> None:
        """Do later what another one's ``state`` says."""
        self._action, self._with = state

    def state(self) -> tuple[Callable[..., object] | None, tuple[object, ...]]:
        """What it has to do, for ``put_off``. Raises TypeError for a coroutine's next step."""
        if self._action is None:
            return None, ()
        if self._context is not None:
            raise TypeError(f"{self._action} belongs to a coroutine")
        return self._action, self._with

    def cancel(self) -> None:
        """Call it off."""
        self._action = None

    def cancelled(self) -> bool:
        """Whether it was called off."""
        return self._action is None

    def run(self) -> None:
        """Do it, in the context of its task if it has one."""
        if self._action is None:
            return
        if self._context is None:
            self._action(*self._with)
        else:
            self._context.run(self._action, *self._with)


def _nothing() -> None:
    """Nothing."""


LoopState = tuple[float, deque[PutOff], list[tuple[float, int, PutOff]], "count[int]"]


class VirtualLoop(asyncio.BaseEventLoop):
    """An asyncio loop of this thread whose time starts at 0 and jumps. It has no sockets.

    What is put off is done in the order of its time, and what has the same time in the order in
    which it was asked for. A POS that always has something to do at once would keep the time from
    ever passing: after very many turns at one moment each turn takes a little time.
    """

    _stopping: bool  # BaseEventLoop's: the turn in hand is the last one

    def __init__(self) -> None:
        super().__init__()
        self.now_s = 0.0
        self.failed: Exception | None = None  # what a turn raised first
        self._soon: deque[PutOff] = deque()
        self._later: list[tuple[float, int, PutOff]] = []
        self._serials = count()
        self._at_once = 0

    def state(self) -> LoopState:
        """The time, and what it has to do: another loop's that goes on from here."""
        left = sorted(entry for entry in self._later if not entry[2].cancelled())
        return self.now_s, self._soon, left, self._serials

    def go_on_from(self, state: LoopState) -> None:
        """Have the ``state`` of another loop, instead of one's own."""
        self.now_s, self._soon, self._later, self._serials = state

    def time(self) -> float:
        """Virtual seconds."""
        return self.now_s

    def call_soon(
        self, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> PutOff:
        """Do that in the next turn."""
        due = PutOff(callback, args, context)
        self._soon.append(due)
        return due

    def call_at(
        self,
        when: float,
        callback: Callable[..., object],
        *args: object,
        context: Context | None = None,
    ) -> PutOff:
        """Do that when it is so late."""
        due = PutOff(callback, args, context)
        heappush(self._later, (when, next(self._serials), due))
        return due

    def call_later(
        self,
        delay: float,
        callback: Callable[..., object],
        *args: object,
        context: Context | None = None,
    ) -> PutOff:
        """Do that when so much time has passed."""
        return self.call_at(self.now_s + delay, callback, *args, context=context)

    def _run_once(self) -> None:
        """One turn, which BaseEventLoop asks for again and again until it is stopped.

        Raises StandstillError when there is nothing to do and nothing to wait for.
        """
        self._at_once += 1
        if not self._soon and not self._stopping:
            self._jump()
        elif self._at_once > AT_ONCE:
            self.now_s += TURN_S
        until_s = self.now_s + _RESOLUTION_S
        while self._later and self._later[0][0] <= until_s:
            self._soon.append(heappop(self._later)[2])
        for _ in range(len(self._soon)):
            due = self._soon.popleft()
            try:
                due.run()
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as error:  # noqa: BLE001  (as every loop does: it goes on)
                if isinstance(error, Exception):
                    self.failed = self.failed or error
                self.call_exception_handler({"message": "Exception in a turn", "exception": error})

    def _jump(self) -> None:
        while self._later and self._later[0][2].cancelled():
            heappop(self._later)
        if not self._later:
            raise StandstillError("the POS or the bench waits for what can never come")
        if self._later[0][0] > self.now_s:
            self.now_s, self._at_once = self._later[0][0], 0

    def close(self) -> None:
        """Forget what was put off."""
        super().close()
        self._soon.clear()
        self._later.clear()

    def __del__(self) -> None:
        """It holds nothing outside of memory: one that was not closed is no leak."""

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

    def check(self) -> None:
        """Raise LoopError when something failed in a turn."""
        if self.loop.failed is not None:
            raise loop_error(self.loop.failed) from self.loop.failed

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
        self._wall_at_s, self._wall = 0.0, start  # when it was last asked for, and what it was

    def monotonic_s(self) -> float:
        """Virtual seconds since the beginning."""
        return self._loop.now_s

    def wall(self) -> datetime:
        """The start, the seconds that have passed and the shifts together."""
        now_s = self._loop.now_s
        if now_s != self._wall_at_s:
            self._wall = self._start + timedelta(seconds=now_s) + self._shift
            self._wall_at_s = now_s
        return self._wall

    def shift_wall(self, by: timedelta) -> None:
        """Move the wall clock only."""
        self._shift += by
        self._wall += by

    def call_later(self, delay_s: float, callback: Callback) -> Timer:
        """Run ``callback`` when so much time has passed; with 0 in the next turn."""
        if delay_s <= 0:
            return self._loop.call_soon(callback)
        return self._loop.call_later(delay_s, callback)
