"""Power cuts between two flushes: where a day has them, for the plan.

A day without faults is run twice more, on a disk that counts. Each flush of the POS is then one
schedule: the power goes when it is done. It is named by a point of the day before it, from which it
is counted. A process flushes while the bench goes on: only a point counts at which both days had
flushed equally often since their operation began, and no more flushes than both have.
"""

import shutil
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from emulators.errors import HistoryError
from emulators.events import Event, InjectionPoint
from emulators.history import of
from emulators.history_file import load_events
from harness.events import Healed, PosFlushed
from harness.explore.clean import RUNS, Clean
from harness.explore.executor import Executor, Task
from harness.explore.plan import Cell
from harness.explore.points import Point, points
from harness.explore.schedule import Schedule
from harness.workloads.steps import Workload

FAULT = "pos.power_cut"
_MOST = 1000  # that many flushes the fault can wait for


@dataclass(frozen=True, slots=True)
class Watched:
    """The days with a disk that counts; none, and ``why``, where a disk cannot be watched.

    ``run_s``: what one of them took.
    """

    days: tuple[Sequence[Event], ...] = ()
    why: str = ""
    run_s: float = 0.0


UNWATCHED = Watched()


def run_watched(workload: Workload, executor: Executor, clean: Path) -> Watched:
    """Run them; they stay in a folder beside that of the ``clean`` runs, if they pass."""
    folder = _folder(clean)
    schedule = Schedule(workload, name="a clean run whose flushes are counted")
    tasks = [
        Task(0, schedule, str(folder / str(number)), keep_all=True, counts_flushes=True)
        for number in range(1, RUNS + 1)
    ]
    findings = [done.finding for done in executor.run(tasks)]
    bad = next((one for one in findings if one.verdict != "pass" or one.why), None)
    if bad is not None:
        shutil.rmtree(folder, ignore_errors=True)
        return Watched(why=bad.why or "with its disk watched the POS fails without any fault")
    return replace(stored_watched(clean), run_s=min(one.duration_s for one in findings))


def stored_watched(clean: Path) -> Watched:
    """Those of a campaign that was begun before; one of an older tillproof has none."""
    folder = _folder(clean)
    try:
        days = tuple(load_events(folder / str(n) / "history.jsonl") for n in range(1, RUNS + 1))
    except (HistoryError, OSError):
        return Watched(why="the flushes of its clean runs were not counted")
    return Watched(days)


def _folder(clean: Path) -> Path:
    return clean.with_name("clean-flushes")


def with_flushes(
    cells: Sequence[Cell], clean: Clean, watched: Watched, *, fold: bool, every_poll: bool
) -> tuple[Cell, ...]:
    """The power cut at each flush, beside those at the points of the day."""

    def also(cell: Cell) -> Cell:
        if cell.fault.name != FAULT or not watched.days:
            return cell
        known = clean.known.intersection(*(map(_points, watched.days)))
        starts = points(
            watched.days[0],
            cell.fault,
            lambda item: item.point in known,
            fold=fold,
            every_poll=every_poll,
        )
        return replace(cell, points=(*cell.points, *between(watched.days, starts)))

    return tuple(map(also, cells))


def _points(day: Sequence[Event]) -> frozenset[InjectionPoint]:
    return frozenset(item.point for item in day)


def between(days: Sequence[Sequence[Event]], starts: Sequence[Point]) -> list[Point]:
    """A point for each flush of the POS, counted from the last of ``starts`` that it can be."""
    counts = [_Counts(day) for day in days]
    parts = [list(own) for _, own in groupby(starts, key=_operation)]
    ends = [part[0] for part in parts[1:]]
    found: list[Point] = []
    for part, end in zip(parts, [*ends, None], strict=True):
        flushes = min(one.since(part[0], end) for one in counts)
        found += _counted(part, flushes, counts)
    return found


def _operation(point: Point) -> int:
    return _named(point).op


def _named(point: Point) -> InjectionPoint:
    return InjectionPoint.parse(point.trigger.removeprefix("point(").removesuffix(")"))


class _Counts:
    """How often the POS had flushed by each point of a day, before everything was mended."""

    def __init__(self, day: Sequence[Event]) -> None:
        healed = min((item.seq for item, _ in of(day, Healed)), default=len(day))
        told = [seq for _, one in of(day, PosFlushed) for seq in one.before]
        self._before = [seq for seq in told if seq <= healed]
        self._seqs = {item.point: item.seq for item in day}

    def since(self, first: Point, last: Point | None) -> int:
        """From the one point to the other, or to the end of the day."""
        return (len(self._before) if last is None else self._at(last)) - self._at(first)

    def _at(self, point: Point) -> int:
        return bisect_right(self._before, self._seqs[_named(point)])


def _counted(part: Sequence[Point], flushes: int, counts: Sequence[_Counts]) -> list[Point]:
    """So many flushes in one operation: each from the last point at which all days agree."""
    sure: list[tuple[int, Point]] = []
    for point in part:
        gone, *others = (one.since(part[0], point) for one in counts)
        if all(other == gone for other in others):
            sure.append((gone, point))
    found: list[Point] = []
    for number in range(1, flushes + 1):
        before, start = [entry for entry in sure if entry[0] < number][-1]
        if number - before <= _MOST:
            found.append(Point(start.trigger, PosFlushed.kind, start.seq, flushes=number - before))
    return found
