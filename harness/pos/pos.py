"""The POS under test: its lives, its calls, and what it undergoes, however it is driven."""

import asyncio
import signal
from typing import Protocol

from emulators.clock import Clock, Timer
from emulators.effects import Directive, Effect, Injected
from emulators.events import Payload
from emulators.masking import card_numbers, mask_text
from emulators.recorder import Recorder
from harness.events import PosDisk, PosEnded, PosFrozen, PosLog, PosReady, PosSaid, PosStarted
from harness.pos import effects
from harness.pos.driver import Driver, Launch, Life
from harness.pos.process import LOG_LIMIT_BYTES, StartError
from harness.pos.protocol import Params, Reply, unknown

JUNK_LINES = 20
JUNK_CHARACTERS = 200
SHUTDOWN_PATIENCE_S = 2.0


class Surroundings(Protocol):
    """What the POS stands in: its disk, and the addresses that it is given."""

    def why_not(self, effect: Effect, *, running: bool) -> str:
        """Why that cannot befall them here; '' when it can. ``running``: the POS was started."""

    def befall(self, effect: Effect) -> str:
        """Let it; the POS is dead when it has to be. Says what the data folder is now, or ''."""

    @property
    def powerless(self) -> bool:
        """Whether the flush has come that a power cut waited for, and is not told yet."""

    def swapped(self) -> Launch:
        """How to start the POS with the printers' addresses swapped, once more back again."""


