"""Run the mutants: `python -m tests.mutants.run --store FILE [--limit N] [--again]`.

Each mutant is the reference POS with one file changed. It runs the shipped scenarios that say most,
until one fails; what survives those runs all of them (`--again`). The store is a line of JSON a
mutant, so that a run can be stopped and gone on with.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.mutants.operators import Mutant, mutants

ROOT = Path(__file__).parents[2]
POS = ROOT / "fixtures" / "pos"
PATIENCE_S = 600
FIRST = (
    "payment/response_lost", "payment/odd_answers", "payment/reversal", "printing/paper_out",
    "printing/printer_breaks", "printing/hardware", "settlement/totals_differ",
    "settlement/next_day", "payment/till_crashes", "payment/off_line", "device/second_devices",
)  # fmt: skip
CAUGHT, SURVIVED, BROKEN = "caught", "survived", "broken"


def main() -> None:
    """Run what the store does not hold yet."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=10_000)
    parser.add_argument("--again", action="store_true", help="all scenarios for what survived")
    parser.add_argument("--dialect", default="iso87-ascii")
    options = parser.parse_args()
    known = read(options.store)
    for one in mutants(POS / "refpos"):
        held = known.get(one.name)
        due = held is None or (options.again and held["verdict"] == SURVIVED and not held["all"])
        if not due or options.limit <= 0:
            continue
        options.limit -= 1
        row = judged(one, everything=options.again and held is not None, dialect=options.dialect)
        with options.store.open("a", encoding="utf-8") as store:
            store.write(json.dumps(row) + "\n")
        sys.stdout.write(f"{row['verdict']:9} {one.name}: {', '.join(row['by'])}\n")
        sys.stdout.flush()


def read(store: Path) -> dict[str, dict[str, object]]:
    """What is known of each mutant, the latest row of each."""
    lines = store.read_text(encoding="utf-8").splitlines() if store.exists() else []
    return {row["name"]: row for row in map(json.loads, lines)}


def judged(one: Mutant, *, everything: bool, dialect: str) -> dict[str, object]:
    """Run one mutant; the checks and steps that failed."""
    started_s = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutant-") as name:
        folder = Path(name)
        shutil.copytree(POS, folder / "pos", ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "pos" / "refpos" / one.file).write_text(one.source, encoding="utf-8")
        status = _run(folder, everything=everything, dialect=dialect)
        verdicts = sorted(folder.glob("runs/*/verdict.json"))
        by = _failed(json.loads(verdicts[-1].read_text(encoding="utf-8"))) if verdicts else []
    verdict = {0: SURVIVED, 1: CAUGHT, 2: SURVIVED}.get(status, BROKEN)
    return {
        "name": one.name,
        "kind": one.kind,
        "before": one.before,
        "after": one.after,
        "verdict": verdict,
        "by": by,
        "all": everything,
        "seconds": round(time.monotonic() - started_s, 1),
    }


def _run(folder: Path, *, everything: bool, dialect: str) -> int:
    config = (
        f'[pos]\ncommand = ["{sys.executable}", "pos"]\nsettling_s = 0.1\n'
        f'[acquirer]\ndialect = "{dialect}"\nhost_timeout_s = 0.5\n'
    )
    (folder / "tillproof.toml").write_text(config, encoding="utf-8")
    features = [ROOT / "features"] if everything else [_feature(name) for name in FIRST]
    command = [sys.executable, "-m", "harness", "run", "--fail-fast", "-j", "2"]
    try:
        done = subprocess.run(
            [*command, "--results-dir", "runs", *map(str, features)],
            cwd=folder,
            capture_output=True,
            timeout=PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return 1
    return done.returncode


def _feature(name: str) -> Path:
    return ROOT / "features" / f"{name}.feature"


def _failed(verdict: dict[str, list[dict[str, str]]]) -> list[str]:
    return [one["name"] for one in verdict["checks"] if one["verdict"] == "fail"]


if __name__ == "__main__":
    main()
