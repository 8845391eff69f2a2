"""A day begins in the same way for every schedule, until the first fault strikes.

A day in virtual time is played once without a fault, and the bench is kept between its steps. A
schedule then goes on from the last of these checkpoints before its strike. It does so only where
that makes no difference: from each of them the day, when it is long over, must come to the same
History again. A POS that remembers anything outside of its objects has its whole day each time.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import Path
from typing import Any

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
MOST = 16  # days in memory
_NEVER = "pos.kill@point(nobody/0/nothing//1)"  # where a fault will be
_NAME = "a day without a fault"


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a day is made of: its steps, how many faults are armed, whether slips are drawn."""

    steps: tuple[Step, ...]
    faults: int
    pictures: bool

    def covers(self, other: "_Kind") -> int:
        """How many of the other one's steps begin this one, too; -1 for none of that sort."""
        if (self.faults, self.pictures) != (other.faults, other.pictures):
            return -1
        pairs = zip(self.steps, other.steps, strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


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

    kept: Checkpoints
    ready: bytes
    points: tuple[_Point, ...]
    heads: tuple[Event, ...]
    at: dict[InjectionPoint, int]
    possible: set[tuple[str, Fault]] = field(default_factory=set)

    def last_before(self, schedule: Sequence[ScheduledFault], steps: int) -> _Point | None:
        """The last checkpoint in so many steps before any of them can strike."""
        strikes = min(_strikes_at(one, self.at) for one in schedule)
        for point in reversed(self.points):
            if point.steps <= steps and point.seq < strikes:
                return point
        return None

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

    def __init__(self, config: Config, make: MakeTill, needs: Sequence[str] = ()) -> None:
        self._config, self._make, self._needs = config, make, needs
        self._days: dict[_Kind, _Day] = {}
        self._asked: dict[_Kind, int] = {}  # how often for a day that there is not

    def begin(
        self, schedule: Schedule, name: str, folder: Path, *, pictures: bool
    ) -> tuple[VirtualBench, int] | None:
        """A bench for it, and how many steps are behind that; None: it needs its whole day.

        Raises NotApplicable, UsageError for a fault that the bench cannot have.
        """
        if not schedule.faults:
            return None
        # How an operator mends is a matter of which fault he waits for: so far, and no further.
        steps = tuple(takewhile(lambda step: step.do != "mend", schedule.workload.steps))
        day, alike = self._day(_Kind(steps, len(schedule.faults), pictures))
        if day is None:
            return None
        faults = [parse_fault(text) for text in schedule.faults]
        point = day.last_before(faults, alike)
        if point is None:
            return None
        day.make_sure(faults)
        bench = day.go_on(point, faults, name)
        bench.go_on(folder, name)
        return bench, point.steps

    def _day(self, wanted: _Kind) -> tuple[_Day | None, int]:
        """The day that has most of those steps at its beginning, and how many."""
        best = max(self._days, key=wanted.covers, default=None)
        alike = -1 if best is None else wanted.covers(best)
        if alike < len(wanted.steps) and self._pays(wanted):
            day = self._played(wanted)
            if day is not None:
                self._days[wanted] = day
                best, alike = wanted, len(wanted.steps)
        if best is None or alike < 0:
            return None, 0
        self._days[best] = self._days.pop(best)  # the latest is the last
        _limit(self._days)
        return self._days[best], alike

    def _pays(self, wanted: _Kind) -> bool:
        """Whether it has been asked for often enough, for the first time."""
        asked = self._asked[wanted] = self._asked.pop(wanted, 0) + 1
        _limit(self._asked)
        return asked == PAYS_FROM

    def _played(self, kind: _Kind) -> _Day | None:
        """The day with its checkpoints; None when it cannot be had."""
        try:
            with ExitStack() as left:
                day, events = self._kept(kind, left)
                again = (_again(day, point, kind, left) for point in day.points)
                return day if all(one == events for one in again) else None
        except TillproofError:
            return None

    def _kept(self, kind: _Kind, left: ExitStack) -> tuple[_Day, list[Event]]:
        """The day, and its History. Raises CheckpointError."""
        kept, points = Checkpoints(), []
        bench = self._bench(kind, left)
        bench.set_up()
        ready = kept.keep(bench)
        bench = self._bench(kind, left)
        bench.start()
        heads = tuple(e for e in bench.events if isinstance(e.payload, RunStarted | FaultArmed))
        gaps = *heads, *bench.nemesis.armed
        for done in range(len(kind.steps) + 1):
            points.append(_Point(done, len(bench.events), kept.keep(bench, gaps)))
            play(bench, Workload(_NAME, kind.steps[: done + 1]), done)
        events = _ended(bench)
        at: dict[InjectionPoint, int] = {}
        for one in events:
            at.setdefault(one.point, one.seq)
        return _Day(kept, ready, tuple(points), heads, at), events

    def _bench(self, kind: _Kind, left: ExitStack) -> VirtualBench:
        """A new one, which nothing is left of in the end."""
        faults = (_NEVER,) * kind.faults
        bench = VirtualBench(
            self._config,
            Path(),
            self._make,
            name=_NAME,
            schedule=faults,
            pictures=kind.pictures,
            needs=self._needs,
        )
        left.callback(bench.let_go)
        return bench


def _limit(known: dict[_Kind, Any]) -> None:
    if len(known) > MOST:
        del known[next(iter(known))]


def _again(day: _Day, point: _Point, kind: _Kind, left: ExitStack) -> list[Event]:
    """The History of the day that goes on from there."""
    faults = [parse_fault(_NEVER)] * kind.faults
    bench = day.go_on(point, faults, _NAME)
    left.callback(bench.let_go)
    play(bench, Workload(_NAME, kind.steps), point.steps)
    return _ended(bench)


def _ended(bench: VirtualBench) -> list[Event]:
    bench.settle()
    bench.stop()
    return bench.events
