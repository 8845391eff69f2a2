"""``nothing-charged-for-nothing``: told declined or failed, nothing booked."""

import pytest

from harness.checks.result import Result, Verdict
from tests.harness.checks.story import Story


def verdict(story: Story) -> Result:
    return story.verdict("nothing-charged-for-nothing")


def lost_response(*, taken_back: bool) -> Story:
    story = Story()
    ask = story.asks("sale", "A1", 1250, "card")
    story.requests("0200", "000001")
    story.books("000001")
    story.loses("0200", "000001")
    if taken_back:
        story.requests("0400", "000001")
        story.books("000001", change="reversed")
        story.responds("0400", "000001")
    story.answers(ask, "failed", "none")
    return story


def test_a_lost_response_never_reversed() -> None:
    assert [v.message for v in verdict(lost_response(taken_back=False)).violations] == [
        "The customer is charged 12.50 for sale A1, told failed (trace 000001)."
    ]


def test_a_lost_response_reversed_holds() -> None:
    assert verdict(lost_response(taken_back=True)).verdict is Verdict.PASS


@pytest.mark.parametrize("outcome", ["declined", "failed"])
def test_nothing_booked_holds(outcome: str) -> None:
    story = Story()
    story.refused_sale(outcome)
    assert verdict(story).verdict is Verdict.PASS


def test_a_run_that_ended_before_mending_cannot_tell() -> None:
    story = Story()
    story.breaks("acquirer.link.down", "acquirer.link")
    ask = story.asks("sale", "A1", 1250, "card")
    story.approves()
    story.answers(ask, "failed", "none")
    assert verdict(story).verdict is Verdict.UNKNOWN


def test_a_void_told_failed_that_the_books_hold() -> None:
    story = Story()
    story.sale("A1")
    ask = story.asks("void", "A1")
    story.books("000001", change="voided")
    story.books("000002", kind="void", original_trace="000001")
    story.answers(ask, "failed", "none")
    assert "without the 12.50 of sale A1" in verdict(story).violations[0].message


def test_a_charge_that_nobody_asked_for() -> None:
    story = Story()
    story.approves("000009", amount=777)
    assert "charged 7.77 that no operation asked for" in verdict(story).violations[0].message


def test_approved_sales_only_is_no_evidence() -> None:
    story = Story()
    story.cash_sale()
    assert verdict(story).verdict is Verdict.NOT_EXERCISED


@pytest.mark.parametrize("code", ["91", "51"])
def test_booked_though_the_answer_says_no(code: str) -> None:
    """An answer is an answer: books that say something else are put right at the settlement."""
    story = Story()
    ask = story.asks("sale", "A1", 1250, "card")
    story.requests("0200", "000001")
    story.breaks("host.booked_but_declined", "acquirer")
    story.books("000001")
    story.responds("0200", "000001", code)
    story.answers(ask, "declined", "none")
    story.heals()
    assert verdict(story).verdict is Verdict.UNKNOWN
