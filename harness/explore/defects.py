"""How soon a campaign finds each of a POS's known defects: what exploring is worth.

The POS is told its defect by the variable ``TILLPROOF_POS_DEFECT``, as a class and as a process.
"""

import contextlib
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from emulators.errors import UsageError
from harness import runs
from harness.config import load_config
from harness.explore.campaign import Limits, Place, Progress, explore
from harness.explore.finish import Finisher
from harness.explore.outcome import Group, groups_of, outcome
from harness.explore.publish import publish
from harness.explore.request import Request
from harness.explore.schedule import Schedule, load_schedule
from harness.explore.session import Session, begin
from harness.explore.store import Store
from harness.explore.unclean import publish_unclean
from harness.pos.defects import Defect, listed
from harness.reports.folder import make_run_folder

VARIABLE = "TILLPROOF_POS_DEFECT"


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one defect. ``runs`` and ``duration_s`` are those to the first failure.

    ``firsts``: how many schedules of one fault the plan has, where there are others behind them;
    ``check`` is '' when nothing failed; ``faults`` and ``steps`` are the smallest schedule's;
    ``status``: the exit status of running its feature, None where there is none.
    """

    defect: Defect
    runs: int
    duration_s: float
    check: str = ""
    faults: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    status: int | None = None
    firsts: int = 0

    @property
    def named(self) -> bool:
        """Whether a check that names the harm failed."""
        return self.check in self.defect.checks


def wanted(request: Request, names: Sequence[str]) -> tuple[Defect, ...]:
    """These defects of the POS. Raises UsageError for one that it does not list."""
    known = {one.name: one for one in listed(load_config(request.config))}
    for name in names:
        if name not in known:
            raise UsageError(f"no defect {name!r}; there is {', '.join(known)}")
    return tuple(known[name] for name in names)


def find(request: Request, defect: Defect) -> Found:
    """Explore the POS with that defect until it shows, and run the feature of what was found."""
    started_s = time.monotonic()
    with _defective(defect.name):
        folder = make_run_folder(request.results_dir, f"explore-{defect.name}").path
        session = begin(replace(request, fail_fast=True), folder)
        try:
            if session.clean.finding.verdict != "pass":
                publish_unclean(session, request.language)
                lead = session.clean.finding.broken[:1]
                took_s = round(time.monotonic() - started_s, 1)
                day = _steps(Schedule(session.clean.workload))
                return Found(defect, 1, took_s, "".join(one.check for one in lead), (), day)
            return _campaign(session, defect, started_s)
        finally:
            session.close()


def _campaign(session: Session, defect: Defect, started_s: float) -> Found:
    store = Store(session.folder)
    asked, progress = session.request, Progress(session.total)
    place = Place(session.executor, store, session.folder)
    limits = Limits(asked.fail_fast, asked.time_limit_s, asked.max_runs)
    try:
        explore(session.plan(), place, limits, progress, lambda _: None)
        if asked.depth > 1 and not progress.stopped:
            explore(session.pairs(store), place, limits.after(progress), progress, lambda _: None)
        took_s = round(time.monotonic() - started_s, 1)
        groups = Finisher(place, asked.language).finish(groups_of(store)[:1])
        done = outcome(session.about(), store, progress.stopped, groups)
        publish(session.about(), store, done, session.folder, asked.language)
    finally:
        store.close()
    firsts = session.total if asked.depth > 1 else 0
    found = Found(defect, progress.ran, took_s, firsts=firsts)
    return _told(found, groups[0], session) if groups else found


def _told(found: Found, group: Group, session: Session) -> Found:
    schedule = load_schedule(session.folder / group.schedule)
    status = _feature_status(session, group.feature) if group.feature else None
    return replace(
        found, check=group.check, faults=schedule.faults, steps=_steps(schedule), status=status
    )


def _feature_status(session: Session, feature: str) -> int:
    asked = session.request
    request = runs.Request([str(session.folder / feature)], asked.config, session.folder / "runs")
    return runs.run(request, lambda _: None).exit_status


def _steps(schedule: Schedule) -> tuple[str, ...]:
    return tuple(step.do for step in schedule.workload.steps)


@contextlib.contextmanager
def _defective(name: str) -> Iterator[None]:
    """Whatever is started meanwhile has that defect."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = name
    try:
        yield
    finally:
        os.environ.pop(VARIABLE)
        if before is not None:
            os.environ[VARIABLE] = before


def as_json(found: Sequence[Found]) -> list[dict[str, object]]:
    """The rows for programs."""
    return [
        {
            "defect": one.defect.name,
            "what": one.defect.what,
            "runs": one.runs,
            "duration_s": one.duration_s,
            "check": one.check,
            "faults": list(one.faults),
            "steps": list(one.steps),
            "run_exit": one.status,
        }
        for one in found
    ]


def line(one: Found) -> str:
    """One row for a person."""
    if not one.check:
        return f"{one.defect.name}: NOT FOUND in {one.runs} schedules, {one.duration_s:.0f} s"
    told = f"tillproof run: {one.status}" if one.status is not None else "no fault is needed"
    faults = " and ".join(one.faults)
    return (
        f"{one.defect.name}: {one.check} after {one.runs} schedules, {one.duration_s:.0f} s;"
        f" {', '.join(one.steps)}; {faults}; {told}"
    )
