"""The bench: printer, acquirer, the POS under test and its operator, one clock, one History.

Synchronous on the outside; everything inside runs on a loop thread of its own. ``with Bench(...)``
leaves nothing behind after any failure: no process, thread, port or file outside its folder.
"""

import contextlib
import json
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from emulators.blobs import Blobs
from emulators.clock import RealClock
from emulators.events import Event, Payload
from emulators.faults.fault import ScheduledFault, parse_fault
from emulators.faults.nemesis import Nemesis
from emulators.history import History
from emulators.recorder import Recorder
from harness import version
from harness.calendar import Calendar
from harness.config import Config
from harness.devices import Devices, Sockets, Wiring
from harness.errors import NotApplicable
from harness.events import RunEnded, RunStarted
from harness.loop import Loop, LoopThread
from harness.ocr import read_pictures
from harness.operator import Operator
from harness.pos.drivers.registry import driver_for
from harness.pos.effects import CutPower
from harness.pos.flushes import FlushCount
from harness.pos.ground import Ground
from harness.pos.launch import Launcher
from harness.pos.pos import Pos
from harness.pos.protocol import Json
from harness.pos.warm import WarmPos
from harness.recovery import (
    await_alert,
    await_outcome,
    await_reminder,
    await_strike,
    open_shop,
    recover,
)

T = TypeVar("T")
HISTORY = "history.jsonl"


