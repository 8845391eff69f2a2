"""``ready-again``: mended, and selling."""

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
