"""A till may void a sale by sending a reversal of it: the books hold the sale, taken back."""

import pytest

from harness.checks.check import checks
from harness.checks.evidence import Evidence
from harness.checks.result import Verdict
from harness.checks.views.voids import by_reversal
from tests.harness.checks.story import Story, slip

VOID = [*slip(title="VOID")[:-1], "GIVEN BACK", "THANK YOU"]


def voided(*, slip_first: bool = False, taken_back: bool = True) -> Story:
    """A sale with its slip, then a void: 0400 under the sale's trace number."""
    story = Story()
    story.sale()
    story.prints(slip())
    ask = story.asks("void", "A1")
    if slip_first:
        story.prints(VOID)
    story.requests("0400", "000001", action="reversal", amount_minor=1250)
    if taken_back:
        story.books("000001", change="reversed")
    story.responds("0400", "000001", action="reversal", amount_minor=1250)
    story.answers(ask, "approved", "queued", trace="000001", rrn="000000000001")
    if not slip_first:
        story.prints(VOID)
    story.heals()
    return story


@pytest.mark.parametrize("name", checks())
def test_no_check_accuses_it(name: str) -> None:
    assert voided().verdict(name).verdict is not Verdict.FAIL


def test_its_slip_says_what_was_taken_back() -> None:
    told = [voided().verdict(name).verdict for name in ("receipt-per-sale", "receipt-truthful")]
    assert told == [Verdict.PASS, Verdict.PASS]


def test_a_slip_before_anything_was_taken_back_claims_too_much() -> None:
    failed = voided(slip_first=True).verdict("no-receipt-for-nothing")
    assert "claims 12.50 for void A1" in failed.violations[0].message


def test_a_sale_that_still_stands_is_not_voided() -> None:
    failed = voided(taken_back=False).verdict("charged-once")
    assert "left charged 12.50" in failed.violations[0].message


def seen(story: Story) -> list[str]:
    evidence = Evidence(tuple(story.events), story.history.blobs)
    return [str(one) for one in by_reversal(evidence.accounts, evidence.messages)]


def test_it_is_known_from_a_void_by_message() -> None:
    story = Story()
    story.sale()
    story.void()
    assert seen(voided()) == ["void A1"]
    assert seen(voided(taken_back=False)) == ["void A1"]
    assert seen(story) == []


def test_a_sale_that_was_reversed_since_its_answer_was_lost_is_no_void() -> None:
    story = Story()
    story.refused_sale()
    ask = story.asks("void", "A1")
    story.requests("0400", "000001", action="reversal", amount_minor=1250)
    story.responds("0400", "000001", action="reversal", amount_minor=1250)
    story.answers(ask, "failed")
    assert seen(story) == []
