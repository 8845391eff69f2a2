"""A day begins in the same way for every schedule, until the first fault strikes.

A day in virtual time is played once without a fault, and the bench is kept between its steps. A
schedule then goes on from the last of these checkpoints before its strike. It does so only where
that makes no difference: from each of them the day, when it is long over, must come to the same
History again. A POS that remembers anything outside of its objects has its whole day each time.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from emulators.errors import TillproofError
from emulators.events import Event, InjectionPoint
from emulators.faults.events import FaultArmed
from emulators.faults.fault import Fault, ScheduledFault, parse_fault
from emulators.faults.nemesis import Armed
from emulators.faults.triggers.moment import AtPoint
from harness.config import Config
from harness.events import RunStarted
from harness.explore.schedule import Schedule
from harness.virtual.bench import MakeTill, VirtualBench
from harness.virtual.checkpoint import Checkpoints
from harness.workloads.player import play
from harness.workloads.steps import Step, Workload

PAYS_FROM = 3  # what is shrunk has another workload each time
MOST_KINDS = 8  # in memory
_NEVER = "pos.kill@point(nobody/0/nothing//1)"  # where a fault will be
_NAME = "a day without a fault"


@dataclass(frozen=True, slots=True)
class _Kind:
    """What schedules have in common that begin in the same way."""

    first: Step
    faults: int
    pictures: bool


@dataclass(frozen=True, slots=True)
class _Point:
    """A bench with so many ``steps`` and events behind it."""

    steps: int
    seq: int
    bench: bytes


@dataclass(frozen=True, slots=True)
class _Day:
    """A day without a fault, and its checkpoints.

    ``ready``: the bench before anything is armed; ``heads``: the events that tell of the run and of
    each fault; ``at``: where in the day an injection point is; ``possible``: faults that this bench
    can have.
    """

    steps: tuple[Step, ...]
    kept: Checkpoints
    ready: bytes
    points: tuple[_Point, ...]
    heads: tuple[Event, ...]
    at: dict[InjectionPoint, int]
    possible: set[tuple[str, Fault]] = field(default_factory=set)

    def last_before(
        self, schedule: Sequence[ScheduledFault], steps: tuple[Step, ...]
    ) -> _Point | None:
        """The last checkpoint before any of them can strike, and before those steps are others."""
        strikes = min(_strikes_at(one, self.at) for one in schedule)
        last = None
        for point in self.points:
            done = point.steps
            if point.seq >= strikes or steps[:done] != self.steps[:done]:
                break
            last = point
        return last

    def make_sure(self, schedule: Sequence[ScheduledFault]) -> None:
        """Raises NotApplicable or UsageError for what the bench cannot have."""
        wanted = {(one.target(), one.fault) for one in schedule}
        if wanted <= self.possible:
            return
        bench: VirtualBench = self.kept.restore(self.ready)
        try:
            for one in schedule:
                bench.arm(one)
        finally:
            bench.let_go()
        self.possible.update(wanted)

    def go_on(self, point: _Point, schedule: Sequence[ScheduledFault], name: str) -> VirtualBench:
        """A bench from there, with those faults armed."""
        started, *told = self.heads
        assert isinstance(started.payload, RunStarted)  # noqa: S101  (for the types)
        run = started._replace(payload=replace(started.payload, name=name))
        waits = [Armed.fresh(number, one) for number, one in enumerate(schedule, start=1)]
        says = [
            event._replace(payload=item.told()) for event, item in zip(told, waits, strict=True)
        ]
        made: VirtualBench = self.kept.restore(point.bench, (run, *says, *waits))
        return made


def _strikes_at(one: ScheduledFault, at: dict[InjectionPoint, int]) -> float:
    """The first event of the day at which it may; 0 for what is no matter of one point."""
    if not isinstance(one.trigger, AtPoint):
        return 0
    return at.get(InjectionPoint.parse(one.trigger.point), float("inf"))


class Prefixes:
    """The beginnings of days of one POS."""

    def __init__(self, config: Config, make: MakeTill) -> None:
        self._config, self._make = config, make
        self._days: dict[_Kind, _Day | int] = {}  # or how often it was asked for; latest last

    def begin(
        self, schedule: Schedule, name: str, folder: Path, *, pictures: bool
    ) -> tuple[VirtualBench, int] | None:
        """A bench for it, and how many steps are behind that; None: it needs its whole day.

        Raises NotApplicable, UsageError for a fault that the bench cannot have.
        """
        steps = schedule.workload.steps
        if not schedule.faults or not steps:
            return None
        day = self._day(_Kind(steps[0], len(schedule.faults), pictures), schedule.workload)
        if day is None:
            return None
        faults = [parse_fault(text) for text in schedule.faults]
        point = day.last_before(faults, steps)
        if point is None:
            return None
        day.make_sure(faults)
        bench = day.go_on(point, faults, name)
        bench.go_on(folder, name)
        return bench, point.steps

    def _day(self, kind: _Kind, workload: Workload) -> _Day | None:
        day = self._days.pop(kind, 0)
        if isinstance(day, int):
            day += 1
            day = self._played(kind, workload) if day == PAYS_FROM else day
        self._days[kind] = day
        if len(self._days) > MOST_KINDS:
            del self._days[next(iter(self._days))]
        return day if isinstance(day, _Day) else None

    def _played(self, kind: _Kind, workload: Workload) -> _Day | int:
        """The day with its checkpoints; more than ``PAYS_FROM`` when it cannot be had.

        How an operator mends is a matter of which fault he waits for: this day goes without.
        """
        steps = tuple(step for step in workload.steps if step.do != "mend")
        workload = replace(workload, steps=steps)
        try:
            with ExitStack() as left:
                day, events = self._kept(kind, workload, left)
                again = (_again(day, point, workload, left) for point in day.points)
                return day if all(one == events for one in again) else PAYS_FROM + 1
        except TillproofError:
            return PAYS_FROM + 1

    def _kept(self, kind: _Kind, workload: Workload, left: ExitStack) -> tuple[_Day, list[Event]]:
        """The day, and its History. Raises CheckpointError."""
        kept, points = Checkpoints(), []
        bench = self._bench(kind, left)
        bench.set_up()
        ready = kept.keep(bench)
        bench = self._bench(kind, left)
        bench.start()
        heads = tuple(e for e in bench.events if isinstance(e.payload, RunStarted | FaultArmed))
        gaps = *heads, *bench.nemesis.armed
        for done in range(len(workload.steps)):
            points.append(_Point(done, len(bench.events), kept.keep(bench, gaps)))
            play(bench, replace(workload, steps=workload.steps[: done + 1]), done)
        events = _ended(bench)
        at: dict[InjectionPoint, int] = {}
        for one in events:
            at.setdefault(one.point, one.seq)
        return _Day(workload.steps, kept, ready, tuple(points), heads, at), events

    def _bench(self, kind: _Kind, left: ExitStack) -> VirtualBench:
        """A new one, which nothing is left of in the end."""
        faults = (_NEVER,) * kind.faults
        bench = VirtualBench(
            self._config, Path(), self._make, name=_NAME, schedule=faults, pictures=kind.pictures
        )
        left.callback(bench.let_go)
        return bench


def _again(day: _Day, point: _Point, workload: Workload, left: ExitStack) -> list[Event]:
    """The History of the day that goes on from there."""
    faults = [parse_fault(_NEVER)] * (len(day.heads) - 1)
    bench = day.go_on(point, faults, _NAME)
    left.callback(bench.let_go)
    play(bench, workload, point.steps)
    return _ended(bench)


def _ended(bench: VirtualBench) -> list[Event]:
    bench.settle()
    bench.stop()
    return bench.events
