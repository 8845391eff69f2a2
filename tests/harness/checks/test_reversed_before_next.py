"""``reversed-before-next``: an unanswered request is taken back before the next one goes out."""

from emulators.links.events import Lost
from harness.checks.result import Result, Verdict
from tests.harness.checks.story import BATCH, Story


def verdict(story: Story) -> Result:
    return story.verdict("reversed-before-next")


def unanswered(**sections: dict[str, object]) -> Story:
    story = Story(**sections)
    story.requests("0200", "000001")
    story.books("000001")
    story.loses("0200", "000001")
    return story


def reverses(story: Story, code: str = "00") -> None:
    story.requests("0400", "000001")
    story.responds("0400", "000001", code)


def test_the_next_sale_first() -> None:
    story = unanswered()
    story.approves("000002")
    reverses(story)
    assert verdict(story).violations[0].message == (
        "The customer may be charged 12.50: trace 000001 had no answer and was not reversed "
        "before trace 000002."
    )


def settles(story: Story, batch: str = BATCH) -> Story:
    story.requests("0500", "900001", batch=batch)
    story.responds("0500", "900001", batch=batch)
    return story


def test_the_settlement_first() -> None:
    assert (
        verdict(settles(unanswered()))
        .violations[0]
        .message.endswith("had no answer and was not reversed before the settlement.")
    )


def test_the_settlement_after_the_reversal_or_of_another_batch_holds() -> None:
    story = unanswered()
    reverses(story)
    assert verdict(settles(story)).verdict is Verdict.PASS
    assert verdict(settles(unanswered(), "000002")).verdict is Verdict.PASS


def test_the_reversal_first_holds() -> None:
    story = unanswered()
    reverses(story)
    story.approves("000002")
    assert verdict(story).verdict is Verdict.PASS


def test_a_reversal_that_was_not_acknowledged_is_none() -> None:
    story = unanswered()
    reverses(story, code="96")
    story.approves("000002")
    assert verdict(story).verdict is Verdict.FAIL


def test_a_repeat_that_is_answered_ends_the_matter() -> None:
    story = unanswered()
    story.requests("0200", "000001")
    story.responds("0200", "000001")
    story.approves("000002")
    assert verdict(story).verdict is Verdict.NOT_EXERCISED


def test_a_response_on_a_line_that_broke_is_none() -> None:
    story = Story()
    story.approves("000001")
    story.line_breaks("acquirer.link")
    story.approves("000002")
    assert verdict(story).verdict is Verdict.FAIL


def test_a_response_that_the_line_lost_is_none() -> None:
    story = Story()
    story.approves("000001")
    story.note("acquirer.link", Lost(1, "downstream", 50))
    story.approves("000002")
    assert verdict(story).verdict is Verdict.FAIL


def test_no_next_sale_holds() -> None:
    assert verdict(unanswered()).verdict is Verdict.PASS


def test_a_refund_that_its_dialect_does_not_reverse() -> None:
    story = Story(acquirer={"dialect": "unionpay"})
    story.requests("0220", "000001")
    story.loses("0220", "000001")
    story.approves("000002")
    assert verdict(story).verdict is Verdict.NOT_EXERCISED


def test_everything_answered_is_no_evidence() -> None:
    story = Story()
    story.approves("000001")
    story.approves("000002")
    assert verdict(story).verdict is Verdict.NOT_EXERCISED
