"""Shrinking: fewer faults, a shorter day, an earlier moment, as long as the same check fails.

When a step is taken out of the day, the points after it change their names (operation, slip, trace
ordinal). Each fault is then hung up anew at the event of the same kind and place in its operation,
as the shorter day without this fault shows it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from emulators.errors import UsageError
from emulators.events import Event, InjectionPoint
from emulators.faults.fault import Fault, make_fault, parse_fault
from harness.explore.points import points
from harness.explore.schedule import Schedule
from harness.explore.trial import Finding
from harness.workloads.files import parse_workload
from harness.workloads.steps import Step, Workload, counts, values_of

MOST_RUNS = 80
_POLLED = "printer.replied"
_NEAR = 3  # so many landmarks after a poll's answer are tried in its place
Run = Callable[[Schedule], tuple[Finding, Sequence[Event]]]


@dataclass(slots=True)
class Shrinker:
    """Holds the smallest schedule so far that fails ``check``, and tries smaller ones.

    ``run``: runs a schedule and gives its History; ``most_runs`` bounds how often, and
    ``enough`` says when to stop for another reason.
    """

    schedule: Schedule
    check: str
    run: Run
    most_runs: int = MOST_RUNS
    enough: Callable[[], bool] = lambda: False
    runs: int = 0
    _known: dict[str, tuple[Finding, Sequence[Event]]] = field(default_factory=dict)

    def shrink(self) -> Schedule:
        """The smallest that was found."""
        attempts = (
            self._fewer_faults, self._day_that_ends_sooner, self._shorter_day,
            self._earlier_moment, self._fewer_flushes,
        )  # fmt: skip
        before = None
        while before != self.schedule and not self._over():  # an earlier moment may need less day
            before = self.schedule
            for attempt in attempts:
                changed = True
                while changed and not self._over():
                    changed = self._first_that_fails(attempt())
        return replace(self.schedule, check=self.check)

    def _first_that_fails(self, candidates: Iterator[Schedule]) -> bool:
        for candidate in candidates:
            if self._over():
                return False
            if self._fails(candidate):
                self.schedule = candidate
                return True
        return False

    def _over(self) -> bool:
        return self.runs >= self.most_runs or self.enough()

    def _fails(self, candidate: Schedule) -> bool:
        finding, _ = self._ran(candidate)
        return any(broken.check == self.check for broken in finding.broken)

    def _ran(self, schedule: Schedule) -> tuple[Finding, Sequence[Event]]:
        """Each schedule is run once, however often it is asked for."""
        if schedule.id not in self._known:
            self.runs += 1
            self._known[schedule.id] = self.run(schedule)
        return self._known[schedule.id]

    def _fewer_faults(self) -> Iterator[Schedule]:
        faults = self.schedule.faults
        for number in range(len(faults)):
            yield replace(self.schedule, faults=faults[:number] + faults[number + 1 :])

    def _day_that_ends_sooner(self) -> Iterator[Schedule]:
        """Without all that comes after the last operation that is struck; no point is renamed."""
        struck = [point.op if (point := point_of(spec)) else -1 for spec in self.schedule.faults]
        steps = self.schedule.workload.steps
        if -1 in struck:
            return
        for end in range(1, len(steps)):
            if sum(counts(step) for step in steps[:end]) >= max(struck, default=0):
                sooner = _valid(Workload(self.schedule.workload.name, steps[:end]))
                if sooner is not None:
                    yield replace(self.schedule, workload=sooner)

    def _shorter_day(self) -> Iterator[Schedule]:
        """Without one step each, the last first."""
        day = self.schedule.workload
        for number in reversed(range(len(day.steps))):
            shorter = _without(day, number)
            if shorter is not None:
                moved = self._hung_anew(shorter, number)
                if moved is not None:
                    yield moved

    def _hung_anew(self, day: Workload, gone: int) -> Schedule | None:
        """The schedule on the shorter day; None when a fault's place went with the step."""
        index = sum(counts(step) for step in self.schedule.workload.steps[: gone + 1])
        asked = counts(self.schedule.workload.steps[gone])
        made = replace(self.schedule, workload=day, faults=())
        for number, spec in enumerate(self.schedule.faults):
            point = point_of(spec)
            if point is None:
                made = replace(made, faults=(*made.faults, spec))
                continue
            if asked and point.op == index:
                return None
            op = point.op - 1 if asked and point.op > index else point.op
            before = replace(self.schedule, faults=self.schedule.faults[:number])
            place = _place(self._ran(before)[1], point)
            found = _at(self._ran(made)[1], point, op, place)
            if found is None:
                return None
            made = replace(made, faults=(*made.faults, _hung(spec, found)))
        return made

    def _earlier_moment(self) -> Iterator[Schedule]:
        """The last fault at an earlier point: the earliest first, then ever nearer.

        One that hangs at a poll's answer may also move to the next landmark.
        """
        if not self.schedule.faults:
            return
        *others, spec = self.schedule.faults
        point = point_of(spec)
        if point is None:
            return
        events = self._ran(replace(self.schedule, faults=tuple(others)))[1]
        here = next((one.seq for one in events if one.point == point), len(events) + 1)
        all_points = points(events, type(parse_fault(spec).fault))
        # A poll's answer is no landmark: when it comes is a matter of time.
        sure = [p for p in all_points if p.moment != _POLLED]
        earlier = [p for p in sure if p.seq < here]
        later = [p for p in sure if p.seq > here] if point.kind == _POLLED else []
        for one in (*(earlier[n] for n in _ever_nearer(len(earlier))), *later[:_NEAR]):
            hung = f"{spec.split('@', 1)[0]}@{one.trigger}"
            yield replace(self.schedule, faults=(*others, hung))

    def _fewer_flushes(self) -> Iterator[Schedule]:
        """A power cut that waits for a flush: at once, or at an earlier one from there on."""
        for number, spec in enumerate(self.schedule.faults):
            one = parse_fault(spec)
            for flushes in _ever_nearer(getattr(one.fault, "flushes", 0)):
                faults = list(self.schedule.faults)
                faults[number] = str(replace(one, fault=_waiting(one.fault, flushes)))
                yield replace(self.schedule, faults=tuple(faults))


