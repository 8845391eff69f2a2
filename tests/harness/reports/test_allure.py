"""Results for the Allure report."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from harness.reports.allure.write import write_allure
from harness.reports.folder import make_run_folder
from harness.reports.publish import publish
from harness.reports.summary import PosInfo, RunSummary, ScenarioResult, Status, Step

MakeScenario = Callable[..., ScenarioResult]
MakeRun = Callable[..., RunSummary]


def written(summary: RunSummary, target: Path, **environ: str) -> list[dict[str, Any]]:
    write_allure(summary, target, environ)
    found = [json.loads(path.read_text(encoding="utf-8")) for path in target.glob("*-result.json")]
    return sorted(found, key=lambda one: one["name"])


def test_a_failure_with_its_reasons_and_evidence(
    make_scenario: MakeScenario, make_run: MakeRun, tmp_path: Path
) -> None:
    folder = make_run_folder(tmp_path / "runs", "x")
    scenario = make_scenario(1, Status.FAIL, folder.path, left_behind=("on paper: two slips",))
    summary = publish(make_run(scenario), folder)
    (one,) = written(summary, tmp_path / "allure")
    assert one["status"] == "failed"
    assert one["statusDetails"]["message"].endswith("[reprint-marked]")
    assert one["statusDetails"]["trace"] == "on paper: two slips"
    assert [step["status"] for step in one["steps"]] == ["passed"] * 3 + ["failed", "failed"]
    assert [step["name"] for step in one["steps"][-1]["steps"]] == [
        "charged-once",
        "reprint-marked",
    ]
    named = {each["name"]: tmp_path / "allure" / each["source"] for each in one["attachments"]}
    assert named["slip printer-01"].read_bytes().startswith(b"\x89PNG")
    assert "paper" in named["timeline"].read_text(encoding="utf-8")
    assert "POS → printer" in named["wires"].read_text(encoding="utf-8")
    assert "12.50" in named["books: transactions"].read_text(encoding="utf-8")
    assert named["wire printer-link-01-sent"].suffix == ".bin"


def test_each_status_has_its_own(make_run: MakeRun, tmp_path: Path) -> None:
    scenarios = [ScenarioResult(status.value, status) for status in Status]
    found = written(make_run(*scenarios), tmp_path)
    assert {one["name"]: one["status"] for one in found} == {
        "pass": "passed",
        "fail": "failed",
        "unknown": "unknown",
        "error": "broken",
        "not_applicable": "skipped",
    }


def test_a_step_that_broke_says_why(make_run: MakeRun, tmp_path: Path) -> None:
    steps = (Step("When", "the moon rises", "undefined"), Step("Then", "it sets", "untested"))
    broken = ScenarioResult("x", Status.ERROR, steps=steps, error="no such step")
    (one,) = written(make_run(broken), tmp_path)
    assert [step["status"] for step in one["steps"]] == ["broken", "skipped"]
    assert one["steps"][0]["statusDetails"]["message"] == "no such step"


def test_times_and_lanes_of_benches_at_the_same_time(make_run: MakeRun, tmp_path: Path) -> None:
    spans = {"a": (100.0, 5.0), "b": (101.0, 1.0), "c": (103.0, 4.0), "d": (105.0, 1.0)}
    scenarios = [
        ScenarioResult(name, Status.PASS, started_s=start, duration_s=took)
        for name, (start, took) in spans.items()
    ]
    found = written(make_run(*scenarios), tmp_path)
    threads = [
        next(label["value"] for label in one["labels"] if label["name"] == "thread")
        for one in found
    ]
    assert threads == ["bench 1", "bench 2", "bench 2", "bench 1"]
    assert (found[0]["start"], found[0]["stop"]) == (100_000, 105_000)


def test_the_same_scenario_has_the_same_history(make_run: MakeRun, tmp_path: Path) -> None:
    for _ in range(2):
        found = written(make_run(ScenarioResult("x", Status.PASS, feature_file="a")), tmp_path)
    other = ScenarioResult("x", Status.PASS, feature_file="b")
    found = written(make_run(other), tmp_path)
    assert len({one["uuid"] for one in found}) == 3
    assert len({one["historyId"] for one in found}) == 2


def test_tags_are_labels_and_severities(make_run: MakeRun, tmp_path: Path) -> None:
    (one,) = written(make_run(ScenarioResult("x", Status.PASS, tags=("@critical",))), tmp_path)
    labels = [(label["name"], label["value"]) for label in one["labels"]]
    assert ("tag", "critical") in labels
    assert ("severity", "critical") in labels


def test_what_stands_around(make_scenario: MakeScenario, make_run: MakeRun, tmp_path: Path) -> None:
    run = make_run(make_scenario(1, Status.FAIL), pos=PosInfo("收银机", "1"))
    written(run, tmp_path / "a")
    environment = (tmp_path / "a" / "environment.properties").read_text(encoding="latin-1")
    assert "POS = \\u6536\\u94f6\\u673a 1\n" in environment
    categories = json.loads((tmp_path / "a" / "categories.json").read_text(encoding="utf-8"))
    assert categories[0]["name"].startswith("reprint-marked: ")
    assert not (tmp_path / "a" / "executor.json").exists()


def test_the_job_that_ran_it(make_run: MakeRun, tmp_path: Path) -> None:
    written(
        make_run(), tmp_path / "hub", GITHUB_ACTIONS="true", GITHUB_SERVER_URL="https://hub",
        GITHUB_REPOSITORY="a/b", GITHUB_RUN_ID="7", GITHUB_RUN_NUMBER="3",
    )  # fmt: skip
    job = json.loads((tmp_path / "hub" / "executor.json").read_text())
    assert job["buildUrl"] == "https://hub/a/b/actions/runs/7"
    written(make_run(), tmp_path / "lab", GITLAB_CI="true", CI_JOB_NAME="till", CI_PIPELINE_IID="9")
    assert json.loads((tmp_path / "lab" / "executor.json").read_text())["buildName"] == "till #9"


def test_no_card_number_gets_in(make_run: MakeRun, tmp_path: Path) -> None:
    card = "4111111111111111"
    told = ScenarioResult(card, Status.FAIL, error=card, left_behind=(card,), feature=card)
    written(make_run(told), tmp_path)
    for path in tmp_path.iterdir():
        assert card not in path.read_text(encoding="utf-8"), path
