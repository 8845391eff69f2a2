"""Judging: verdicts on runs, a check that crashes, and the same from a stored History."""

import json
from collections.abc import Iterator

import pytest

from emulators.blobs import Blobs
from emulators.events import from_json, to_json
from emulators.faults.events import FaultArmed
from harness.checks import check as registry
from harness.checks.check import Case, Check, Doubt, checks
from harness.checks.evidence import Evidence
from harness.checks.judge import judge, run_verdict
from harness.checks.result import Result, Verdict, Violation
from harness.events import PosDisk, PosEnded, PosStarted, RunEnded
from tests.harness.checks.story import Story, slip


def told(story: Story) -> list[Result]:
    return judge(story.events, story.history.blobs)


def good() -> Story:
    story = Story()
    story.sale()
    story.prints(slip())
    return story


def test_every_check_has_a_title_in_both_languages() -> None:
    assert len(checks()) >= 25
    for one in checks().values():
        assert one.title.endswith(".")
        assert one.zh != one.title
        assert one.comes_from


def test_a_good_run_passes() -> None:
    assert run_verdict(good().events, told(good())).verdict is Verdict.PASS


def test_nothing_exercised_is_unknown() -> None:
    whole = run_verdict([], judge([], Blobs()))
    assert whole.verdict is Verdict.UNKNOWN
    assert whole.reasons == ("no check was exercised",)


def test_an_armed_fault_that_never_fired_makes_the_run_unknown() -> None:
    story = good()
    story.note("nemesis", FaultArmed(1, "printer.paper_out", "printer.paper_out@line(99)"))
    whole = run_verdict(story.events, told(story))
    assert whole.verdict is Verdict.UNKNOWN
    assert whole.reasons == ("printer.paper_out@line(99) was armed and never fired",)


def test_a_power_cut_that_never_came_makes_the_run_unknown() -> None:
    story = good()
    story.note("pos", PosDisk("kept"))
    whole = run_verdict(story.events, told(story))
    assert whole.verdict is Verdict.UNKNOWN
    assert whole.reasons == ("a power cut waited for a flush that never came",)


def test_a_failure_stays_one_whatever_never_fired() -> None:
    story = good()
    story.prints(slip())
    story.note("nemesis", FaultArmed(1, "printer.paper_out", "printer.paper_out@line(99)"))
    assert run_verdict(story.events, told(story)).verdict is Verdict.FAIL


def test_a_step_that_did_not_hold_fails_the_stored_run_too() -> None:
    story = good()
    story.note("bench", RunEnded(failed_step="Then the customer is rich: he is not"))
    whole = run_verdict(story.events, told(story))
    assert whole.verdict is Verdict.FAIL
    assert "Then the customer is rich: he is not" in whole.reasons


def test_an_interrupted_run_is_unknown() -> None:
    story = good()
    story.note("bench", RunEnded("KeyboardInterrupt"))
    assert run_verdict(story.events, told(story)).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(("asked", "verdict"), [(True, Verdict.PASS), (False, Verdict.FAIL)])
def test_a_till_that_ends_by_itself_has_failed(*, asked: bool, verdict: Verdict) -> None:
    story = good()
    story.note("pos", PosEnded(1, 3, asked))
    assert run_verdict(story.events, told(story)).verdict is verdict


def test_a_till_that_never_answers_hello_has_failed() -> None:
    started = good()
    events = [event for event in started.events if event.kind != "pos.ready"]
    assert isinstance(events[1].payload, PosStarted)
    assert run_verdict(events, told(started)).reasons == ("the POS never answered hello",)


def test_a_disabled_check_is_not_run() -> None:
    results = judge(good().events, Blobs(), {"charged-once": "no books here"})
    assert "charged-once" not in [result.check for result in results]


def test_a_check_that_crashes_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def crashes(evidence: Evidence) -> Iterator[Case]:
        yield Doubt("first")
        raise ZeroDivisionError(evidence.currency)

    checks()
    broken = Check("broken", "It crashes.", "崩溃", "nothing", crashes)
    monkeypatch.setitem(registry._CHECKS, "broken", broken)
    result = next(result for result in told(good()) if result.check == "broken")
    assert result == Result(
        "broken", Verdict.UNKNOWN, why="the check itself failed: ZeroDivisionError: 156"
    )


def test_a_name_is_registered_once() -> None:
    checks()
    with pytest.raises(TypeError, match="registered twice"):
        registry.check("charged-once", zh="", comes_from="")(lambda _: iter(()))


def test_a_stored_history_gives_the_same_verdicts() -> None:
    story = good()
    story.prints(slip())
    stored = [from_json(json.loads(json.dumps(to_json(event)))) for event in story.events]
    assert judge(stored, Blobs()) == told(story)
    assert any(isinstance(v, Violation) for result in told(story) for v in result.violations)
