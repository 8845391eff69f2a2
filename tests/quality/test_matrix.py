"""The detection matrix: each defective POS is caught, by a check that names the harm.

Each one runs only the scenario that is meant to catch it; the reference runs them all and passes.
``pytest -s`` shows the matrix.
"""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.bdd.selection import select
from harness.checks.result import Verdict
from harness.paths import data_dir
from harness.runs import PASSED, Finished, Request, run

pytestmark = pytest.mark.slow

POS = data_dir("fixtures") / "pos"
BENCHES = 2

# The scenario that is meant to catch each defect.
CAUGHT_IN = {
    "all-is-well": "Before the receipt has begun",
    "any-answer": "The answer bears another trace number -- @1.1 ",
    "drawer-again": "The printer's cable comes out as it opens",
    "forgets-yesterday": "The till settles by itself in the morning",
    "full-pan-in-log": "Nobody sees the whole card number",
    "full-pan-on-slip": "Nobody sees the whole card number",
    "no-clear": "Somebody opens the cover",
    "no-reversal": "The sale is reversed and may be repeated",
    "no-settlement-slip": "The cashier settles twice",
    "no-upload": "The bank finds other totals",
    "reversal-in-memory": "The till crashes while the reversal is due",
    "reversal-later": "Others want to pay in the meantime",
    "reversal-new-trace": "The sale is reversed and may be repeated",
    "reversal-once": "Others want to pay in the meantime",
    "sells-again": "The sale is reversed and may be repeated",
    "slip-before-answer": "The host declines",
    "socket-is-proof": "In the middle of a card receipt",
    "spool-in-memory": "While the receipt waits for paper",
    "trace-in-memory": "Between two sales",
    "trusts-the-tail": "In the middle of a card receipt",
    "unmarked-in-doubt": "When the last line stands on the paper and the receipt is cut",
    "unmarked-reprint": "The customer asks for another copy",
    "wrong-total": "In the middle of a card receipt",
}


@dataclass(frozen=True)
class Defect:
    """A line of ``--list-defects``."""

    name: str
    what: str
    checks: frozenset[str]


def listed() -> tuple[Defect, ...]:
    command = (sys.executable, str(POS), "--list-defects")
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = (line.split("\t") for line in text.splitlines())
    return tuple(Defect(name, what, frozenset(by.split(", "))) for name, what, by in rows)


DEFECTS = listed()


def locations() -> dict[str, str]:
    """Where each shipped scenario stands, by its name."""
    return {one.name: one.location for one in select([str(data_dir("features"))])}


def configured(folder: Path, *options: str) -> Path:
    """A configuration for the reference POS with these options."""
    words = ", ".join(f'"{word}"' for word in (sys.executable, str(POS), *options))
    path = folder / "tillproof.toml"
    path.write_text(f"[pos]\ncommand = [{words}]\n", encoding="utf-8")
    return path


def sentenced(defect: Defect, folder: Path, location: str) -> Finished:
    folder.mkdir()
    config = configured(folder, "--defect", defect.name)
    return run(Request([location], config, folder, defect.name), lambda _: None)


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Finished]:
    """What came of each defective POS in its scenario."""
    folder, where = tmp_path_factory.mktemp("matrix"), locations()

    def judged(defect: Defect) -> Finished:
        return sentenced(defect, folder / defect.name, where[CAUGHT_IN[defect.name]])

    with ThreadPoolExecutor(BENCHES) as benches:
        found = dict(zip((d.name for d in DEFECTS), benches.map(judged, DEFECTS), strict=True))
    print("\n" + "\n".join(rows(found)))  # noqa: T201  (the matrix is for reading)
    return found


def failed(finished: Finished) -> frozenset[str]:
    """The checks that a POS failed."""
    results = (result for one in finished.summary.scenarios for result in one.results)
    return frozenset(result.check for result in results if result.verdict is Verdict.FAIL)


def rows(found: Mapping[str, Finished]) -> Iterator[str]:
    """Defect × check: ``x`` where a check that was to catch it did, ``o`` where another did."""
    names = sorted({check for one in found.values() for check in failed(one)})
    for number, name in enumerate(names, start=1):
        yield f"{number:4} {name}"
    for defect in DEFECTS:
        caught = failed(found[defect.name])
        marks = ["x" if n in defect.checks & caught else "o" if n in caught else "." for n in names]
        yield f"{defect.name:20} {' '.join(marks)}  {CAUGHT_IN[defect.name]}"


def test_every_defect_has_a_scenario_that_is_meant_to_catch_it() -> None:
    assert sorted(CAUGHT_IN) == [defect.name for defect in DEFECTS]
    assert set(CAUGHT_IN.values()) <= set(locations())


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_a_defect_is_caught_by_a_check_that_names_the_harm(
    defect: Defect, verdicts: Mapping[str, Finished]
) -> None:
    assert failed(verdicts[defect.name]) & defect.checks


def test_the_reference_passes_what_catches_the_others(tmp_path: Path) -> None:
    where = locations()
    chosen = [where[name] for name in sorted(set(CAUGHT_IN.values()))]
    request = Request(chosen, configured(tmp_path), tmp_path, jobs=BENCHES)
    finished = run(request, lambda _: None)
    assert finished.exit_status == PASSED
    assert len(finished.summary.scenarios) == len(chosen)


def test_no_two_scenarios_have_the_same_name() -> None:
    names = [one.name for one in select([str(data_dir("features"))])]
    assert sorted(set(names)) == sorted(names)
