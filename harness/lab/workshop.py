"""What is done to a real printer, one thing after the other, and how its port comes and goes."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from typing import Protocol

from emulators.clock import Clock
from emulators.effects import Effect, Injected
from emulators.errors import UsageError
from emulators.printer import changes, effects
from emulators.printer.changes import Change
from emulators.printer.condition import Condition
from emulators.printer.mishaps import undergo
from emulators.recorder import Recorder
from harness.lab import sight
from harness.lab.deeds import Deed, deeds_for
from harness.lab.events import DeedDone, LabReady, PrinterLost
from harness.lab.hands import DeedError, Hands, Means
from harness.lab.observed import ObservedMechanism
from harness.lab.ports import Port, PrinterPortError
from harness.lab.watch import NONE, PROCESS, STATUS, Watch

_LOOK_S = 0.02  # between two looks whether a deed is done, and at a port that is to come back
_QUICK_S = 1.0  # for a port that hung up by itself to be there again
_SHADOWED = (  # effects that status tells nothing of: the shadow has to undergo them, too
    effects.ReversePaper,
    effects.JamPaper,
    effects.ClearJam,
    effects.JamCutter,
    effects.FreeCutter,
    effects.FailHead,
    effects.StickDrawer,
    effects.FreeDrawer,
)


class Tapped(Protocol):
    """The tap that it works on."""

    port: Port
    mechanism: ObservedMechanism
    watch: Watch

    def go_on(self) -> None:
        """What held the bytes may be over."""

    def lost(self, by: str) -> None:
        """The printer has forgotten everything."""


class Workshop:
    """Does the deeds of a bench. ``hands`` are its means; ``on_power`` is as a printer's."""

    def __init__(self, tap: Tapped, clock: Clock, recorder: Recorder) -> None:
        self._tap, self._clock, self._recorder = tap, clock, recorder
        self.hands = Hands({})
        self.proof = "auto"
        self.on_power: Callable[[bool, int | None], object] = lambda *_: None
        self._todo: deque[Injected] = deque()
        self._task: asyncio.Task[None] | None = None
        self._reopening: asyncio.Task[None] | None = None
        self._loading: Injected | None = None  # a roll is being put in
        self._closed = False
        self._deaf = False  # it has stopped answering, and that is told
        tap.watch.before_news = self._roll_is_in

    @property
    def busy(self) -> bool:
        """Whether somebody's hands are at the printer."""
        return self._task is not None

    # ---- coming and going

    async def ready(self) -> None:
        """Open the port and find out what the printer proves its printing by.

        Raises PrinterPortError, and UsageError for a printer that cannot print now.
        """
        tap = self._tap
        tap.port.on_data, tap.port.on_lost = tap.watch.heard, self._port_lost
        tap.port.on_room = tap.go_on
        await tap.port.open()
        answers = await self._answers()
        now = tap.mechanism.condition
        if answers and not now.online:
            raise UsageError(
                f"the printer at {tap.port.address} is not ready: {sight.words(now)}: put that "
                "right and start again"
            )
        tap.watch.proof = await self._proof() if answers else NONE
        self._recorder.record(LabReady(str(tap.port.address), tap.watch.proof))
        self._clock.call_later(tap.watch.poll_s, self._poll)

    async def _answers(self) -> bool:
        """Whether it tells its state at all."""
        self._tap.watch.poll()
        return await self._until(lambda: self._tap.watch.sight.complete)

    async def _proof(self) -> str:
        wanted = (PROCESS, STATUS) if self.proof == "auto" else (self.proof,)
        for method in wanted:
            if method == NONE or await self._proves(method):
                return method
        return NONE

    async def _proves(self, method: str) -> bool:
        watch = self._tap.watch
        watch.proof = method
        question = watch.probe()
        answered = await self._until(lambda: not watch.questions.is_open(question))
        watch.questions.drop(question)
        return answered

    async def _until(self, done: Callable[[], bool]) -> bool:
        """Wait for something that an answer brings, for as long as answers may take."""
        end_s = self._clock.monotonic_s() + self._tap.watch.questions.patience_s
        while not done():
            if self._clock.monotonic_s() >= end_s:
                return False
            await asyncio.sleep(_LOOK_S / 10)
        return True

    def _poll(self) -> None:
        if self._closed:
            return
        watch = self._tap.watch
        if self._tap.port.is_open and self._tap.mechanism.condition.powered:
            watch.poll()
            if watch.deaf and not (self.busy or self._deaf):
                why = f"{self._tap.port.address} does not answer any more: is it on?"
                self._recorder.record(PrinterLost(str(self._tap.port.address), why))
            self._deaf = watch.deaf
        self._clock.call_later(watch.poll_s, self._poll)

    def _port_lost(self, why: str) -> None:
        if self._closed:
            return
        self._tap.watch.forget()
        if self.busy:
            self._power(on=False, cause=self._tap.watch.cause)
        elif self._tap.mechanism.condition.powered and self._reopening is None:
            self._reopening = asyncio.ensure_future(self._reopen(why))

    def hang_up(self) -> None:
        """The POS has broken off in the middle of a command: let the printer know, if it can."""
        port = self._tap.port
        if not port.hangs_up or not port.is_open or self._reopening is not None:
            return
        port.close()
        self._tap.watch.forget()
        why = f"{port.address} does not take another connection"
        self._reopening = asyncio.ensure_future(self._reopen(why))

    async def _reopen(self, why: str) -> None:
        """It hung up by itself: some do when idle. If it stays away, that is told."""
        address = str(self._tap.port.address)
        self._tap.mechanism.give_up()
        try:
            if not await self._opened(_QUICK_S):
                self._recorder.record(PrinterLost(address, why))
                self._power(on=False, cause=None)
                while not await self._opened(_QUICK_S):
                    pass
                self._recorder.record(PrinterLost(address, why, back=True))
                self._power(on=True, cause=None)
        finally:
            self._reopening = None
        self._tap.go_on()

    async def _opened(self, within_s: float) -> bool:
        end_s = self._clock.monotonic_s() + within_s
        while True:
            try:
                await self._tap.port.open()
            except PrinterPortError:
                if self._clock.monotonic_s() >= end_s:
                    return False
                await asyncio.sleep(_LOOK_S)
            else:
                return True

    def _power(self, *, on: bool, cause: int | None) -> None:
        """What the printer remembers, and whether the POS reaches it, goes with its power."""
        mechanism = self._tap.mechanism
        if mechanism.condition.powered == on:
            return
        if not on:
            self._tap.port.close()
            self._tap.watch.forget()
            self._tap.lost("power")
        effect = effects.PowerOn if on else effects.PowerOff
        mechanism.change(changes.PLAIN[effect], cause)
        self.on_power(on, cause)

    async def close(self) -> None:
        """End everything that is under way; the port is free for others."""
        self._closed = True
        for task in (self._task, self._reopening):
            if task is not None:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
        self._tap.port.close()

    # ---- deeds

    def undergo(self, injected: Injected) -> None:
        """Something is to be done to the printer, after what is being done."""
        self._todo.append(injected)
        if self._task is None:
            self._task = asyncio.ensure_future(self._work())

    async def handled(self) -> None:
        """Wait until nobody's hands are at the printer."""
        while self._task is not None:
            await asyncio.wait([self._task])

    async def _work(self) -> None:
        try:
            while self._todo:
                injected = self._todo.popleft()
                self._tap.watch.cause = injected.cause
                for deed in deeds_for(injected.effect):
                    await self._do(deed, injected)
                self._tap.watch.cause = None
        finally:
            self._task = None
            self._loading = None
        self._tap.go_on()

    async def _do(self, deed: Deed, injected: Injected) -> None:
        """One deed, until it is seen to be done; what went wrong is recorded."""
        means, start_s = self.hands.means(deed), self._clock.monotonic_s()
        if means is None:  # its counterpart was asked for, too, before it was armed
            return
        self._loading = injected if isinstance(injected.effect, effects.LoadPaper) else None
        trouble = ""
        try:
            await asyncio.wait_for(self._done(deed, means, injected.effect), means.within_s + 1)
        except DeedError as error:
            trouble = str(error)
        except TimeoutError:
            trouble = (
                f"[lab.{deed.part}] {deed.verb}: it was done, and after {means.within_s:g} s the "
                f"printer still says: {sight.words(self._tap.mechanism.condition)}"
            )
        took_ms = round((self._clock.monotonic_s() - start_s) * 1000)
        self._recorder.record(
            DeedDone(deed.part, deed.verb, means.by, took_ms, trouble), cause=injected.cause
        )
        if not trouble:
            self._shadow(injected)

    async def _done(self, deed: Deed, means: Means, effect: Effect) -> None:
        doing = asyncio.ensure_future(means.do(deed, effect))
        try:
            while not (doing.done() and self._seen(deed, self._tap.mechanism.condition)):
                if doing.done():
                    doing.result()
                await self._look(returns=deed.undone_by != "on")
                if self._seen(deed, self._tap.mechanism.condition) and deed.seen is not None:
                    means.done()
            doing.result()
            await self._afresh()
        finally:
            doing.cancel()
            with contextlib.suppress(asyncio.CancelledError, DeedError):
                await doing

    def _seen(self, deed: Deed, condition: Condition) -> bool:
        return deed.seen is None or deed.seen(condition)

    async def _afresh(self) -> None:
        """See the printer once more: what was done may show a moment later."""
        self._tap.watch.sight = sight.Sight()
        if self._tap.port.is_open:
            await self._answers()

    async def _look(self, *, returns: bool) -> None:
        """Look at the printer, or, if it is to return, for it."""
        tap = self._tap
        if tap.port.is_open:
            tap.watch.poll()
            if tap.watch.deaf and tap.mechanism.condition.powered:
                self._power(on=False, cause=tap.watch.cause)
        elif returns:
            await self._come_back()
        await asyncio.sleep(_LOOK_S)

    async def _come_back(self) -> None:
        """The port was lost: when it is there again and answers, the printer is on."""
        try:
            await self._tap.port.open()
        except PrinterPortError:
            return
        if await self._answers():
            self._power(on=True, cause=self._tap.watch.cause)
        else:
            self._tap.port.close()

    def _roll_is_in(self) -> None:
        """The first sign of a new roll: what comes out from now on is on another piece."""
        injected, self._loading = self._loading, None
        if injected is not None:
            undergo(self._tap.mechanism.engine, injected.effect, injected.cause)

    def _shadow(self, injected: Injected) -> None:
        """Let the shadow undergo what the printer's status does not tell."""
        effect, engine = injected.effect, self._tap.mechanism.engine
        self._roll_is_in()
        if isinstance(effect, _SHADOWED):
            undergo(engine, effect, injected.cause)
        elif isinstance(effect, effects.ReplaceHead):
            change: Change = changes.PLAIN[effects.ReplaceHead]
            engine.change(change, injected.cause)
