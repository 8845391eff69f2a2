"""Run the mutants: `python -m tests.mutants.run --store FILE [--limit N] [--again]`.

Each mutant is the reference POS with one file changed. What the core decides is tried in virtual
time: a day of six operations with one fault at one moment, over and over, until a check fails. What
the shell does (the journal's flush, the printer's bits, the host's line) runs the shipped scenarios
that exercise it. `--again` tries what survived with many more faults, and with every scenario. The
store is a line of JSON a mutant, so that a run can be stopped and gone on with.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tests.mutants.operators import Mutant, mutants

ROOT = Path(__file__).parents[2]
NEEDED = ("harness", "emulators", "fixtures", "features")
PATIENCE_S = 600
SHELL_FEATURES = ("printing/hardware", "printing/printer_breaks", "device/till", "payment/keys")
RUNS, MANY_RUNS = 60, 400
CAUGHT, SURVIVED, BROKEN = "caught", "survived", "broken"

Row = dict[str, object]


def main() -> None:
    """Run what the store does not hold yet."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=10_000)
    parser.add_argument("--share", default="1/1", help="i/n: only that share of them")
    parser.add_argument("--again", action="store_true", help="more for what survived")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        tree = Path(name)
        for part in NEEDED:
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / part, tree / part, ignore=ignored)
        share, shares = map(int, options.share.split("/"))
        due = list(_due(options.store, options.limit, again=options.again))
        for one in due[share - 1 :: shares]:
            row = judged(one, tree, again=options.again)
            with options.store.open("a", encoding="utf-8") as store:
                store.write(json.dumps(row) + "\n")
            sys.stdout.write(f"{row['verdict']:9} {one.name}: {row['by']}\n")
            sys.stdout.flush()


def read(store: Path) -> dict[str, Row]:
    """What is known of each mutant, the latest row of each."""
    lines = store.read_text(encoding="utf-8").splitlines() if store.exists() else []
    return {row["name"]: row for row in map(json.loads, lines)}


def drawn(found: Iterable[Mutant]) -> list[Mutant]:
    """In an order that is the same each time and has nothing to do with the code's.

    A run that was stopped has then seen a fair sample.
    """
    return sorted(found, key=lambda one: hashlib.sha256(one.name.encode()).hexdigest())


def _due(store: Path, limit: int, *, again: bool) -> Iterator[Mutant]:
    known = read(store)
    for one in drawn(mutants(ROOT / "fixtures" / "pos" / "refpos")):
        held = known.get(one.name)
        survived = held is not None and held["verdict"] == SURVIVED and not held["again"]
        if limit > 0 and (survived if again else held is None):
            limit -= 1
            yield one


def judged(one: Mutant, tree: Path, *, again: bool) -> Row:
    """Run one mutant, and put the tree right again; the checks that failed."""
    started_s = time.monotonic()
    path = tree / "fixtures" / "pos" / "refpos" / one.file
    right = path.read_text(encoding="utf-8")
    path.write_text(one.source, encoding="utf-8")
    try:
        status, by = SURVIVED, list[str]()
        for command in _commands(tree, shell=one.file.startswith("shell/"), again=again):
            status, by = _run(command, tree)
            if status != SURVIVED:
                break
    finally:
        path.write_text(right, encoding="utf-8")
    seconds = round(time.monotonic() - started_s, 1)
    return {
        "name": one.name,
        "kind": one.kind,
        "before": one.before,
        "after": one.after,
        "verdict": status,
        "by": by,
        "again": again,
        "seconds": seconds,
    }


def _commands(tree: Path, *, shell: bool, again: bool) -> Iterator[Sequence[str]]:
    day = ("explore", "--virtual", "--no-shrink", "--fail-fast", "-j", "1", "--workload")
    if not shell:
        for seed in ("1", "2") if again else ("1",):
            runs = str(MANY_RUNS if again else RUNS)
            yield (*day, "six_operations", "--max-runs", runs, "--seed", seed)
    if shell or again:
        features = tree / "features"
        named = [str(features / f"{name}.feature") for name in SHELL_FEATURES]
        jobs = ("-j", "2") if again else ("-j", "1")
        yield ("run", "--fail-fast", *jobs, *([str(features)] if again else named))


def _run(command: Sequence[str], tree: Path) -> tuple[str, list[str]]:
    env = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    runs = tree / "runs"
    shutil.rmtree(runs, ignore_errors=True)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "harness", *command, "--results-dir", str(runs)],
            cwd=tree,
            env=env,
            capture_output=True,
            timeout=PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return CAUGHT, ["it never came to an end"]
    status = {0: SURVIVED, 1: CAUGHT, 2: SURVIVED}.get(done.returncode, BROKEN)
    return status, _failed(runs) if status == CAUGHT else []


def _failed(runs: Path) -> list[str]:
    """The checks that failed, or what else was said."""
    path = next(iter(sorted(runs.glob("*/verdict.json"))), None)
    if path is None:
        return ["no verdict"]
    verdict = json.loads(path.read_text(encoding="utf-8"))
    checks = [one["name"] for one in verdict.get("checks", []) if one["verdict"] == "fail"]
    return checks or ["a step or the clean day"]


if __name__ == "__main__":
    main()
