"""A campaign: run the plan, store each finding, stop where it was told to."""

import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from harness.explore.executor import Done, Executor, Task
from harness.explore.plan import Planned
from harness.explore.store import Store

KEPT_PER_GROUP = 3
Tell = Callable[["Progress"], None]


@dataclass(slots=True)
class Progress:
    """How far a campaign is. ``total``: schedules to run now; ``stopped``: why before the end."""

    total: int
    ran: int = 0
    failed: int = 0
    unknown: int = 0
    start_s: float = 0.0
    now_s: float = 0.0
    stopped: str = ""

    @property
    def rate(self) -> float:
        """Runs a second."""
        return self.ran / max(self.now_s - self.start_s, 1e-9)

    @property
    def left_s(self) -> float:
        """Seconds that the rest will take, as it looks now."""
        return (self.total - self.ran) / self.rate if self.ran else 0.0


@dataclass(frozen=True, slots=True)
class Limits:
    """When a campaign stops before its end."""

    fail_fast: bool = False
    time_limit_s: float | None = None
    max_runs: int | None = None

    def after(self, progress: "Progress") -> "Limits":
        """What is left of them."""
        runs = None if self.max_runs is None else max(0, self.max_runs - progress.ran)
        return replace(self, max_runs=runs)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a campaign happens: who runs its trials, and where they are kept."""

    executor: Executor
    store: Store
    folder: Path


def explore(
    plan: Iterable[Planned],
    place: Place,
    limits: Limits,
    progress: Progress,
    tell: Tell,
) -> None:
    """Run what the store does not hold yet. Ctrl-C ends it early and raises nothing."""
    progress.start_s = progress.start_s or time.monotonic()
    progress.now_s = time.monotonic()
    planned: dict[int, Planned] = {}
    run = place.executor.run(_tasks(plan, place, limits, planned))
    try:
        for done in run:
            _keep(place, planned.pop(done.task.number), done)
            _count(progress, done)
            tell(progress)
            if progress.stopped or _is_over(progress, limits):
                break
    except KeyboardInterrupt:
        progress.stopped = "interrupted"
    finally:
        _close(run)
    if not progress.stopped and progress.ran < progress.total:
        limited = limits.max_runs is not None
        progress.stopped = f"stopped after {progress.ran} runs" if limited else ""


def _close(run: Iterator[Done]) -> None:
    close = getattr(run, "close", None)
    if close is not None:
        close()


def _tasks(
    plan: Iterable[Planned],
    place: Place,
    limits: Limits,
    planned: dict[int, Planned],
) -> Iterator[Task]:
    """What is still to be run; ``planned`` holds what is under way, and no more."""
    left = limits.max_runs
    for one in plan:
        if place.store.has(one):
            continue
        if left is not None:
            if left <= 0:
                return
            left -= 1
        planned[one.number] = one
        yield Task(one.number, one.schedule, str(place.folder / "cases" / _name(one)))


def _name(one: Planned) -> str:
    return f"{one.depth}-{one.number:06}"


def _count(progress: Progress, done: Done) -> None:
    progress.ran += 1
    progress.failed += done.finding.verdict == "fail"
    progress.unknown += done.finding.verdict == "unknown"
    progress.now_s = time.monotonic()


def _is_over(progress: Progress, limits: Limits) -> bool:
    if limits.fail_fast and progress.failed:
        progress.stopped = "stopped at the first failure"
    limit_s = limits.time_limit_s
    if limit_s is not None and progress.now_s - progress.start_s >= limit_s:
        progress.stopped = f"stopped after {limit_s:g} s"
    return bool(progress.stopped)


def _keep(place: Place, planned: Planned, done: Done) -> None:
    """A row for each trial; evidence for the first few failures of a group, and of unknowns."""
    finding = done.finding
    kept = ""
    if finding.verdict in ("fail", "unknown"):
        lead = finding.broken[0].check if finding.broken else ""
        path = Path(done.task.folder)
        if (
            place.store.kept(finding.verdict, lead, planned.fault) < KEPT_PER_GROUP
            and path.is_dir()
        ):
            kept = path.relative_to(place.folder).as_posix()
        else:
            shutil.rmtree(path, ignore_errors=True)
    place.store.add(planned, finding, kept)