def _waiting(fault: Fault, flushes: int) -> Fault:
    values = {name: str(value) for name, value in fault.parameters().items()}
    return make_fault(type(fault), {**values, "flushes": str(flushes)})


def _ever_nearer(until: int) -> Iterator[int]:
    """0, then half of the way, three quarters, …: a dozen tries for thousands of points."""
    number = 0
    while number < until:
        yield number
        number += max(1, (until - number) // 2)


def point_of(spec: str) -> InjectionPoint | None:
    """The point at which a fault is hung up, when it is one."""
    trigger = getattr(parse_fault(spec).trigger, "point", "")
    return InjectionPoint.parse(trigger) if trigger else None


def _hung(spec: str, point: InjectionPoint) -> str:
    return f"{spec.split('@', 1)[0]}@point({point})"


def _place(events: Sequence[Event], point: InjectionPoint) -> int:
    """The how-manieth event of its device, operation and kind it is, from 0; -1: it is not there.

    Of printed lines the whole slip may have another number; of messages the trace ordinal.
    """
    alike = [one.point for one in events if _alike(one, point, point.op)]
    return alike.index(point) if point in alike else -1


def _at(
    events: Sequence[Event], point: InjectionPoint, op: int, place: int
) -> InjectionPoint | None:
    alike = [one.point for one in events if _alike(one, point, op)]
    return alike[place] if 0 <= place < len(alike) else None


def _alike(item: Event, point: InjectionPoint, op: int) -> bool:
    return (item.device, item.op, item.kind) == (point.device, op, point.kind)


def _without(day: Workload, gone: int) -> Workload | None:
    """The day without a step and what hangs on it; None when nothing that makes sense is left."""
    step = day.steps[gone]
    steps = [one for number, one in enumerate(day.steps) if number != gone]
    if step.do in ("sale", "refund") and any(_names(one, step.reference) for one in steps):
        return None
    return _valid(Workload(day.name, tuple(steps)))


def _valid(day: Workload) -> Workload | None:
    try:
        return parse_workload(values_of(day), day.name) if any(map(counts, day.steps)) else None
    except UsageError:
        return None


def _names(step: Step, reference: str) -> bool:
    return reference in (step.original, step.reference if step.do in ("void", "reprint") else "")


__all__ = ["Shrinker", "point_of"]
