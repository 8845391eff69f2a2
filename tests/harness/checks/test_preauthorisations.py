"""A pre-authorisation holds and charges nothing; its completion charges."""

from harness.checks.books_of import charges
from harness.checks.result import Verdict
from tests.harness.checks.story import Story


def hold(story: Story, outcome: str = "approved", amount: int = 10000) -> None:
    ask = story.asks("preauth", "P1", amount, "card")
    story.requests("0100", "000001", amount_minor=amount)
    story.books("000001", amount, kind="preauth")
    story.responds("0100", "000001", amount_minor=amount)
    story.answers(ask, outcome, "none", trace="000001", rrn="000000000001")


def complete(story: Story, times: int = 1) -> None:
    ask = story.asks("completion", "C1", 9000, "card")
    for trace in range(2, 2 + times):
        story.requests("0200", f"{trace:06d}", amount_minor=9000)
        story.books(f"{trace:06d}", 9000, kind="completion", original_trace="000001")
        story.books("000001", 10000, "completed", kind="preauth")
        story.responds("0200", f"{trace:06d}", amount_minor=9000)
    story.answers(ask, "approved", "queued", trace=f"{1 + times:06d}")


def test_a_hold_is_no_charge_and_its_completion_is_one() -> None:
    story = Story()
    hold(story)
    assert charges(story.events) == []
    complete(story)
    assert charges(story.events) == [9000]
    assert story.verdict("charged-once").verdict is Verdict.PASS
    assert story.verdict("nothing-charged-for-nothing").violations == ()


def test_a_completion_that_is_booked_twice_charges_twice() -> None:
    story = Story()
    hold(story)
    complete(story, times=2)
    (violation,) = story.verdict("charged-once").violations
    assert violation.message.startswith("The customer was charged 90.00 twice for completion C1")


def test_a_hold_told_failed_must_not_stand() -> None:
    story = Story()
    hold(story, "failed")
    story.heals()
    (violation,) = story.verdict("nothing-charged-for-nothing").violations
    assert "100.00 are held for preauth P1, told failed" in violation.message


def test_a_hold_is_in_no_total() -> None:
    story = Story()
    hold(story)
    totals = dict.fromkeys(("debits_count", "debits_amount", "credits_count", "credits_amount"), 0)
    ask = story.asks("settle")
    story.batch("closed")
    story.answers(ask, "settled", "queued", batch="000001", totals=totals)
    assert story.verdict("settled-once").verdict is Verdict.PASS


def test_the_void_of_a_hold_frees_it() -> None:
    story = Story()
    hold(story)
    ask = story.asks("void", "P1")
    story.requests("0100", "000002")
    story.books("000001", 10000, "voided", kind="preauth")
    story.books("000002", 10000, kind="preauth_void", original_trace="000001")
    story.responds("0100", "000002")
    story.answers(ask, "approved", "queued", trace="000002")
    assert story.verdict("charged-once").verdict is Verdict.PASS
