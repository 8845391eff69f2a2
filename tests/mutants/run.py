"""Run the mutants: `python -m tests.mutants.run --store FILE [-j N] [--limit N] [--only TEXT]`.

Each mutant is the reference POS with one place changed (`operators.py`), imported in a process of
its own that is forked from a warm one. It meets the shipped scenarios that run the changed line
(`reach.py`), in virtual time, until a check fails. With `--again` what survived, and is not known
to be harmless (`harmless.toml`), meets them in both dialects, and explored schedules; with `--in`
only what has that text in its name. A journal on a disk and a serial line have no part in virtual
time: what hangs on them meets the features about crashes, or those on a serial line, as a process.
The store is a line of JSON a mutant: a run can be stopped and gone on with.
"""

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from harness.checks.result import Verdict
from harness.paths import data_dir
from harness.reports.summary import Status
from harness.runs import Request
from harness.runs import run as run_features
from tests.mutants.child import heard
from tests.mutants.operators import Mutant, mutants
from tests.mutants.reach import Reached, due, reached
from tests.mutants.reasons import harmless
from tests.mutants.trials import Trial, further

POS = data_dir("fixtures") / "pos"
NOT_VIRTUAL = ("shell/journal.py",)
ON_A_DISK = tuple(f"{name}.feature" for name in ("device/till", "printing/till_crashes"))
ON_A_LINE = ("core/press.py",)  # virtual lines hang up where a serial one says nothing
CAUGHT, SURVIVED = "caught", "survived"


@dataclass(frozen=True, slots=True)
class Row:
    """What became of a mutant. ``by``: the checks that failed; ``trial``: where; ``met``: trials.

    ``unsure``: a trial that came to no verdict, if any did; ``again``: it met schedules, too.
    """

    name: str
    kind: str
    verdict: str
    by: list[str]
    trial: str = ""
    met: int = 0
    unsure: str = ""
    seconds: float = 0.0
    again: bool = False


def main() -> None:
    """Run what the store does not hold yet."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("-j", "--jobs", type=int, default=1)
    parser.add_argument("--limit", type=int, default=10_000)
    parser.add_argument("--only", default="", help="those with that text in their names")
    parser.add_argument("--again", action="store_true", help="more for what survived")
    parser.add_argument("--in", dest="named", action="append", default=[], metavar="TEXT")
    parser.add_argument("--time-limit", type=float, default=float("inf"), metavar="S")
    options = parser.parse_args()
    until_s = time.monotonic() + options.time_limit
    known = reached(options.store, options.jobs, schedules=options.again and not options.named)
    if options.named:
        known = tuple(one for one in known if any(text in one.trial.name for text in options.named))
    held = read(options.store)
    named = [one for one in drawn(all_mutants()) if options.only in one.name]
    left = [one for one in named if not options.again or one.name not in harmless()]
    ours = [one for one in left if _is_due(held.get(one.name), again=options.again)]
    tellers = Counter(row.trial for row in held.values() if row.trial)
    with ProcessPoolExecutor(options.jobs, mp_context=get_context("fork")) as pool:
        judge = partial(_judged, known=known, tellers=tellers, until_s=until_s, again=options.again)
        for future in as_completed([pool.submit(judge, one) for one in ours[: options.limit]]):
            if (row := future.result()) is not None:
                keep(options.store, row)


def _is_due(held: Row | None, *, again: bool) -> bool:
    return held is None or (again and held.verdict == SURVIVED and not held.again)


def all_mutants() -> tuple[Mutant, ...]:
    """Of the reference as it stands here."""
    return tuple(mutants(POS / "refpos"))


def drawn(found: Iterable[Mutant]) -> list[Mutant]:
    """In an order that is the same each time and has nothing to do with the code's.

    A run that was stopped has then seen a fair sample.
    """
    return sorted(found, key=lambda one: hashlib.sha256(one.name.encode()).hexdigest())


def read(store: Path) -> dict[str, Row]:
    """What is known of each mutant, the latest row of each."""
    lines = store.read_text(encoding="utf-8").splitlines() if store.exists() else []
    return {row.name: row for row in (Row(**json.loads(line)) for line in lines)}


def keep(store: Path, row: Row) -> None:
    """Add a row, and tell of it."""
    values = {name: getattr(row, name) for name in Row.__slots__}
    with store.open("a", encoding="utf-8") as file:
        file.write(json.dumps(values, ensure_ascii=False) + "\n")
    met = f"{row.met} trials, {row.seconds:.0f} s"
    sys.stdout.write(f"{row.verdict:9} {row.name}: {', '.join(row.by)} ({met})\n")
    sys.stdout.flush()


def _judged(
    one: Mutant,
    known: Sequence[Reached],
    tellers: Counter[str],
    until_s: float,
    *,
    again: bool,
) -> Row | None:
    """What becomes of a mutant; None when there is no time left for it."""
    start_s = time.monotonic()
    if start_s >= until_s:
        return None
    if one.file in NOT_VIRTUAL:
        row = _as_process(one, ON_A_DISK)
    else:
        trials = due(one, known, tellers, again=again)
        row = _in_virtual_time(one, [*trials, *(further() if again else ())])
        if again and row[1] == SURVIVED and one.file in ON_A_LINE:
            row = _as_process(one, ("printing",), only=("bench.serial",))
    name, verdict, by, trial, met, unsure = row
    seconds = round(time.monotonic() - start_s, 1)
    return Row(name, one.kind, verdict, by, trial, met, unsure, seconds, again)


_Short = tuple[str, str, list[str], str, int, str]


def _in_virtual_time(one: Mutant, trials: Sequence[Trial]) -> _Short:
    met, unsure = 0, ""
    for said in heard(trials, mutant=(one.file, one.source)):
        met += 1
        if said.told.verdict == "fail":
            return one.name, CAUGHT, list(said.told.failed), said.told.trial.name, met, ""
        if said.told.verdict in ("unknown", "error"):
            unsure = unsure or f"{said.told.verdict}: {said.told.trial.name}"
    return one.name, SURVIVED, [], "", met, unsure


def _as_process(one: Mutant, named: Iterable[str], only: Sequence[str] = ()) -> _Short:
    with tempfile.TemporaryDirectory(prefix="mutant-") as name:
        folder = Path(name)
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(POS, folder / "pos", ignore=ignored)
        (folder / "pos" / "refpos" / one.file).write_text(one.source, encoding="utf-8")
        config = folder / "tillproof.toml"
        command = json.dumps([sys.executable, str(folder / "pos")])
        config.write_text(f"[pos]\ncommand = {command}\n", encoding="utf-8")
        features = [str(data_dir("features") / name) for name in named]
        request = Request(features, config, folder / "runs", only=only)
        done = run_features(request, lambda _: None)
    for scenario in done.summary.scenarios:
        failed = [said.check for said in scenario.results if said.verdict is Verdict.FAIL]
        if scenario.status is Status.FAIL:
            by = failed or ["a step, or the POS itself"]
            return one.name, CAUGHT, by, scenario.name, len(done.summary.scenarios), ""
    return one.name, SURVIVED, [], "", len(done.summary.scenarios), ""


if __name__ == "__main__":
    main()
