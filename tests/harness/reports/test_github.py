"""What GitHub shows of a run."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from harness.checks.result import Result, Verdict, Violation
from harness.reports.github import MOST_ANNOTATIONS, annotations, step_summary, tell_github
from harness.reports.summary import PosInfo, RunSummary, ScenarioResult, Status

CHARGED = Result("charged-once", Verdict.FAIL, (Violation("100 % too much,\ntwice", (3,)),))
FAILED = ScenarioResult(
    "Paper: out, twice", Status.FAIL, feature_file="/w/features/a.feature", line=7,
    results=(CHARGED,),
)  # fmt: skip
HELD = ScenarioResult("Fine", Status.PASS)
ENV = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": "/w"}


def run(*scenarios: ScenarioResult) -> RunSummary:
    started = datetime(2026, 11, 21, tzinfo=UTC)
    return RunSummary("run", "0", PosInfo("Till"), 1, started, 2.5, scenarios)


def test_an_annotation_names_the_place_and_escapes_the_rest() -> None:
    assert annotations(run(HELD, FAILED), ENV) == [
        (
            "::error file=features/a.feature,line=7,title=Paper%3A out%2C twice::"
            "charged-once: 100 %25 too much,%0Atwice"
        )
    ]


def test_no_more_than_github_shows() -> None:
    many = [replace(FAILED, line=line) for line in range(1, 40)]
    assert len(annotations(run(*many), ENV)) == MOST_ANNOTATIONS


def test_failures_come_before_doubts() -> None:
    doubt = ScenarioResult("Doubt", Status.UNKNOWN, reasons=("a fault never fired",))
    first, second = annotations(run(doubt, FAILED), ENV)
    assert first.startswith("::error")
    assert second == "::warning title=Doubt::a fault never fired"


def test_the_summary_is_a_table_of_what_did_not_hold() -> None:
    text = step_summary(run(HELD, FAILED))
    assert "## Till: fail" in text
    assert "1 of 2 scenarios held" in text
    assert "| fail | Paper: out, twice | charged-once: 100 % too much,<br>twice |" in text
    assert "Fine" not in text


def test_only_in_a_workflow(tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    assert tell_github(run(FAILED), {"GITHUB_STEP_SUMMARY": str(path)}) == []
    assert not path.exists()
    assert tell_github(run(FAILED), ENV | {"GITHUB_STEP_SUMMARY": str(path)})
    assert path.read_text(encoding="utf-8").startswith("## Till: fail")
