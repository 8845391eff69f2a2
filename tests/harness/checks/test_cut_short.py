"""A run that is stopped in the middle: what the POS had no time for is no failure of its own."""

from collections.abc import Callable

import pytest

from harness import events as till
from harness.checks.judge import run_verdict
from harness.checks.result import Verdict
from tests.harness.checks.story import Story

Scene = Callable[[], Story]
STOPPED = "the run was stopped"


def in_doubt() -> Story:
    """A request has gone out and nothing has come back yet."""
    story = Story()
    story.asks("sale", "A1", 1250, "card")
    story.requests("0200", "000001", amount_minor=1250)
    return story


def approved_without_slip() -> Story:
    story = Story()
    operation = story.asks("sale", "A1", 1250, "card")
    story.approves()
    story.answers(operation, "approved", "queued")
    return story


CASES = [
    ("reversal-persists", in_doubt),
    ("every-operation-decided", in_doubt),
    ("receipt-per-sale", approved_without_slip),
]


@pytest.mark.parametrize(("check", "scene"), CASES)
def test_stopped_at_once_it_cannot_be_decided(check: str, scene: Scene) -> None:
    story = scene()
    story.note("bench", till.RunEnded(STOPPED))
    assert story.verdict(check).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(("check", "scene"), CASES)
def test_stopped_while_it_recovers_it_cannot_be_decided(check: str, scene: Scene) -> None:
    story = scene()
    story.note("bench", till.Healed(10))
    story.status(ready=False)
    story.note("bench", till.RunEnded(STOPPED))
    assert story.verdict(check).verdict is Verdict.UNKNOWN
    assert story.verdict("ready-again").verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(("check", "scene"), CASES)
def test_after_it_had_its_time_it_is_judged(check: str, scene: Scene) -> None:
    story = scene()
    story.heals()
    story.note("bench", till.RunEnded(STOPPED))
    assert story.verdict(check).verdict is Verdict.FAIL


def test_stopped_before_hello_is_no_failure() -> None:
    story = Story()
    story.note("bench", till.RunEnded(STOPPED))
    events = [one for one in story.events if not isinstance(one.payload, till.PosReady)]
    assert run_verdict(events, ()).verdict is Verdict.UNKNOWN
