"""``verdict.json``: its shape, and what several scenarios come to together."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harness.checks.result import Result, Verdict, Violation
from harness.reports.folder import ScenarioFolder
from harness.reports.summary import FaultCount, RunSummary, ScenarioResult, Status
from harness.reports.verdict import build_verdict, write_verdict

DOUBLE = Violation("The customer paid twice.", (7, 19))


def scenario(status: Status, *results: Result, **more: object) -> ScenarioResult:
    return ScenarioResult("one", status, results=results, **more)  # type: ignore[arg-type]


def test_the_shape_is_the_contracts(make_run: Callable[..., RunSummary], tmp_path: Path) -> None:
    failed = scenario(
        Status.FAIL,
        Result("charged-once", Verdict.FAIL, (DOUBLE,)),
        Result("reversal-persists", Verdict.NOT_EXERCISED),
        faults=(FaultCount("pos.kill", 2, 1),),
        folder=ScenarioFolder(tmp_path / "scenarios" / "001-one"),
    )
    write_verdict(make_run(failed), tmp_path / "verdict.json")
    assert json.loads((tmp_path / "verdict.json").read_text(encoding="utf-8")) == {
        "tillproof": "0.1.0",
        "pos": {
            "name": "Example POS",
            "version": "2.4",
            "driver": "stdio",
            "command": ["python3", "pos.py"],
            "capabilities": ["sale.card"],
        },
        "seed": 42,
        "verdict": "fail",
        "runs": 1,
        "faults": [{"name": "pos.kill", "armed": 2, "fired": 1}],
        "checks": [
            {
                "name": "charged-once",
                "verdict": "fail",
                "violations": [
                    {
                        "message": "The customer paid twice.",
                        "events": [7, 19],
                        "schedule": "scenarios/001-one/schedule.json",
                    }
                ],
            }
        ],
        "not_exercised": ["reversal-persists"],
        "not_applicable": [{"what": "drawer-for-cash-only", "why": "no drawer in this shop"}],
    }
    assert [path.name for path in tmp_path.iterdir()] == ["verdict.json"]


def test_checks_are_merged_by_their_worst_verdict(make_run: Callable[..., RunSummary]) -> None:
    run = make_run(
        scenario(Status.PASS, Result("a", Verdict.PASS), Result("b", Verdict.NOT_EXERCISED)),
        scenario(Status.FAIL, Result("a", Verdict.FAIL, (DOUBLE,)), Result("b", Verdict.PASS)),
        scenario(Status.FAIL, Result("a", Verdict.FAIL, (DOUBLE,)), Result("c", Verdict.UNKNOWN)),
    )
    content = build_verdict(run)
    found = {row["name"]: (row["verdict"], len(row["violations"])) for row in content["checks"]}
    assert found == {"a": ("fail", 2), "b": ("pass", 0), "c": ("unknown", 0)}
    assert content["not_exercised"] == []
    assert content["runs"] == 3


def test_faults_are_added_up(make_run: Callable[..., RunSummary]) -> None:
    one = scenario(Status.PASS, faults=(FaultCount("b", 1, 1), FaultCount("a", 1, 1)))
    content = build_verdict(make_run(one, one))
    assert content["faults"] == [
        {"name": "a", "armed": 2, "fired": 2},
        {"name": "b", "armed": 2, "fired": 2},
    ]


HELD = Result("a", Verdict.PASS)


@pytest.mark.parametrize(
    ("scenarios", "verdict"),
    [
        ((), Verdict.UNKNOWN),
        ((scenario(Status.NOT_APPLICABLE),), Verdict.UNKNOWN),
        ((scenario(Status.PASS, HELD), scenario(Status.NOT_APPLICABLE)), Verdict.PASS),
        ((scenario(Status.PASS, HELD), scenario(Status.ERROR)), Verdict.UNKNOWN),
        ((scenario(Status.UNKNOWN), scenario(Status.FAIL)), Verdict.FAIL),
        ((scenario(Status.PASS, Result("a", Verdict.FAIL, (DOUBLE,))),), Verdict.FAIL),
        ((scenario(Status.PASS, faults=(FaultCount("f", 1, 0),)),), Verdict.UNKNOWN),
    ],
)
def test_the_run_is_as_good_as_its_worst_scenario(
    make_run: Callable[..., RunSummary], scenarios: tuple[ScenarioResult, ...], verdict: Verdict
) -> None:
    assert make_run(*scenarios).verdict is verdict


def test_what_was_not_run_is_told_with_its_reason(make_run: Callable[..., RunSummary]) -> None:
    gone = replace(scenario(Status.NOT_APPLICABLE), not_applicable="it has no drawer")
    run: RunSummary = make_run(gone, disabled=())
    assert build_verdict(run)["not_applicable"] == [{"what": "one", "why": "it has no drawer"}]
    assert build_verdict(run)["runs"] == 0


def test_a_card_number_in_a_violation_is_masked(make_run: Callable[..., RunSummary]) -> None:
    leak = Violation("The slip shows 4111111111111111 in full.")
    run = make_run(scenario(Status.FAIL, Result("card-number-masked", Verdict.FAIL, (leak,))))
    assert "4111111111111111" not in json.dumps(build_verdict(run))
