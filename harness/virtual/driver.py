"""The driver of a POS that is a class: its lives are objects, and no process or thread is made."""

import asyncio
import json
import signal
import traceback
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from emulators.clock import Timer
from emulators.effects import Effect
from emulators.links.memory import Caller, Dialled, MemoryLink
from harness.pos.driver import Launch, Life
from harness.pos.protocol import Answer, Json, Params, Reply, decode_line, unknown
from harness.virtual.disk import PowerGoneError
from harness.virtual.ground import VirtualGround
from harness.virtual.patience import HungError, Patience
from harness.virtual.time import LoopClock
from harness.virtual.world import Till, World

KILLED, CRASHED = -int(signal.SIGKILL), 1
LOG_CHARACTERS = 1 << 20
PATIENCE = Patience()
HUNG = "the POS does not return: it has hung, and is heard of no more (nothing in it may wait)"


def rest() -> None:
    """The bench goes down: no POS is waited for."""
    PATIENCE.rest()


class VirtualDriver:
    """Lives of ``make(world)``, one at a time. It is the gate of each of them, too."""

    def __init__(
        self,
        make: Callable[[World], Till],
        clock: LoopClock,
        ground: VirtualGround,
        links: Mapping[str, MemoryLink],
    ) -> None:
        self._make, self._clock, self._ground, self._links = make, clock, ground, links
        ground.disk.on_cut = self.kill
        self._open: dict[int, asyncio.Future[Reply]] = {}
        self._calls = 0
        self._alive = self._frozen = self._busy = self._hung = False
        self._put_off: deque[Callable[[], None]] = deque()
        self._log_room = LOG_CHARACTERS
        self._logged: list[str] = []

    @property
    def log(self) -> str:
        """What it wrote to its log, in all its lives; its beginning when that is too much."""
        return "".join(self._logged)

    async def start(self, launch: Launch, life: Life) -> None:
        """Another life begins in the next turn."""
        self._launch, self._life = launch, life
        self._alive, self._frozen, self._busy, self._hung = True, False, False, False
        self._gate = _Gate(self)
        self._dialled: list[Dialled] = []
        gate = self._gate
        self._clock.call_later(0, lambda: self.enter(gate, self._begin))

    def _begin(self) -> None:
        self._till = self._make(World(self._launch.env, self._ground.disk, self._gate))
        self._till.start()

    @property
    def alive(self) -> bool:
        """Whether it has not ended."""
        return self._alive

    def call(self, method: str, params: Params) -> asyncio.Future[Reply]:
        """Ask in the next turn; the future is its answer, or that none came in time."""
        self._calls += 1
        number, loop = self._calls, asyncio.get_running_loop()
        future: asyncio.Future[Reply] = loop.create_future()
        self._open[number] = future
        gate, asks = self._gate, partial(self._ask, number, method, params)
        self._clock.call_later(0, lambda: self.enter(gate, asks))
        late = unknown(f"no answer within {self._launch.reply_within_s:g} s")
        timer = loop.call_later(self._launch.patience_s, self._answer, number, late)
        future.add_done_callback(partial(self._over, number, timer))
        return future

    def _ask(self, number: int, method: str, params: Params) -> None:
        self._till.call(number, method, params)

    def _over(self, number: int, timer: asyncio.TimerHandle, _: object) -> None:
        timer.cancel()
        self._open.pop(number, None)

    def why_not(self, effect: Effect) -> str:
        """It can undergo everything."""
        del effect
        return ""

    def signal(self, number: signal.Signals) -> None:
        """SIGSTOP and SIGCONT mean what they say to a process; others are of no account."""
        if number is signal.SIGSTOP:
            self._frozen = True
        elif number is signal.SIGCONT and self._frozen and not self._hung:
            self._frozen = False
            self._clock.call_later(0, self._go_on)

    def kill(self) -> None:
        """Dead when this returns; its lines are hung up."""
        self.die(KILLED)

    async def end(self, patience_s: float) -> None:
        """As if its standard input had been closed: it ends."""
        del patience_s
        self.die(0)
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    # ---- what its gate asks

    def enter(self, gate: "_Gate", action: Callable[[], None]) -> None:
        """Do something in that life: not when it is over, later when it stands still."""
        if not self._alive or gate is not self._gate:
            return
        self._put_off.append(action)
        if not self._busy:
            self._go_on()

    def _do(self, action: Callable[[], None]) -> None:
        try:
            PATIENCE.begin()
            action()
        except PowerGoneError:
            pass
        except HungError:
            self.write(f"{traceback.format_exc()}{HUNG}")
            self._frozen = self._hung = True  # as a process that goes round and round
        except Exception:  # noqa: BLE001  (whatever a POS does, the bench goes on)
            self.write(traceback.format_exc())
            self.die(CRASHED)
        finally:
            PATIENCE.end()

    def _go_on(self) -> None:
        """One after the other, in the order of their coming."""
        self._busy = True
        while self._put_off and not self._frozen:
            self._do(self._put_off.popleft())
        self._busy = False

    def need_power(self) -> None:
        """Raises PowerGoneError for a life that is over and goes on all the same."""
        self._ground.disk.need_power()

    def now(self) -> datetime:
        """The POS's wall clock."""
        return self._clock.wall().replace(tzinfo=None) + self._ground.clock.shift

    def later(self, delay_s: float, action: Callable[[], None]) -> Timer:
        """In a while, whatever it is then."""
        return self._clock.call_later(delay_s, action)

    def dial(self, url: str, caller: Caller) -> Dialled:
        """Connect to a device of the bench. Raises ValueError."""
        link = self._links.get(url)
        if link is None:
            raise ValueError(f"{url}: no device of the bench is there")
        line = link.dial(caller)
        self._dialled = [*(one for one in self._dialled if one.open), line]
        return line

    def say(self, number: int, message: Mapping[str, Json]) -> None:
        """As a line of JSON would be taken: with its types, without its tuples."""
        text = json.dumps({"jsonrpc": "2.0", "id": number, **message})
        answer = decode_line(text.encode())
        if not (isinstance(answer, Answer) and self._answer(answer.number, answer.reply)):
            self._life.said(f"an answer to call {number}, which is not open: {text}")

    def _answer(self, number: int, reply: Reply) -> bool:
        future = self._open.get(number)
        if future is None or future.done():
            return False
        future.set_result(reply)
        return True

    def write(self, text: str) -> None:
        """A line to the log, as long as there is room."""
        kept = (text if text.endswith("\n") else f"{text}\n")[: self._log_room]
        self._log_room -= len(kept)
        self._logged.append(kept)

    def die(self, status: int) -> None:
        """This life is over; its lines are hung up."""
        if not self._alive:
            return
        self._alive, life = False, self._life
        self._put_off.clear()
        for line in self._dialled:
            line.hang_up()
        self._clock.call_later(0, lambda: life.ended(status, ""))


