"""``ready-again``: mended, and selling."""

import pytest

from harness.checks.result import Result, Verdict
from harness.events import Healed, Quiet
from tests.harness.checks.story import Story


def mended(after_s: float = 0, **status: object) -> Result:
    story = Story()
    story.note("bench", Healed(10))
    story.waits(after_s)
    story.status(**status)
    story.note("bench", Quiet(ready=False, waited_s=after_s))
    return story.verdict("ready-again")


def test_ready_with_nothing_pending_holds() -> None:
    assert mended(ready=True, pending={"reversals": 0, "receipts": 0}).verdict is Verdict.PASS


def test_not_ready() -> None:
    assert mended(ready=False).violations[0].message == (
        "The till does not sell: 10 s after everything was mended it is not ready."
    )


def test_a_reversal_pending() -> None:
    message = mended(ready=True, pending={"reversals": 1, "receipts": 0}).violations[0].message
    assert "ready, 1 reversals pending" in message


def test_an_operation_pending() -> None:
    assert mended(ready=True, outcomes={"A1": "pending"}).verdict is Verdict.FAIL


def test_too_late() -> None:
    assert mended(after_s=12, ready=True).verdict is Verdict.FAIL


def test_never_mended_is_no_evidence() -> None:
    assert Story().verdict("ready-again").verdict is Verdict.NOT_EXERCISED


def owing(outcome: str = "failed", **said: object) -> Story:
    """A sale without an answer, a look at the status, and the reversal after it."""
    story = Story()
    ask = story.asks("sale", "A1", 1250, "card")
    story.requests("0200", "000001")
    story.books("000001")
    story.loses("0200", "000001")
    story.answers(ask, outcome, "none", trace="000001")
    story.status(**said)
    story.requests("0400", "000001")
    story.responds("0400", "000001")
    story.books("000001", change="reversed")
    return story


def test_at_rest_with_a_reversal_that_is_owed() -> None:
    result = owing(pending={"reversals": 0, "receipts": 0}).verdict("ready-again")
    assert result.violations[0].message == (
        "The till said that it is ready with nothing pending, and trace 000001 over 12.50 was not "
        "reversed yet."
    )


def test_none_counted_while_one_is_owed() -> None:
    result = owing(pending={"reversals": 0}, ready=False).verdict("ready-again")
    assert result.violations[0].message.startswith("The till said that no reversal is pending, and")


@pytest.mark.parametrize(
    "said",
    [
        {"pending": {"reversals": 1}},
        {"pending": None},
        {"pending": {"reversals": 0}, "outcome": "pending"},
    ],
)
def test_a_till_that_says_so_or_says_nothing_of_it_is_honest(said: dict[str, object]) -> None:
    outcome = str(said.pop("outcome", "failed"))
    assert owing(outcome, **said).verdict("ready-again").verdict is Verdict.NOT_EXERCISED
