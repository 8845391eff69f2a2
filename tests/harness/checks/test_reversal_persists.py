"""``reversal-persists``: repeated until acknowledged."""

from harness.checks.result import Result, Verdict
from tests.harness.checks.story import Story


def verdict(story: Story) -> Result:
    return story.verdict("reversal-persists")


def unanswered() -> Story:
    story = Story()
    story.requests("0200", "000001")
    story.books("000001")
    story.loses("0200", "000001")
    return story


def test_given_up_after_one_reversal() -> None:
    story = unanswered()
    story.requests("0400", "000001")
    story.loses("0400", "000001", "request")
    story.heals()
    assert verdict(story).violations[0].message == (
        "The customer may be left charged 12.50: no reversal of trace 000001 was ever "
        "acknowledged (1 sent)."
    )


def test_repeated_until_acknowledged_holds() -> None:
    story = unanswered()
    story.requests("0400", "000001")
    story.loses("0400", "000001", "request")
    story.requests("0401", "000001")
    story.responds("0401", "000001")
    assert verdict(story).verdict is Verdict.PASS


def test_an_unknown_original_is_acknowledged_too() -> None:
    story = unanswered()
    story.requests("0400", "000001")
    story.responds("0400", "000001", "25")
    assert verdict(story).verdict is Verdict.PASS


def test_forgotten_over_a_restart() -> None:
    story = unanswered()
    story.heals()
    assert "(none was sent)" in verdict(story).violations[0].message


def test_a_run_that_ended_before_mending_cannot_tell() -> None:
    story = unanswered()
    story.breaks("acquirer.link.down", "acquirer.link")
    assert verdict(story).verdict is Verdict.UNKNOWN


def test_everything_answered_is_no_evidence() -> None:
    story = Story()
    story.approves()
    assert verdict(story).verdict is Verdict.NOT_EXERCISED


def test_what_has_become_of_it_may_be_asked() -> None:
    story = unanswered()
    story.requests("query", "000001")
    story.responds("query", "000001")
    story.heals()
    assert verdict(story).verdict is not Verdict.FAIL


def test_that_nobody_knows_of_it_yet_ends_nothing() -> None:
    story = unanswered()
    story.requests("query", "000001")
    story.responds("query", "000001", "25")
    story.heals()
    assert verdict(story).verdict is Verdict.FAIL


def test_a_refund_that_is_not_taken_back_costs_the_merchant() -> None:
    story = Story()
    story.requests("0200", "000001", action="refund")
    story.loses("0200", "000001")
    story.heals()
    message = story.verdict("reversal-persists").violations[0].message
    assert message.startswith("The merchant may be left without 12.50: no reversal of trace 000001")
