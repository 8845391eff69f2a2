"""Everything that a run leaves, on disk."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from harness.reports.folder import RunFolder, make_run_folder
from harness.reports.publish import publish
from harness.reports.summary import RunSummary, ScenarioResult, Status

MakeScenario = Callable[..., ScenarioResult]
MakeRun = Callable[..., RunSummary]


def run_folder(tmp_path: Path) -> RunFolder:
    return make_run_folder(tmp_path / "runs", "x", datetime(2026, 1, 5, tzinfo=UTC))


def test_the_only_scenario_stands_at_the_top(
    make_scenario: MakeScenario, make_run: MakeRun, tmp_path: Path
) -> None:
    folder = run_folder(tmp_path)
    scenario = make_scenario(1, Status.FAIL, folder.path)
    assert scenario.folder
    scenario.folder.schedule.write_text("{}")
    done = publish(make_run(scenario), folder)
    names = {path.name for path in folder.path.iterdir()}
    assert names == {
        "history.jsonl", "verdict.json", "schedule.json", "report.html", "junit.xml", "receipts",
        "wire", "blobs",
    }  # fmt: skip
    assert done.scenarios[0].folder == scenario.folder.__class__(folder.path)
    violations = json.loads(folder.verdict.read_text())["checks"][1]["violations"]
    assert violations[0]["schedule"] == "schedule.json"
    assert (folder.path / "receipts" / "printer-01.png").is_file()
    again = "tillproof run features/printing/paper_out.feature:8 --seed 42"
    assert again in folder.report.read_text(encoding="utf-8")


def test_several_scenarios_have_a_folder_and_a_verdict_each(
    make_scenario: MakeScenario, make_run: MakeRun, tmp_path: Path
) -> None:
    folder = run_folder(tmp_path)
    publish(make_run(make_scenario(1, Status.PASS, folder.path),
                     make_scenario(2, Status.FAIL, folder.path)), folder)  # fmt: skip
    names = {path.name for path in folder.path.iterdir()}
    assert names == {"verdict.json", "report.html", "junit.xml", "scenarios"}
    own = sorted(folder.path.glob("scenarios/*/verdict.json"))
    assert [json.loads(path.read_text())["verdict"] for path in own] == ["pass", "fail"]
    assert json.loads(folder.verdict.read_text())["verdict"] == "fail"


def test_a_scenario_that_left_nothing_stops_nothing(make_run: MakeRun, tmp_path: Path) -> None:
    folder = run_folder(tmp_path)
    crashed = ScenarioResult(
        "crashed", Status.ERROR, error="no bench", folder=folder.scenario(1, "c")
    )
    publish(make_run(crashed), folder)
    assert json.loads(folder.verdict.read_text())["verdict"] == "unknown"
    assert "no bench" in folder.report.read_text(encoding="utf-8")
