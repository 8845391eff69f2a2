"""The plan of a campaign: which schedules there are, in which order, and why each is one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from emulators.errors import UsageError
from emulators.events import Event, InjectionPoint
from emulators.faults.fault import Fault, catalogue, is_called, parse_fault
from harness.explore.points import Point, points
from harness.explore.schedule import Schedule
from harness.workloads.steps import Step, Workload, counts

# After it the checks cannot decide most of what matters: it is explored by those who ask for it.
ONLY_WHEN_NAMED = ("pos.data_lost",)
_SECONDS = 100_000  # more than a first fault ever has: numbers of pairs never meet


@dataclass(frozen=True, slots=True)
class Planned:
    """One schedule of the plan. ``number`` counts from 1; ``folded``: how many it stands for.

    ``fault`` and ``moment`` say where it belongs in the coverage grid: what struck last, and when.
    """

    number: int
    schedule: Schedule
    fault: str
    moment: str
    folded: int = 0
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """All points of one fault."""

    fault: type[Fault]
    points: tuple[Point, ...]

    @property
    def flushes(self) -> int:
        """How many of them are between two flushes of the POS."""
        return sum(point.flushes > 0 for point in self.points)

    @property
    def folded(self) -> int:
        """How many points these stand for besides themselves."""
        return sum(point.folded for point in self.points)


def chosen_faults(
    only: Sequence[str],
    skip: Sequence[str],
    targets: Iterable[str],
    impossible: Iterable[str] = (),
) -> dict[str, type[Fault]]:
    """The faults to try: by full name or by the first part of one. Raises UsageError.

    ``targets``: what the bench has; ``impossible``: what these cannot undergo as they are.
    """
    known = {name: cls for name, cls in catalogue().items() if not name.startswith("test.")}
    for word in (*only, *skip):
        if not any(is_called(name, word) for name in known):
            raise UsageError(f"no fault is called {word!r}: 'tillproof faults' lists them")
    here = frozenset(targets)
    named = {name for name in known for word in only if is_called(name, word)}
    return {
        name: cls
        for name, cls in known.items()
        if cls.target in here
        and name not in impossible
        and (name in named or not (only or name in ONLY_WHEN_NAMED))
        and not any(is_called(name, word) for word in skip)
    }


def grid(
    events: Sequence[Event],
    known: frozenset[InjectionPoint],
    faults: Mapping[str, type[Fault]],
    workload: Workload,
    *,
    fold: bool = True,
    every_poll: bool = False,
) -> tuple[Cell, ...]:
    """Each fault with its points in a clean run; faults without any are left out."""

    def cell(fault: type[Fault]) -> Cell:
        found = points(
            events, fault, lambda item: item.point in known, fold=fold, every_poll=every_poll
        )
        return Cell(fault, decidable(fault, found, workload))

    return tuple(one for one in map(cell, faults.values()) if one.points)


def depth_one(
    cells: Sequence[Cell], workload: Workload, *, mends: str = "end", seed: int = 0
) -> Iterator[Planned]:
    """Every fault at every point, spread so that whatever fails shows early.

    The faults take turns, and each goes through its points in an order drawn by ``seed``.
    """
    random = Random(seed)  # noqa: S311  (no secret is drawn)
    orders = [random.sample(cell.points, len(cell.points)) for cell in cells]
    number = 0
    for turn in range(max((len(order) for order in orders), default=0)):
        for cell, order in zip(cells, orders, strict=True):
            if turn < len(order):
                number += 1
                yield _planned(number, cell.fault.name, order[turn], workload, mends, seed)


def _planned(
    number: int, fault: str, point: Point, workload: Workload, mends: str, seed: int
) -> Planned:
    if unnoticeable(fault):
        day = complained(workload, point.trigger)
    elif mends == "next" and not point.flushes:  # what waits for a flush leaves nothing to mend
        day = mended(workload, [point.trigger])
    else:
        day = workload
    schedule = Schedule(day, (point.spec(fault),), name=f"{fault} at {point.moment}", seed=seed)
    return Planned(number, schedule, fault, point.moment, point.folded)


def mended(workload: Workload, triggers: Iterable[str]) -> Workload:
    """The workload in which the operator mends right after the operation that was struck."""
    struck = {_operation_of(trigger) for trigger in triggers}
    steps: list[Step] = []
    index = 0
    for step in workload.steps:
        steps.append(step)
        if counts(step):
            index += 1
            if index in struck:
                steps.append(Step("mend"))
    return Workload(workload.name, tuple(steps))


@cache
def unnoticeable(fault: str) -> bool:
    """Whether no till can notice it. ``fault`` is its name; a campaign asks for each schedule."""
    return parse_fault(fault).fault.is_undetectable()


def complained(workload: Workload, trigger: str) -> Workload:
    """The workload in which the customer shows a spoilt slip: it is mended and printed again."""
    struck = _operation_of(trigger)
    steps: list[Step] = []
    index = 0
    for step in workload.steps:
        steps.append(step)
        index += counts(step)
        if counts(step) and index == struck:
            steps.append(Step("mend"))
            if step.reference:
                steps.append(Step("reprint", step.reference))
    return Workload(workload.name, tuple(steps))


def decidable(fault: type[Fault], found: Iterable[Point], workload: Workload) -> tuple[Point, ...]:
    """The points whose outcome can be judged.

    A settlement slip is never printed again: what spoils it unnoticed is nobody's failure.
    """
    if not unnoticeable(fault.name):
        return tuple(found)
    asked = [step for step in workload.steps if counts(step)]
    settling = {number for number, step in enumerate(asked, start=1) if step.do == "settle"}
    return tuple(point for point in found if _operation_of(point.trigger) not in settling)


def _operation_of(trigger: str) -> int:
    return InjectionPoint.parse(trigger.removeprefix("point(").removesuffix(")")).op or 1


def without(workload: Workload, numbers: Iterable[int]) -> Workload:
    """The workload without the steps of these numbers (from 1)."""
    out = set(numbers)
    steps = (step for number, step in enumerate(workload.steps, start=1) if number not in out)
    return Workload(workload.name, tuple(steps))


def depth_two(firsts: Iterable[tuple[Planned, Sequence[str]]], seed: int = 0) -> Iterator[Planned]:
    """Each first fault that the POS got over, with each second one at what the first brought about.

    ``firsts``: what was run at depth 1, and where a second fault may strike.
    """
    for first, seconds in firsts:
        for place, spec in enumerate(seconds):
            schedule = Schedule(
                first.schedule.workload,
                (*first.schedule.faults, spec),
                name=f"{first.fault}, then {spec.split('@', 1)[0]}",
                seed=seed,
            )
            number = first.number * _SECONDS + place
            yield Planned(number, schedule, spec.split("@", 1)[0], f"after {first.fault}", depth=2)


def swarm(
    cells: Sequence[Cell], workload: Workload, count: int, seed: int, most: int = 4
) -> Iterator[Planned]:
    """Random schedules: each draws which faults exist for it, then how many strike and where.

    Schedule n of a seed is the same however many are asked for.
    """
    for number in range(1, count + 1):
        random = Random(f"{seed}/{number}")  # noqa: S311  (no secret is drawn)
        kinds = random.sample(list(cells), random.randint(1, min(most, len(cells))))
        drawn = [random.choice(kinds) for _ in range(random.randint(1, most))]
        faults = [random.choice(cell.points).spec(cell.fault.name) for cell in drawn]
        unique = tuple(dict.fromkeys(faults))
        schedule = Schedule(workload, unique, name=f"seed {seed}, draw {number}", seed=seed)
        yield Planned(number, schedule, drawn[-1].fault.name, "random", depth=len(unique))


def share(plan: Iterable[Planned], index: int, count: int) -> Iterator[Planned]:
    """Shard ``index`` (from 1) of ``count``: every count-th schedule."""
    return (one for one in plan if (one.number - 1) % count == index - 1)
