"""Which trials run which lines of the reference: recorded once, so that a mutant meets those only.

Recorded when it is missing or the sources have changed; a trial that the reference itself does not
pass is told and left out, since what fails with the right till catches nobody.
"""

import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, zip_longest
from multiprocessing import get_context
from pathlib import Path

from harness.paths import data_dir
from tests.mutants.child import Heard, heard
from tests.mutants.operators import Mutant
from tests.mutants.trials import Trial, explored, prepare, shipped

SECOND = "unionpay"
PIECE = 40  # trials of a child
MOST = 300  # schedules that a mutant has to stand, of those that reach it


@dataclass(frozen=True, slots=True)
class Reached:
    """A trial, how long it takes, and the lines that it runs of each file."""

    trial: Trial
    seconds: float
    lines: Mapping[str, frozenset[int]]


def reached(store: Path, jobs: int, *, schedules: bool) -> tuple[Reached, ...]:
    """The scenarios that the reference passes, and schedules, from the store or recorded anew."""
    prepare()
    found = _reached_by(store.with_suffix(".scenarios"), shipped, jobs)
    return (
        (*found, *_reached_by(store.with_suffix(".schedules"), explored, jobs))
        if schedules
        else found
    )


def _reached_by(
    path: Path, listed: Callable[[], Iterable[Trial]], jobs: int
) -> tuple[Reached, ...]:
    stamp = _stamp()
    held = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    if not held or json.loads(held[0])["stamp"] != stamp:
        held = [json.dumps({"stamp": stamp}), *_recorded(list(listed()), jobs)]
        path.write_text("\n".join(held) + "\n", encoding="utf-8")
    return tuple(_reached(json.loads(line)) for line in held[1:])


def _stamp() -> str:
    """Of the POS and the scenarios."""
    files = [*(data_dir("fixtures") / "pos").rglob("*.py"), *data_dir("features").rglob("*")]
    whole = hashlib.sha256()
    for path in sorted(path for path in files if path.is_file()):
        whole.update(path.read_bytes())
    return whole.hexdigest()


def _recorded(trials: Sequence[Trial], jobs: int) -> Iterator[str]:
    pieces = [trials[start : start + PIECE] for start in range(0, len(trials), PIECE)]
    with ProcessPoolExecutor(jobs, mp_context=get_context("fork")) as pool:
        for place, rows in enumerate(pool.map(_record, pieces), 1):
            sys.stderr.write(f"{place} of {len(pieces)}: which lines each trial runs\n")
            yield from rows


def _record(piece: Sequence[Trial]) -> list[str]:
    rows = []
    for one in heard(piece, looks=True):
        if one.told.verdict == "pass":
            rows.append(_row(one))
        elif one.told.verdict not in ("not_applicable", "unreached"):
            sys.stderr.write(f"the reference: {one.told}\n")
    return rows


def _row(one: Heard) -> str:
    trial = one.told.trial
    values = {
        "dialect": trial.dialect,
        "scenario": trial.scenario,
        "schedule": trial.schedule,
        "seconds": one.seconds,
        "lines": {file: sorted(numbers) for file, numbers in one.lines.items()},
    }
    return json.dumps(values)


def _reached(row: dict[str, object]) -> Reached:
    lines = row["lines"]
    assert isinstance(lines, dict)
    trial = Trial(str(row["dialect"]), str(row["scenario"]), str(row["schedule"]))
    kept = {file: frozenset(numbers) for file, numbers in lines.items()}
    return Reached(trial, float(str(row["seconds"])), kept)


def due(
    mutant: Mutant, known: Sequence[Reached], tellers: Mapping[str, int], *, again: bool
) -> list[Trial]:
    """The trials that a mutant has to stand, the most telling first.

    ``tellers``: how many mutants each trial has caught. Of the scenarios all that reach the place,
    in the second dialect only where that matters or ``again``; of the schedules those that go
    different ways through its file come first.
    """
    here = [one for one in known if mutant.line in one.lines.get(mutant.file, ())]
    scenarios = [one for one in here if one.trial.scenario]
    if not again and SECOND not in mutant.file:
        first = {one.trial.scenario for one in scenarios if one.trial.dialect != SECOND}
        scenarios = [
            one
            for one in scenarios
            if one.trial.dialect != SECOND or one.trial.scenario not in first
        ]
    scenarios.sort(key=lambda one: (-tellers.get(one.trial.name, 0), one.seconds))
    ways: dict[frozenset[int], list[Reached]] = defaultdict(list)
    for one in here:
        if not one.trial.scenario:
            ways[one.lines[mutant.file]].append(one)
    turns = zip_longest(*sorted(ways.values(), key=len))
    schedules = [one for one in chain.from_iterable(turns) if one is not None]
    return [one.trial for one in (*scenarios, *schedules[:MOST])]