class Pos:
    """The POS under test. All on the bench's loop."""

    def __init__(
        self,
        recorder: Recorder,
        clock: Clock,
        driver: Driver,
        launch: Launch,
        surroundings: Surroundings,
    ) -> None:
        self._recorder, self._clock, self._driver, self._launch = recorder, clock, driver, launch
        self._surroundings = surroundings
        self._over: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._starts = 0
        self._junk = 0
        self._asked = False
        self._fatal_flush: Injected | None = None
        self._restart: Timer | None = None
        self._starting: asyncio.Task[None] | None = None
        self.hello = unknown("not started yet")
        self.up = asyncio.Event()  # set while the POS has answered hello in this life
        self._powered = asyncio.Event()  # not set while a fault keeps it from being started
        self._powered.set()

    async def start(self) -> None:
        """Start the process and say hello. Raises StartError when the command cannot be started."""
        self._starts += 1
        self._asked = False
        self.up.clear()
        self._over = asyncio.get_running_loop().create_future()
        life = Life(self._said, self._ended, self._saw, self._recorder.blob)
        await self._driver.start(self._launch, life)
        self._obey(self._recorder.record(PosStarted(self._starts)))
        self.hello = await self._first_words()
        if self.hello.status == "ok":
            self._obey(self._recorder.record(self._ready()))
            self.up.set()

    async def _first_words(self) -> Reply:
        """Of one that has ended by now: how it ended, once that is heard."""
        reply = await self.call("hello", {})
        if reply.status == "unknown" and not self._driver.alive:
            await asyncio.wait((self._over,), timeout=SHUTDOWN_PATIENCE_S)
            return unknown(self._over.result()) if self._over.done() else reply
        return reply

    def _ready(self) -> PosReady:
        listed = self.hello.result.get("capabilities")
        words = tuple(str(word) for word in listed) if isinstance(listed, list) else ()
        return PosReady(self._starts, self.hello.text("name"), self.hello.text("version"), words)

    @property
    def alive(self) -> bool:
        """Whether its process runs."""
        return self._driver.alive

    @property
    def coming(self) -> bool:
        """Whether it is down and will be started again by itself."""
        return self._restart is not None or self._starting is not None

    async def switched_on(self) -> None:
        """Wait while a fault keeps it from being started again."""
        await self._powered.wait()

    async def call(self, method: str, params: Params) -> Reply:
        """One call, until it is answered, the time is up or the process has ended."""
        if not self._driver.alive:
            return unknown("the POS is not running")
        asked, over = self._driver.call(method, params), self._over
        try:
            await asyncio.wait((asked, over), return_when=asyncio.FIRST_COMPLETED)
            return asked.result() if asked.done() else unknown(over.result())
        finally:
            asked.cancel()

    def apply(self, injected: Injected) -> None:
        """Undergo an effect. Raises TypeError for one that no POS knows."""
        match injected.effect:
            case effects.Kill(off_for_ms=off_for_ms):
                self._kill(off_for_ms)
            case effects.Freeze():
                self._freeze(frozen=True, cause=injected.cause)
            case effects.Thaw():
                self._freeze(frozen=False, cause=injected.cause)
            case effects.Start():
                self._start_again()
            case effects.CutPower(flushes=flushes) if flushes:
                self._fatal_flush = injected
                self._surroundings.befall(injected.effect)
            case effects.KeepPower():
                self._keep_power(injected)
            case effects.CutPower(off_for_ms=off_for_ms) | effects.LoseData(off_for_ms=off_for_ms):
                self._kill(off_for_ms)
                self._befall(injected)
            case effects.SwapPrinters(off_for_ms=off_for_ms):
                self._kill(off_for_ms)
                self._launch = self._surroundings.swapped()
            case effects.FillDisk() | effects.FreeDisk():
                self._befall(injected)
            case _:
                raise TypeError(f"a POS cannot undergo {injected.effect}")

    def why_not(self, effect: Effect) -> str:
        """Why this POS cannot undergo that here, in a sentence; '' when it can."""
        why = self._driver.why_not(effect)
        return why or self._surroundings.why_not(effect, running=self.up.is_set())

    def _befall(self, injected: Injected) -> None:
        state = self._surroundings.befall(injected.effect)
        self._obey(self._recorder.record(PosDisk(state), cause=injected.cause))

    def _keep_power(self, injected: Injected) -> None:
        if self._surroundings.powerless:  # it is dead, and that is heard in a moment
            self._powered.clear()
            self._driver.kill()
            return
        self._surroundings.befall(injected.effect)
        if self._fatal_flush is not None:
            self._obey(self._recorder.record(PosDisk("kept"), cause=self._fatal_flush.cause))
            self._fatal_flush = None

    def _kill(self, off_for_ms: int) -> None:
        died = self._fatal_flush if self._surroundings.powerless else None
        if died is not None:  # at a flush, and its end is not heard of yet
            self._fatal_flush = None
            self._driver.kill()
            self._befall(Injected(effects.CutPower(off_for_ms), died.cause))
        elif not self._driver.alive:
            return
        self._asked = True
        self._driver.kill()
        self.up.clear()
        self._stay_off(off_for_ms)

    def _stay_off(self, off_for_ms: int) -> None:
        self._powered.clear()
        self._restart = self._clock.call_later(off_for_ms / 1000, self._start_again)

    def _start_again(self) -> None:
        self._restart = None
        self._powered.set()
        if self._starting is None:
            self._starting = asyncio.ensure_future(self._restart_now())

    async def _restart_now(self) -> None:
        await self._driver.end(0)
        try:
            await self.start()
        except StartError as error:
            self.hello = unknown(str(error))
        finally:
            self._starting = None

    def _freeze(self, *, frozen: bool, cause: int) -> None:
        self._driver.signal(signal.SIGSTOP if frozen else signal.SIGCONT)
        self._obey(self._recorder.record(PosFrozen(frozen), cause=cause))

    async def stop(self) -> None:
        """Shut it down for good, and make sure that nothing of it is left."""
        if self._starting is not None:
            self._starting.cancel()
            await asyncio.gather(self._starting, return_exceptions=True)
        await self.rest()
        self._keep_log()

    async def rest(self) -> None:
        """Ask it to shut down, and see to it that it does; ``start`` starts it again."""
        if self._restart is not None:
            self._restart.cancel()
            self._restart = None
            self._powered.set()
        self._driver.signal(signal.SIGCONT)
        self._asked = True
        if self._driver.alive and self.hello.status == "ok":
            await asyncio.wait(
                [asyncio.ensure_future(self.call("shutdown", {}))], timeout=SHUTDOWN_PATIENCE_S
            )
        await self._driver.end(SHUTDOWN_PATIENCE_S if self.hello.status == "ok" else 0.1)

    def _said(self, text: str) -> None:
        """Something that answers nothing; of a POS that floods no more than the beginning."""
        if self._junk < JUNK_LINES:
            self._junk += 1
            self._saw(PosSaid(mask_text(text[:JUNK_CHARACTERS])))

    def _saw(self, payload: Payload) -> None:
        self._obey(self._recorder.record(payload))

    def _ended(self, status: int, more: str) -> None:
        self.up.clear()
        if not self._over.done():
            self._over.set_result(f"the POS's process ended{more}")
        asked = self._asked
        died = self._fatal_flush if self._surroundings.powerless else None
        self._asked |= died is not None
        self._obey(self._recorder.record(PosEnded(self._starts, status, self._asked)))
        if died is not None and isinstance(died.effect, effects.CutPower):
            self._fatal_flush = None
            now = effects.CutPower(died.effect.off_for_ms)
            self._driver.kill()  # whatever else it had started
            self._befall(Injected(now, died.cause))
            if not asked:
                self._stay_off(now.off_for_ms)
            elif self._restart is None:  # it was to be off
                self._powered.set()

    def _obey(self, directive: Directive) -> None:
        for injected in directive.injected:
            self.apply(injected)

    def _keep_log(self) -> None:
        """The standard error into the History, its card numbers masked, on disk as well."""
        if not self._launch.stderr.exists():
            return
        with self._launch.stderr.open("rb") as log:
            text = log.read(LOG_LIMIT_BYTES).decode("utf-8", "replace")
        found = card_numbers(text)
        if found:
            self._launch.stderr.write_text(mask_text(text), encoding="utf-8")
        blob = self._recorder.blob(mask_text(text).encode())
        self._recorder.record(PosLog(blob, found))