class Bench:
    """One run of a POS between virtual devices.

    Args:
        config: the configuration.
        folder: where the run leaves its evidence; made when it is not there.
        name: what the run is called in reports.
        schedule: faults to arm before the POS starts, as objects or as text.
        moves_clock: start the POS so that its wall clock can be moved (``next_day``).
        needs: what else to start it with for faults that are armed later: clock, disk; flushes, to
            be told in the end when the POS flushed to its disk (``PosFlushed``).
        rate: how many times as fast time passes for the POS, the devices and every bound; 1 where
            the POS's clock cannot be moved (``rate`` says what it came to). None: as configured.
        warm: what the POS is forked from; None: it is started afresh.
    """

    history: History
    nemesis: Nemesis
    devices: Devices
    pos: Pos
    looks = 20  # how often it is looked at while it has to be quiet
    late = False  # the History is written down when ``save`` says so, and not as it comes

    def __init__(
        self,
        config: Config,
        folder: Path,
        *,
        name: str = "run",
        schedule: Sequence[ScheduledFault | str] = (),
        moves_clock: bool = False,
        needs: Iterable[str] = (),
        rate: float | None = None,
        warm: WarmPos | None = None,
    ) -> None:
        self.config = config
        self.folder = folder
        self.name = name
        self.operator = Operator(self)
        self.shut = False  # the operator has shut the till down, and it is to stay so
        self.settled = True  # nothing has been asked of the POS since it was last seen at rest
        self._schedule = [parse_fault(x) if isinstance(x, str) else x for x in schedule]
        wanted = {*needs, *(item.fault.needs for item in self._schedule)}
        wanted |= {"clock"} if moves_clock else set()
        self._counts_flushes = "flushes" in wanted
        wanted |= {"disk"} if self._counts_flushes else set()
        self._flushes: FlushCount | None = None
        rate = config.pos.clock_rate if rate is None else rate
        rate = 1.0 if config.printer.link == "tap" else rate  # a real printer takes its time
        self._launcher = self._make_ground(wanted, rate, warm)
        self.rate = self._launcher.rate
        self._stack = contextlib.ExitStack()
        self._last_words = RunEnded()

    def _make_ground(self, needs: set[str], rate: float, warm: WarmPos | None) -> Ground:
        return Launcher(self.config, self.folder, needs, rate=rate, warm=warm)

    def __enter__(self) -> Self:
        """As ``start``."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """As ``stop``; what went wrong is recorded."""
        self.stop("" if error is None else f"{type(error).__name__}: {error}")

    def start(self) -> None:
        """Bring everything up and wait for the POS's hello.

        Raises StartError for a command that cannot be started, PortError, UsageError. A POS that
        does not answer hello raises nothing: its trouble is in the History.
        """
        self._open(self._bring_up)

    def _open(self, up: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            self._loop = self._open_loop()
            self._stack.callback(self._loop.close)
            self.run(up())
        except BaseException:
            self._stack.close()
            raise

    def _open_loop(self) -> Loop:
        return LoopThread()

    def _open_history(self) -> History:
        """The History on disk, in time that passes."""
        self.folder.mkdir(parents=True, exist_ok=True)
        clock = RealClock(self._loop.loop, rate=self.rate)
        if self.late:
            return History(clock, Blobs())
        path = self.folder / HISTORY
        sink = self._stack.enter_context(path.open("w", 1, "utf-8"))
        history = History(clock, Blobs(self.folder / "blobs"), sink)
        self._stack.callback(history.catch_up)
        return history

    async def _bring_up(self) -> None:
        await self._set_up()
        for item in self._schedule:
            self._arm(item)
        self._stack.callback(lambda: self.run(self.pos.stop()))
        await self.pos.start()
        reason = self.pos.why_not(CutPower(flushes=1)) if self._counts_flushes else ""
        if reason:
            raise NotApplicable(reason)
        await open_shop(self)

    async def _set_up(self) -> None:
        """Everything but the faults; the POS is not started."""
        self.history = self._open_history()
        if self._counts_flushes:
            self._flushes = FlushCount(self.history, lambda: self._launcher.flushed)
        clock = self.clock = self.history.clock
        self.nemesis = Nemesis(self.history, clock)
        settings = json.dumps(self.config.model_dump(mode="json", exclude={"folder"}))
        self.record_here("bench", RunStarted(self.name, version(), settings))
        self._stack.callback(self._launcher.close)
        self._stack.callback(self._last_word)
        self.devices = Devices(self.history, clock, self.config, self._wiring())
        self._stack.callback(lambda: self.run(self.devices.down()))
        await self.devices.ready()
        self.devices.up()
        self.devices.attach(self.nemesis)
        self.pos = self._make_pos(self.history.recorder("pos"))
        self.nemesis.attach("pos", self.pos)
        self.calendar = Calendar(
            self.history.recorder("pos"),
            self.devices.host,
            self._launcher.clock,
            self._launcher.why_not_clock,
        )
        self.nemesis.attach("calendar", self.calendar)
        self.nemesis.attach("operator", self.operator)

    def _wiring(self) -> Wiring:
        return Sockets(self.config, self.folder)

    def _make_pos(self, recorder: Recorder) -> Pos:
        launch = self._launcher.prepare(self.devices.addresses)
        return Pos(recorder, self.clock, driver_for(self.config), launch, self._launcher)

    def _arm(self, fault: ScheduledFault | str) -> None:
        scheduled = parse_fault(fault) if isinstance(fault, str) else fault
        if scheduled.target() == "terminal" and self.devices.terminal is None:
            raise NotApplicable("the bench has no payment terminal: set acquirer.link = 'zvt'")
        reason = self.nemesis.why_not(scheduled)
        if reason:
            raise NotApplicable(f"{scheduled.name}: {reason}")
        self.nemesis.arm(scheduled)

    def _last_word(self) -> None:
        if self._flushes is not None:
            self.record("pos", self._flushes.told())
        self.record("bench", self._last_words)

    def stop(self, interrupted: str = "", failed_step: str = "") -> None:
        """Take everything down, whatever state it is in. Safe to call twice."""
        self._last_words = RunEnded(interrupted, failed_step)
        self._stack.close()

    def save(self) -> None:
        """Leave all evidence in the folder, where it is not there as it comes. Raises OSError."""
        if self.late:
            self.history.save(self.folder / HISTORY)
            self.history.blobs.save(self.folder / "blobs")

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine on the bench's loop and wait for it."""
        return self._loop.run(coroutine)

    def do(self, function: Callable[[], T]) -> T:
        """Run a function on the bench's loop and wait for it."""
        return self._loop.call(function)

    def record(self, device: str, payload: Payload) -> None:
        """Record an event from outside the loop."""
        self.do(lambda: self.record_here(device, payload))

    def record_here(self, device: str, payload: Payload) -> None:
        """Record an event of a device that undergoes nothing itself (the operator, the bench)."""
        self.history.record(device, payload)

    @property
    def events(self) -> list[Event]:
        """Everything that has happened so far."""
        return list(self.history.events)

    def arm(self, fault: ScheduledFault | str) -> None:
        """Arm a fault.

        Raises UsageError for one that does not exist or cannot strike on this bench, NotApplicable
        for one that cannot be had with this POS on this machine.
        """
        self.do(lambda: self._arm(fault))
        self.run(self.devices.handled())
        self.operator.catch_up()

    def mend(self, fault: str = "") -> int:
        """Put right what stands (of that fault); says how many faults that were."""
        mended = self.do(lambda: self.nemesis.mend(fault))
        self.run(self.devices.handled())
        return mended

    def await_strike(self, fault: str = "") -> None:
        """Wait until that fault has struck, if it is armed and has not yet, or for a while."""
        self.run(await_strike(self, fault))

    def await_alert(self) -> None:
        """Look at the till until it tells of a trouble that it can know of, or its time is up."""
        self.run(await_alert(self))

    def await_outcome(self, method: str, params: Mapping[str, Json]) -> None:
        """Look at the till until it tells what became of a pending call, or for a while."""
        self.run(await_outcome(self, method, params))

    def await_reminder(self) -> None:
        """Look at the till until it reminds of a day that is not settled, or its time is up."""
        self.run(await_reminder(self))

    def open_shop(self) -> None:
        """Look at the till until it is ready for the next operation, or for a while."""
        self.run(open_shop(self))

    def settle(self) -> None:
        """Mend everything, let the POS recover, and wait until the bench is quiet.

        Raises LoopError when the bench itself has failed: what the checks found would say nothing.
        """
        if not self.settled:
            self.run(recover(self))
            read_pictures(self)
            self.settled = True
        self._loop.check()

    def close_shop(self) -> None:
        """The end of the day: the till is shut down in order; ``next_morning`` starts it again."""
        self.operator.did("shuts the till down")
        self.shut = True
        self.run(self.pos.rest())

    def next_morning(self, days: int = 1) -> None:
        """The date goes on, and a till that is shut is started again. Raises NotApplicable."""
        self.next_day(days)
        self.run(self.open_again())

    async def open_again(self) -> None:
        """Start a till that is shut, and look at it until it is ready, or for a while."""
        self.shut = False
        if not self.pos.alive and not self.pos.coming:
            await self.pos.start()
        await open_shop(self)

    def next_day(self, days: int = 1) -> None:
        """Move the POS's wall clock and the host's business date. Raises NotApplicable."""
        self.do(lambda: self.calendar.go_on(days))


class LateBench(Bench):
    """One whose evidence is wanted only when it is judged: nothing of its History is on disk."""

    late = True
