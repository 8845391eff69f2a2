"""Power cuts between two flushes: the days that tell where they are, and the plan.

A day without faults is run twice more, on a disk that counts. Each flush of the POS is then one
schedule (``harness.explore.flushed``).
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from emulators.errors import HistoryError
from emulators.events import Event, InjectionPoint
from emulators.history_file import load_events
from harness.explore.clean import RUNS, Clean
from harness.explore.executor import Executor, Task
from harness.explore.flushed import FAULT, between
from harness.explore.plan import Cell
from harness.explore.points import points
from harness.explore.schedule import Schedule
from harness.explore.where import is_poll
from harness.workloads.steps import Workload


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
    """The power cut at each flush, beside those at the points of the day.

    None is counted from the answer to a poll, unless each poll is a point.
    """

    def also(cell: Cell) -> Cell:
        if cell.fault.name != FAULT or not watched.days:
            return cell
        known = clean.known.intersection(*(map(_points, watched.days)))
        starts = points(
            watched.days[0],
            cell.fault,
            lambda item: item.point in known and (every_poll or not is_poll(item)),
            fold=fold,
            every_poll=every_poll,
        )
        return replace(cell, points=(*cell.points, *between(watched.days, starts)))

    return tuple(map(also, cells))


def _points(day: Sequence[Event]) -> frozenset[InjectionPoint]:
    return frozenset(item.point for item in day)
