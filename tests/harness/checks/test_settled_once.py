"""``settled-once``: paid out once, with the same figures everywhere."""

import pytest

from harness.checks.result import Result, Verdict
from tests.harness.checks.story import BATCH, Story

TOLD = {"debits_count": 1, "debits_amount": 1250, "credits_count": 0, "credits_amount": 0}


def settled(
    outcome: str = "settled",
    *,
    closings: int = 1,
    how: str = "settlement",
    **told: int,
) -> Result:
    story = Story()
    story.sale()
    ask = story.asks("settle")
    for _ in range(closings):
        story.batch("closed", how=how, totals=(1, 1250, 0, 0))
    story.answers(ask, outcome, "queued", batch=BATCH, totals={**TOLD, **told})
    return story.verdict("settled-once")


def test_one_closing_with_the_same_totals_holds() -> None:
    assert settled().verdict is Verdict.PASS


def test_told_settled_and_still_open() -> None:
    assert settled(closings=0).violations[0].message == (
        "The merchant is not paid 12.50 (trace 000001): the till says settled, and the host has "
        "not closed the batch."
    )


@pytest.mark.parametrize(("outcome", "fails"), [("declined", False), ("approved", True)])
def test_an_empty_batch_is_settled_without_a_word_to_the_host(outcome: str, fails: bool) -> None:
    """What the till was told is not done is in no batch of its own."""
    story = Story()
    ask = story.asks("sale", "A1", 1250, "card")
    story.requests("0200", "000001")
    story.books("000001")
    story.responds("0200", "000001", "51")
    story.answers(ask, outcome, "none", trace="000001")
    story.answers(story.asks("settle"), "settled", "none", totals=dict.fromkeys(TOLD, 0))
    assert (story.verdict("settled-once").verdict is Verdict.FAIL) is fails


def test_closed_twice() -> None:
    assert "closed 2 times" in settled(closings=2).violations[0].message


def test_other_totals_than_the_books() -> None:
    message = settled(debits_amount=999).violations[0].message
    assert "1 debits of 9.99" in message
    assert "the books hold 1 debits of 12.50" in message


def test_where_the_host_closes_by_itself_the_totals_are_its_own() -> None:
    assert settled(how="cutover", debits_amount=0).verdict is Verdict.PASS


def test_an_honest_failure_is_no_evidence() -> None:
    assert settled("failed", closings=0).verdict is Verdict.NOT_EXERCISED


def told_to_host(code: str, fault: str = "") -> Result:
    story = Story()
    story.sale()
    story.requests("0500", "900001", processing_code="920000")
    if fault:
        story.breaks(fault, "acquirer")
    story.responds("0500", "900001", code)
    return story.verdict("settled-once")


def test_the_host_is_told_other_totals_with_nothing_out_of_order() -> None:
    message = told_to_host("95").violations[0].message
    assert message.startswith(f"The till told the host totals of batch {BATCH} that are not those")


def test_the_host_is_told_its_own_totals() -> None:
    assert told_to_host("00").verdict is Verdict.PASS


def test_a_fault_may_part_the_totals() -> None:
    assert told_to_host("95", "host.approved_not_booked").verdict is Verdict.NOT_EXERCISED


@pytest.mark.parametrize(("asked", "batch"), [(True, BATCH), (False, "?")])
def test_a_till_that_names_no_batch_told_the_host_which(asked: bool, batch: str) -> None:
    story = Story()
    story.sale()
    ask = story.asks("settle")
    if asked:
        story.requests("0500", "000009")
    story.answers(ask, "mismatch", "none")
    message = story.verdict("settled-once").violations[0].message
    assert message.startswith(f"The merchant is not paid for batch {batch}: ")


def test_a_mismatch_that_nothing_excuses() -> None:
    message = settled("mismatch", closings=0).violations[0].message
    assert (
        message
        == f"The merchant is not paid for batch {BATCH}: the till gave up without an upload."
    )


def test_a_voided_sale_is_a_debit_and_a_credit() -> None:
    story = Story()
    story.sale()
    story.void()
    ask = story.asks("settle")
    story.batch("closed")
    both = {**TOLD, "credits_count": 1, "credits_amount": 1250}
    story.answers(ask, "settled", "queued", batch=BATCH, totals=both)
    assert story.verdict("settled-once").verdict is Verdict.PASS


def quarrel(*, struck_last: bool) -> Result:
    """Totals made to differ, an upload, a close that the host does not take: before or at that."""
    story = Story()
    story.sale()
    ask = story.asks("settle")
    if not struck_last:
        story.breaks("host.settlement_mismatch", "acquirer")
    story.requests("0320", "000001", action="upload")
    story.requests("0500", "900003", action="close")
    if struck_last:
        story.breaks("host.settlement_mismatch", "acquirer")
    story.responds("0500", "900003", "95")
    story.answers(ask, "mismatch", "none", batch=BATCH, totals=TOLD)
    return story.verdict("settled-once")


def test_an_upload_that_the_host_does_not_take_is_the_tills() -> None:
    found = quarrel(struck_last=False)
    assert "not those of what it sold and uploaded" in found.violations[0].message


def test_a_close_that_was_made_to_differ_is_not() -> None:
    assert quarrel(struck_last=True).verdict is Verdict.PASS
