"""``every-operation-decided``: in the end somebody knows."""

from harness.checks.result import Result, Verdict
from tests.harness.checks.story import Story


def verdict(story: Story) -> Result:
    return story.verdict("every-operation-decided")


def pending() -> Story:
    story = Story()
    story.answers(story.asks("sale", "A1", 1250, "card"), "pending", "none")
    story.heals()
    return story


def test_still_pending() -> None:
    assert verdict(pending()).violations[0].message == (
        "Nobody knows whether sale A1 over 12.50 was done: it is still pending."
    )


def test_resolved_by_status_holds() -> None:
    story = pending()
    story.status(outcomes={"A1": "failed"})
    assert verdict(story).verdict is Verdict.PASS


def test_resolved_by_the_same_call_again_holds() -> None:
    story = pending()
    story.answers(story.asks("sale", "A1", 1250, "card"), "approved", "printed")
    assert verdict(story).verdict is Verdict.PASS


def test_the_status_speaks_of_the_pending_void_and_not_of_its_sale() -> None:
    story = Story()
    story.sale("A1")
    story.answers(story.asks("void", "A1"), "pending", "none")
    story.heals()
    story.status(outcomes={"A1": "failed"})
    assert verdict(story).verdict is Verdict.PASS


def test_no_answer_at_all() -> None:
    story = Story()
    story.silent(story.asks("sale", "A1", 1250, "card"))
    story.heals()
    assert "it is still unknown" in verdict(story).violations[0].message


def test_an_approval_taken_back() -> None:
    story = Story()
    story.sale("A1")
    story.refused_sale("failed", "A1")
    assert "was told failed later" in verdict(story).violations[0].message


def test_a_run_that_ended_before_mending_cannot_tell() -> None:
    story = Story()
    story.breaks("host.response_lost", "acquirer")
    story.answers(story.asks("sale", "A1", 1250, "card"), "pending", "none")
    assert verdict(story).verdict is Verdict.UNKNOWN


def test_no_operation_is_no_evidence() -> None:
    assert verdict(Story()).verdict is Verdict.NOT_EXERCISED


def test_a_settlement_that_stays_pending() -> None:
    story = Story()
    story.sale()
    story.answers(story.asks("settle"), "pending", "none", batch="000001")
    story.heals()
    assert story.verdict("every-operation-decided").verdict is Verdict.PASS
    story.answers(story.asks("settle"), "pending", "none", batch="000001")
    found = story.verdict("every-operation-decided")
    assert "batch 000001 is settled: it is still pending" in found.violations[0].message
    story.batch("closed")
    assert story.verdict("every-operation-decided").verdict is Verdict.PASS
