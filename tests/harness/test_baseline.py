"""Known violations: told, and not counted."""

import json
from pathlib import Path

import pytest

from emulators.errors import UsageError
from harness.baseline import Baseline, load_baseline, without_known
from harness.checks.result import Result, Verdict, Violation
from harness.reports.summary import ScenarioResult, Status

CHARGED = Result("charged-once", Verdict.FAIL, (Violation("charged twice", (3,)),))
FINE = Result("ready-again", Verdict.PASS)


def failed(*results: Result, error: str = "", reasons: tuple[str, ...] = ()) -> ScenarioResult:
    return ScenarioResult("one", Status.FAIL, results=results, error=error, reasons=reasons)


def test_a_known_violation_does_not_fail_and_is_told() -> None:
    baseline = Baseline(frozenset({("charged-once", "charged twice")}))
    left = without_known(failed(CHARGED, FINE, error="charged-once: charged twice"), baseline)
    assert left.status is Status.PASS
    assert left.error == ""
    assert left.results[0].verdict is Verdict.PASS
    assert left.results[0].known == CHARGED.violations


@pytest.mark.parametrize(
    "scenario",
    [
        failed(Result("charged-once", Verdict.FAIL, (Violation("charged thrice"),))),
        failed(CHARGED, Result("ready-again", Verdict.FAIL, (Violation("not ready"),))),
        failed(CHARGED, error="the books hold nothing, expected 12.50"),
        failed(CHARGED, reasons=("the POS ended by itself with status 1",)),
    ],
)
def test_anything_else_fails_still(scenario: ScenarioResult) -> None:
    baseline = Baseline(frozenset({("charged-once", "charged twice")}))
    assert without_known(scenario, baseline).status is Status.FAIL


def test_a_doubt_beside_what_is_known_is_unknown() -> None:
    doubt = Result("ready-again", Verdict.UNKNOWN, why="nobody looked")
    baseline = Baseline(frozenset({("charged-once", "")}))
    assert without_known(failed(CHARGED, doubt), baseline).status is Status.UNKNOWN


def test_the_verdict_of_an_earlier_run_is_a_baseline(tmp_path: Path) -> None:
    path = tmp_path / "verdict.json"
    check = {"name": "charged-once", "violations": [{"message": "charged twice"}]}
    step = {"scenario": "one", "message": "the books hold nothing"}
    path.write_text(json.dumps({"checks": [check], "failed_steps": [step]}), encoding="utf-8")
    baseline = load_baseline(path)
    assert without_known(failed(CHARGED, error="the books hold nothing"), baseline).status is (
        Status.PASS
    )


def test_a_check_without_a_message_is_known_altogether(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    path.write_text(json.dumps({"known": [{"check": "charged-once", "why": "4711"}]}), "utf-8")
    assert without_known(failed(CHARGED), load_baseline(path)).status is Status.PASS


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no baseline"),
        ("[]", "is no baseline"),
        ('{"known": [{}]}', "is no baseline"),
        ('{"known": [{"check": "charged-twice"}]}', "no such check"),
    ],
)
def test_what_is_none_is_refused(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        load_baseline(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load_baseline(tmp_path / "none.json")
