"""A POS that ends before anybody could ask it anything."""

import asyncio
import signal
from collections.abc import Callable
from pathlib import Path

from emulators.clock import VirtualClock
from emulators.effects import Effect
from emulators.history import History
from harness.pos.driver import Launch, Life
from harness.pos.pos import Pos
from harness.pos.protocol import Params, Reply


class Stillborn:
    """A driver whose POS is dead when it is up; ``told`` says when that is heard."""

    alive = False

    def __init__(self, told: Callable[[Callable[[], None]], object]) -> None:
        self._told = told

    async def start(self, _launch: Launch, life: Life) -> None:
        self._told(lambda: life.ended(3, " with status 3"))

    def call(self, method: str, _params: Params) -> asyncio.Future[Reply]:
        raise AssertionError(f"{method} of a dead one")

    def why_not(self, _effect: Effect) -> str:
        return ""

    def signal(self, _number: signal.Signals) -> None: ...

    def kill(self) -> None: ...

    async def end(self, _patience_s: float) -> None: ...


class Nothing:
    powerless = False

    def why_not(self, _effect: Effect, *, running: bool) -> str:
        return "" if running else "it is not up"

    def befall(self, _effect: Effect) -> str:
        return ""

    def swapped(self) -> Launch:
        raise AssertionError("there is one printer")


async def hello(turns: int) -> Reply:
    loop = asyncio.get_running_loop()

    def told(tell: Callable[[], None], left: int = turns) -> None:
        loop.call_soon(tell if not left else lambda: told(tell, left - 1))

    clock = VirtualClock()
    launch = Launch((), {}, Path(), Path("none"), 1.0)
    recorder = History(clock).recorder("pos")
    pos = Pos(recorder, clock, Stillborn(told), launch, Nothing())
    await pos.start()
    return pos.hello


def test_its_end_is_what_it_says_however_late_that_is_heard() -> None:
    for turns in (0, 1, 5):
        said = asyncio.run(hello(turns))
        assert (said.status, said.reason) == ("unknown", "the POS's process ended with status 3")
