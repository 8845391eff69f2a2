"""The bench behind the console: one at a time, worked by several people, recorded as it goes."""

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any, TypeVar

from behave.model import Scenario

from emulators.errors import TillproofError
from emulators.events import Event
from emulators.faults.events import FaultArmed
from emulators.history import of
from emulators.printer.events import SlipEnded
from harness.bench import Bench
from harness.checks.judge import judge, run_verdict
from harness.checks.result import Result
from harness.config import Config
from harness.console.playing import Performance
from harness.console.plays import Offer, Plays
from harness.console.record import Record, moment
from harness.console.views import FaultView, State, fault_views, state_of
from harness.console.wires import Wires
from harness.events import Returned
from harness.faults import add_harness_faults
from harness.pos.protocol import Json
from harness.reports.folder import RunFolder
from harness.reports.summary import ScenarioResult
from harness.reports.wires.message import WireMessage
from harness.workloads.player import do
from harness.workloads.steps import Step

FRAME_S = 0.03  # so long events are gathered before viewers hear of them
_LOOKS = ("status", "acknowledge")
T = TypeVar("T")
Watcher = Callable[[], None]


class BusyError(TillproofError):
    """The till has one open call, and another was asked for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the POS answered. ``status``: ok, error, not_applicable or unknown."""

    method: str
    status: str
    outcome: str
    receipt: str
    result: str
    reason: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What all checks say of the session so far."""

    verdict: str
    reasons: tuple[str, ...]
    results: tuple[Result, ...]


class Room:
    """Every method may be called from any thread; those that wait for the POS wait there."""

    def __init__(self, config: Config, folder: RunFolder) -> None:
        add_harness_faults()
        self._plays = Plays()
        self._performance: Performance | None = None
        self._config = config
        self._folder = folder
        self._numbers = count(1)
        self._turn = threading.Lock()
        self._busy = ""
        self._watchers: list[Watcher] = []
        self._due = False
        self._record = Record()
        self._slips: list[SlipEnded] = []
        self.bench = self._fresh()
        self._wires = Wires(self.bench)

    def _fresh(self) -> Bench:
        folder = self._folder.scenario(next(self._numbers), "console")
        bench = Bench(self._config, folder.path, name="console", moves_clock=True)
        bench.start()
        self._listen(bench)
        return bench

    def _listen(self, bench: Bench) -> None:
        bench.do(lambda: bench.history.subscribe(partial(self._heard, bench)))

    def close(self) -> None:
        """Take the bench down; its History is complete then."""
        self.bench.stop()

    def reset(self) -> None:
        """A new session: fresh paper, fresh books, a fresh POS. The old one stays on disk."""
        with self._open("reset"):
            self._performance = None
            self._exchange(self._fresh())

    def _exchange(self, new: Bench) -> None:
        """Another bench stands here; the old one goes down."""
        old, self.bench = self.bench, new
        self._record, self._slips = Record(), []
        self._wires, self._due = Wires(new), False
        old.stop()

    def _ask(self, question: Callable[[Bench], T]) -> T:
        """On the bench's loop; once more when the bench was exchanged in the meantime."""
        while True:
            bench = self.bench
            try:
                return bench.do(partial(question, bench))
            except RuntimeError:
                if bench is self.bench:
                    raise

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Call ``watcher`` on the bench's thread when something has changed; the answer ends it."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def _heard(self, bench: Bench, event: Event) -> None:
        if bench is not self.bench:  # on its way in or out
            return
        if isinstance(event.payload, SlipEnded):
            self._slips.append(event.payload)
        if not self._due:
            self._due = True
            bench.clock.call_later(FRAME_S, self._tell)

    def _tell(self) -> None:
        self._due = False
        for watcher in tuple(self._watchers):
            watcher()

    def state(self) -> State:
        """Everything but the timeline."""
        playing = None if self._performance is None else self._performance.view
        return self._ask(lambda bench: state_of(bench, self._slips, self._busy, playing))

    def events(self, after: int, most: int) -> Sequence[Event]:
        """At most so many events behind that number, the earliest first."""
        first = max(0, after)
        return self._ask(lambda bench: bench.history.events[first : first + most])

    def wires(self, after: int, most: int) -> Sequence[WireMessage]:
        """At most so many of the latest messages of both wires behind that event."""
        while True:
            wires = self._wires
            try:
                return wires.messages(after, most)
            except RuntimeError:
                if wires is self._wires:
                    raise

    def offers(self) -> tuple[Offer, ...]:
        """What can be played."""
        return self._plays.offers()

    def play(self, kind: str, name: str, language: str) -> ScenarioResult:
        """Play a scenario on a bench of its own, which stays for whoever goes on by hand.

        Raises UsageError, BusyError, PosFailed, StartError, PortError.
        """
        scenario = self._plays.scenario(kind, name, language)
        with self._open("play"):
            folder = self._folder.scenario(next(self._numbers), scenario.name)
            self._performance = Performance(scenario, self._config, folder, self._tell)
            played = self._performance.play(partial(self._show, scenario))
            self._record.sold(self._performance.scene.references)
            return played

    def _show(self, scenario: Scenario, bench: Bench) -> None:
        """What is played is recorded as if it had been done by hand, where it has such words."""
        self._exchange(bench)
        self._record = Record(scenario)
        self._listen(bench)

    def faults(self) -> tuple[FaultView, ...]:
        """What can befall this bench."""
        return fault_views(self.bench.nemesis.targets)

    def arm(self, spec: str) -> None:
        """Arm a fault. Raises UsageError, NotApplicable.

        One that strikes at once is remembered with the event before it, so that the feature of the
        session has it at the same moment.
        """
        bench = self.bench
        here = bench.do(lambda: moment(bench.history.events))
        bench.arm(spec)
        armed = [event.seq for event, _ in of(bench.events, FaultArmed)]
        self._record.armed(armed[-1], here)

    def mend(self, name: str = "") -> int:
        """Put right what stands (of that fault), without a word to the till; it is remembered."""
        mended = self.bench.mend(name)
        if mended:
            self._record.did(Step("mend", fault=name))
        return mended

    def step(self, values: Mapping[str, Any]) -> Answer | None:
        """Do one step of a workload and remember it; the last answer of the POS to it.

        Raises UsageError for a step that is none, NotApplicable, BusyError.
        """
        step = self._record.step(values)
        with self._open(step.do):
            before = len(self.bench.events)
            self._record.did(step)
            do(self.bench, step)
            return _answer(self.bench.events[before:])

    def call(self, method: str, params: Mapping[str, Json]) -> Answer | None:
        """Any call of the POS contract; no part of the session's feature. Raises BusyError."""
        with self._open(method):
            before = len(self.bench.events)
            self.bench.operator.call(method, params)
            return _answer(self.bench.events[before:])

    @contextlib.contextmanager
    def _open(self, what: str) -> Iterator[None]:
        if not self._turn.acquire(blocking=False):
            raise BusyError(f"the till is busy with {self._busy or 'a call'}: wait for its answer")
        self._busy = what
        self._tell()
        try:
            yield
        finally:
            self._busy = ""
            self._turn.release()
            self._tell()

    def judge(self) -> Judgement:
        """Mend everything, let the POS recover, and let every check judge. Raises BusyError."""
        with self._open("judge"):
            bench = self.bench
            bench.settle()
            results = judge(bench.events, bench.history.blobs, bench.config.checks.disable)
            whole = run_verdict(bench.events, results)
        return Judgement(whole.verdict.value, whole.reasons, tuple(results))

    def feature(self, language: str) -> str:
        """What was done by hand, as a feature. Raises UsageError for what has no words."""
        return self._record.feature(self.bench.events, language)

    def paper(self) -> bytes:
        """The paper that stands out of the printer, as PNG."""
        return self._ask(lambda bench: bench.devices.printer.picture())

    def slip(self, name: str) -> bytes:
        """A slip's picture by the name of its blob. Raises HistoryError when there is none."""
        return self.bench.history.blobs.get(name)


def _answer(events: Sequence[Event]) -> Answer | None:
    said = [item for _, item in of(events, Returned)]
    if not said:
        return None
    one = ([item for item in said if item.method not in _LOOKS] or said)[-1]
    return Answer(one.method, one.status, one.outcome, one.receipt, one.result, one.reason)


__all__ = ["Answer", "BusyError", "Judgement", "Room"]