class _Gate:
    """What stands between the world and one life: an earlier life's does nothing any more."""

    __slots__ = ("_driver",)

    def __init__(self, driver: VirtualDriver) -> None:
        self._driver = driver

    def enter(self, action: Callable[[], None]) -> None:
        self._driver.enter(self, action)

    def now(self) -> datetime:
        return self._driver.now()

    def later(self, delay_s: float, action: Callable[[], None]) -> Timer:
        put_off = _PutOff(action)
        put_off.timer = self._driver.later(delay_s, lambda: self._driver.enter(self, put_off.run))
        return put_off

    def dial(self, url: str, caller: Caller) -> Dialled:
        self._driver.need_power()
        return self._driver.dial(url, caller)

    def say(self, number: int, message: Mapping[str, Json]) -> None:
        self._driver.need_power()
        self._driver.say(number, message)

    def log(self, text: str) -> None:
        self._driver.need_power()
        self._driver.write(text)

    def leave(self, status: int) -> None:
        self._driver.die(status)


class _PutOff:
    """A timer of the POS: called off, it never runs, also when it ran out while the POS stood."""

    __slots__ = ("_action", "timer")

    timer: Timer

    def __init__(self, action: Callable[[], None]) -> None:
        self._action: Callable[[], None] | None = action

    def run(self) -> None:
        action, self._action = self._action, None
        if action is not None:
            action()

    def cancel(self) -> None:
        self._action = None
        self.timer.cancel()
