"""The clean runs that a campaign starts from: what a fault-free day looks like, twice.

Only points that both runs have are used; where the two differ, the POS is not deterministic.
"""

import errno
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from emulators.errors import UsageError
from emulators.events import Event, InjectionPoint
from emulators.history_file import load_events
from harness.canonical import difference
from harness.explore.executor import Executor, Task
from harness.explore.plan import without
from harness.explore.points import names
from harness.explore.schedule import Schedule
from harness.explore.trial import Finding
from harness.explore.worker import FINDING
from harness.workloads.files import parse_workload
from harness.workloads.steps import Workload, counts, values_of

RUNS = 2
MORE_RUNS = 5  # of a POS whose first two differ, beside these


@dataclass(frozen=True, slots=True)
class Clean:
    """``workload``: without what the POS cannot do; ``left_out`` says what that is.

    ``differs``: where the clean runs part; None when the POS is deterministic.
    """

    events: Sequence[Event]
    known: frozenset[InjectionPoint]
    workload: Workload
    finding: Finding
    left_out: tuple[str, ...]
    differs: str | None
    run_s: float


def stored_clean(values: dict[str, Any], folder: Path) -> Clean:
    """The clean runs of a campaign that was begun before. Raises HistoryError, OSError."""
    events = [load_events(folder / str(n) / "history.jsonl") for n in range(1, RUNS + 1)]
    return Clean(
        events[0],
        names(events[0]) & names(events[1]),
        parse_workload(values["workload"], "the campaign's workload"),
        FINDING.validate_python(values["finding"]),
        tuple(values["left_out"]),
        values.get("differs"),
        values["run_s"],
    )


def clean_values(clean: Clean) -> dict[str, Any]:
    """What ``stored_clean`` needs besides the Histories."""
    return {
        "workload": values_of(clean.workload),
        "finding": FINDING.dump_python(clean.finding, mode="json"),
        "left_out": list(clean.left_out),
        "run_s": clean.run_s,
        "differs": clean.differs,
    }


def run_clean(
    workload: Workload, executor: Executor, folder: Path, *, cheap: bool = False
) -> Clean:
    """Run the workload without faults, with what the POS can do only.

    Where a run is ``cheap`` it is run some more times even if the first two are alike: a POS that
    tosses a coin may toss it alike twice. Raises UsageError when it cannot be run at all, OSError
    when it cannot be kept. The finding says whether it passed: a POS that can do nothing of it has
    not.
    """
    first = _run(workload, executor, folder, 1)[0]
    left_out = tuple(dict.fromkeys(workload.steps[number - 1].do for number in first.left_out))
    kept = without(workload, first.left_out)
    if first.verdict == "pass" and not any(map(counts, kept.steps)):
        why = f"the POS can do nothing of the workload {workload.name!r}: {', '.join(left_out)}"
        first = replace(first, verdict="unknown", why=why)
    if first.verdict != "pass":
        return Clean((), frozenset(), kept, first, left_out, None, first.duration_s)
    # The first run may have paid for what is made once: its time is no measure.
    findings = _run(kept, executor, folder, RUNS)
    events = [load_events(folder / str(n) / "history.jsonl") for n in range(1, RUNS + 1)]
    bad = [one for one in findings if one.verdict != "pass"]
    parts: str | None = None
    if cheap or difference(*events):
        alike, parts = _alike(kept, executor, folder, events)
        total = RUNS + MORE_RUNS
        parts = f"{alike} of {total} clean runs are alike; {parts}" if parts else None
    return Clean(
        events[0],
        names(events[0]) & names(events[1]),
        kept,
        bad[0] if bad else findings[0],
        left_out,
        parts,
        min(one.duration_s for one in findings),
    )


def _alike(
    workload: Workload, executor: Executor, folder: Path, firsts: Sequence[Sequence[Event]]
) -> tuple[int, str | None]:
    """How many of ``firsts`` and some more runs are the most that are alike, and where one parts.

    That is the score of a moody POS: all are alike only where none parts from the first.
    """
    more = folder.with_name("clean-again")  # places of second faults are looked up in the first two
    _run(workload, executor, more, MORE_RUNS)
    later = (load_events(more / str(n) / "history.jsonl") for n in range(1, MORE_RUNS + 1))
    kinds: list[tuple[Sequence[Event], int]] = []
    parts: str | None = None
    for events in (*firsts, *later):
        parts = parts or difference(firsts[0], events)
        for place, (kind, count) in enumerate(kinds):
            if difference(kind, events) is None:
                kinds[place] = (kind, count + 1)
                break
        else:
            kinds.append((events, 1))
    if parts is None:
        shutil.rmtree(more)
    return max(count for _, count in kinds), parts


def _run(workload: Workload, executor: Executor, folder: Path, count: int) -> list[Finding]:
    schedule = Schedule(workload, name="a clean run")
    tasks = [Task(0, schedule, str(folder / str(n)), keep_all=True) for n in range(1, count + 1)]
    findings = [done.finding for done in executor.run(tasks)]
    for one in findings:
        if one.wrong_use:
            raise UsageError(one.why)
        if one.verdict == "pass" and one.why:
            raise OSError(errno.EIO, f"no campaign without a clean run: {one.why}")
    return findings
