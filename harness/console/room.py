"""The bench behind the console: one at a time, worked by several people, recorded as it goes."""

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any, TypeVar

from emulators.errors import TillproofError
from emulators.events import Event
from emulators.faults.events import FaultArmed
from emulators.faults.fault import parse_fault
from emulators.history import of
from emulators.printer.events import SlipEnded
from harness.bench import Bench
from harness.checks.judge import judge, run_verdict
from harness.checks.result import Result
from harness.config import Config
from harness.console.views import FaultView, State, fault_views, state_of
from harness.events import Returned
from harness.explore.gherkin import to_feature
from harness.explore.schedule import Schedule
from harness.faults import add_harness_faults
from harness.pos.protocol import Json
from harness.reports.folder import RunFolder
from harness.workloads.files import parse_workload
from harness.workloads.player import do
from harness.workloads.steps import SELLING, Step, Workload

FRAME_S = 0.03  # so long events are gathered before viewers hear of them
_BENCH_OWN = ("nemesis", "operator", "bench")
_TITLES = {
    "en": ("A session at the console", "What was done by hand"),
    "zh-CN": ("控制台会话", "手工操作"),
}
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
        self._config = config
        self._folder = folder
        self._numbers = count(1)
        self._turn = threading.Lock()
        self._busy = ""
        self._watchers: list[Watcher] = []
        self._due = False
        self._steps: list[Step] = []
        self._moments: dict[int, str] = {}
        self._slips: list[SlipEnded] = []
        self.bench = self._fresh()

    def _fresh(self) -> Bench:
        folder = self._folder.scenario(next(self._numbers), "console")
        bench = Bench(self._config, folder.path, name="console", moves_clock=True)
        bench.start()
        bench.do(lambda: bench.history.subscribe(self._heard))
        return bench

    def close(self) -> None:
        """Take the bench down; its History is complete then."""
        self.bench.stop()

    def reset(self) -> None:
        """A new session: fresh paper, fresh books, a fresh POS. The old one stays on disk."""
        with self._open("reset"):
            new = self._fresh()
            old, self.bench = self.bench, new
            self._steps, self._moments, self._slips = [], {}, []
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

    def _heard(self, event: Event) -> None:
        if isinstance(event.payload, SlipEnded):
            self._slips.append(event.payload)
        if not self._due:
            self._due = True
            self.bench.clock.call_later(FRAME_S, self._tell)

    def _tell(self) -> None:
        self._due = False
        for watcher in tuple(self._watchers):
            watcher()

    def state(self) -> State:
        """Everything but the timeline."""
        return self._ask(lambda bench: state_of(bench, self._slips, self._busy))

    def events(self, after: int, most: int) -> Sequence[Event]:
        """At most so many events behind that number, the earliest first."""
        first = max(0, after)
        return self._ask(lambda bench: bench.history.events[first : first + most])

    def faults(self) -> tuple[FaultView, ...]:
        """What can befall this bench."""
        return fault_views(self.bench.nemesis.targets)

    def arm(self, spec: str) -> None:
        """Arm a fault. Raises UsageError, NotApplicable.

        One that strikes at once is remembered with the event before it, so that the feature of the
        session has it at the same moment.
        """
        bench = self.bench
        here = bench.do(lambda: _moment(bench.history.events))
        bench.arm(spec)
        armed = [event.seq for event, _ in of(bench.events, FaultArmed)]
        self._moments[armed[-1]] = here

    def mend(self, name: str = "") -> int:
        """Put right what stands (of that fault), without a word to the till."""
        return self.bench.mend(name)

    def step(self, values: Mapping[str, Any]) -> Answer | None:
        """Do one step of a workload and remember it; the last answer of the POS to it.

        Raises UsageError for a step that is none, NotApplicable, BusyError.
        """
        step = self._step(values)
        with self._open(step.do):
            before = len(self.bench.events)
            self._steps.append(step)
            do(self.bench, step)
            return _answer(self.bench.events[before:])

    def _step(self, values: Mapping[str, Any]) -> Step:
        row = dict(values)
        verb = row.get("do")
        if verb in SELLING:
            sold = sum(one.do in SELLING for one in self._steps)
            row.setdefault("reference", f"T{sold + 1:04}")
        if verb == "void":
            row.setdefault("reference", self._last_sale())
        workload = parse_workload({"version": 1, "name": "console", "step": [row]}, "the step")
        return workload.steps[0]

    def _last_sale(self) -> str:
        sales = [one.reference for one in self._steps if one.do == "sale"]
        return sales[-1] if sales else ""

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
        title, scenario = _TITLES[language]
        workload = Workload(title, tuple(self._steps))
        schedule = Schedule(workload, tuple(self._specs()), scenario)
        return to_feature(schedule, language)

    def _specs(self) -> Iterator[str]:
        """The faults as they were armed, those that struck at once with their moment."""
        for event, armed in of(self.bench.events, FaultArmed):
            here = self._moments.get(event.seq, "")
            scheduled = parse_fault(armed.spec)
            at_once = str(scheduled.trigger) == "now" and here
            yield str(scheduled).replace("@now", f"@point({here})") if at_once else str(scheduled)

    def paper(self) -> bytes:
        """The paper that stands out of the printer, as PNG."""
        return self._ask(lambda bench: bench.devices.printer.picture())

    def slip(self, name: str) -> bytes:
        """A slip's picture by the name of its blob. Raises HistoryError when there is none."""
        return self.bench.history.blobs.get(name)


def _moment(events: Sequence[Event]) -> str:
    """The latest event of a device, as an injection point."""
    return next((str(one.point) for one in reversed(events) if one.device not in _BENCH_OWN), "")


def _answer(events: Sequence[Event]) -> Answer | None:
    said = [item for _, item in of(events, Returned)]
    if not said:
        return None
    one = ([item for item in said if item.method not in _LOOKS] or said)[-1]
    return Answer(one.method, one.status, one.outcome, one.receipt, one.result, one.reason)


__all__ = ["Answer", "BusyError", "Judgement", "Room"]
