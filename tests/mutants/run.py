"""Run the mutants: `python -m tests.mutants.run --store FILE [--limit N] [--again]`.

Each mutant is the reference POS with one file changed. What the core decides is tried in virtual
time: a day with the faults of the host and of the till, or a sale with those of the printer, one at
each of its moments, until a check fails. What the shell does (the journal's flush, the printer's
bits, the host's line) runs the shipped scenarios that exercise it. `--again` runs every scenario
for what survived. The store is a line of JSON a mutant: a run can be stopped and gone on with.
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
PRINTER = ("printer.paper_out", "printer.power_cut", "printer.link.down", "printer.head_failure")
HOST = (
    "host.response_lost", "host.request_lost", "host.mismatched_response", "host.stale_response",
    "host.late_response", "host.busy", "host.decline", "host.sign_on_required",
    "host.settlement_mismatch", "host.settlement_response_lost", "host.malformed_response",
    "operator.skip_settlement", "operator.double_press", "pos.kill",
)  # fmt: skip
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
        for command in _commands(one.file, tree, again=again):
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


def _commands(file: str, tree: Path, *, again: bool) -> Iterator[Sequence[str]]:
    """What a mutant of that file has to stand: the most telling first."""
    explore = ("explore", "--virtual", "--no-shrink", "--fail-fast", "-j", "1")
    if file.startswith("core/"):
        config = tree / "unionpay.toml"
        config.write_text('[acquirer]\ndialect = "unionpay"\n', encoding="utf-8")
        dialect = ("--config", str(config)) if file == "core/unionpay.py" else ()
        day, faults = ("one_sale", PRINTER) if file == "core/press.py" else ("six_operations", HOST)
        only = [word for fault in faults for word in ("--only", fault)]
        yield (*explore, *dialect, "--workload", day, *only)
    else:
        named = [str(tree / "features" / f"{name}.feature") for name in SHELL_FEATURES]
        yield ("run", "--fail-fast", "-j", "1", *named)
    if again:
        yield ("run", "--fail-fast", "-j", "2", str(tree / "features"))


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
