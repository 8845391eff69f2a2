"""``charged-once``: told approved, booked once, with that amount."""

import pytest

from harness.checks.result import Result, Verdict
from tests.harness.checks.story import Story


def verdict(story: Story) -> Result:
    return story.verdict("charged-once")


def test_a_sale_booked_once_holds() -> None:
    story = Story()
    story.sale("A1", trace="000001")
    assert verdict(story).verdict is Verdict.PASS


def test_a_sale_tried_again_under_a_new_trace_is_charged_twice() -> None:
    story = Story()
    ask = story.asks("sale", "A1", 1250, "card")
    story.approves("000001")
    story.approves("000002")
    story.answers(ask, "approved", "queued", trace="000002")
    result = verdict(story)
    assert [v.message for v in result.violations] == [
        "The customer was charged 12.50 twice for sale A1 (traces 000001 and 000002)."
    ]
    assert all(number <= len(story.events) for number in result.violations[0].events)


@pytest.mark.parametrize("key", ["000001", "SHOP7-20260105-000001", "ORDER-A1"])
def test_a_refund_that_the_host_gets_after_the_cashier_was_told_pending(key: str) -> None:
    story = Story()
    ask = story.asks("refund", "A1", 300, "card")
    story.answers(ask, "pending", "none", trace="000001")
    story.books(key, 300, kind="refund")
    story.status(outcomes={"A1": "approved"})
    assert verdict(story).verdict is Verdict.PASS


def test_what_the_host_gets_late_is_of_the_one_that_nobody_knows_the_outcome_of() -> None:
    """And not of the latest: that one is decided, and the key says nothing."""
    story = Story()
    ask = story.asks("refund", "A1", 300, "card")
    story.answers(ask, "pending", "none", trace="000001")
    ask = story.asks("refund", "A2", 300, "card")
    story.books("ORDER-A2", 300, kind="refund")
    story.answers(ask, "approved", "none", trace="000002")
    story.books("ORDER-A1", 300, kind="refund")
    story.status(outcomes={"A1": "approved"})
    assert verdict(story).verdict is Verdict.PASS


def test_the_same_sale_under_two_keys_of_the_tills_own_is_charged_twice() -> None:
    """Also when the second comes behind the answer: a key is no trace number that was told."""
    story = Story()
    ask = story.asks("sale", "A1", 1250, "card")
    story.books("ORDER-A1")
    story.answers(ask, "approved", "queued", trace="000001")
    story.books("ORDER-A1-AGAIN")
    (found,) = verdict(story).violations
    assert "charged 12.50 twice for sale A1" in found.message


def test_two_of_one_amount_are_told_apart_by_the_end_of_the_tills_own_key() -> None:
    story = Story()
    asks = [story.asks("refund", f"A{n}", 300, "card") for n in (1, 2)]
    for n, ask in enumerate(asks, start=1):
        story.answers(ask, "pending", "none", trace=f"00000{n}")
    story.books("SHOP7-000002", 300, kind="refund")
    story.books("SHOP7-000001", 300, kind="refund")
    story.status(outcomes={"A1": "approved", "A2": "approved"})
    assert verdict(story).verdict is Verdict.PASS


def test_the_first_attempt_reversed_holds() -> None:
    story = Story()
    ask = story.asks("sale", "A1", 1250, "card")
    story.approves("000001")
    story.books("000001", change="reversed")
    story.approves("000002")
    story.answers(ask, "approved", "queued", trace="000002")
    assert verdict(story).verdict is Verdict.PASS


def paid(story: Story, reference: str, trace: str, pan: str) -> None:
    ask = story.asks("sale", reference, 1250, "card", card={"pan": pan})
    story.approves(trace)
    story.answers(ask, "approved", "queued", trace=trace)


def test_another_customers_card() -> None:
    story = Story()
    paid(story, "A1", "000001", "411111******1111")
    paid(story, "A2", "000002", "622202*********0128")
    (found,) = verdict(story).violations
    assert found.message == (
        "The card 622202*********0128 was presented for sale A2, and 411111******1111 bears the "
        "12.50 (trace 000002)."
    )


@pytest.mark.parametrize(
    ("of", "expected"),
    [("000001", Verdict.PASS), ("", Verdict.PASS), ("000002", Verdict.FAIL)],
)
def test_a_refund_is_of_the_sale_that_was_named(of: str, expected: Verdict) -> None:
    story = Story()
    story.sale("A1", trace="000001")
    story.sale("A2", trace="000002")
    ask = story.asks("refund", "R1", 300, "card", original="A1")
    story.requests("0200", "000003", processing_code="200000", amount_minor=300)
    story.books("000003", 300, kind="refund", original_trace=of)
    story.answers(ask, "approved", "queued", trace="000003")
    result = verdict(story)
    assert result.verdict is expected
    assert [v.message for v in result.violations] in (
        [],
        ["refund R1 was to be of A1, and the host has it of trace 000002 (trace 000003)."],
    )


def test_a_till_with_a_card_of_its_own_holds() -> None:
    story = Story()
    paid(story, "A1", "000001", "622202*********0128")
    assert verdict(story).verdict is Verdict.PASS


def test_another_amount_than_the_one_asked_for() -> None:
    story = Story()
    ask = story.asks("sale", "A1", 1250, "card")
    story.approves("000001", amount=12500)
    story.answers(ask, "approved", "queued", trace="000001")
    assert "charged 125.00 instead of 12.50" in verdict(story).violations[0].message


def test_told_approved_and_reversed() -> None:
    story = Story()
    story.sale("A1")
    story.books("000001", change="reversed")
    assert "nothing is booked" in verdict(story).violations[0].message


def test_two_sales_of_the_same_amount_hold() -> None:
    story = Story()
    story.sale("A1", trace="000001")
    story.sale("A2", trace="000002")
    assert verdict(story).verdict is Verdict.PASS


def test_a_pending_sale_told_approved_by_status_and_booked_late_holds() -> None:
    story = Story()
    ask = story.asks("sale", "A1", 1250, "card")
    story.requests("0200", "000001")
    story.answers(ask, "pending", "none")
    story.books("000001")
    story.responds("0200", "000001")
    story.status(outcomes={"A1": "approved"})
    assert verdict(story).verdict is Verdict.PASS


def test_a_voided_sale_holds() -> None:
    story = Story()
    story.sale("A1")
    story.void("A1")
    assert verdict(story).verdict is Verdict.PASS


def test_told_voided_and_still_charged() -> None:
    story = Story()
    story.sale("A1")
    story.answers(story.asks("void", "A1"), "approved", "queued", trace="000002")
    assert "left charged 12.50 for sale A1" in verdict(story).violations[0].message


def test_a_void_that_was_booked_by_an_upload_holds() -> None:
    story = Story()
    story.sale()
    story.answers(story.asks("void", "A1"), "approved", "queued", trace="000002")
    story.books("000002", kind="void", change="uploaded")
    story.heals()
    assert verdict(story).verdict is Verdict.PASS


def test_voided_twice() -> None:
    story = Story()
    story.sale("A1")
    story.void("A1")
    story.books("000003", kind="void", original_trace="000001")
    assert "given 12.50 back twice" in verdict(story).violations[0].message


def test_a_void_reversed_leaves_the_sale_charged_once() -> None:
    story = Story()
    story.sale("A1")
    ask = story.asks("void", "A1")
    story.books("000001", change="voided")
    story.books("000002", kind="void", original_trace="000001")
    story.books("000002", kind="void", original_trace="000001", change="reversed")
    story.books("000001", change="unvoided")
    story.answers(ask, "failed", "none")
    assert verdict(story).verdict is Verdict.PASS


def test_cash_in_the_books() -> None:
    story = Story()
    ask = story.asks("sale", "C1", 900, "cash")
    story.approves("000001", amount=900)
    story.answers(ask, "approved", "queued")
    assert "Cash sale C1 stands in the host's books with 9.00" in (
        verdict(story).violations[0].message
    )


def test_cash_in_no_book_holds() -> None:
    story = Story()
    story.cash_sale()
    assert verdict(story).verdict is Verdict.PASS


def test_an_approval_that_was_never_booked_is_judged_after_the_settlement() -> None:
    story = Story()
    armed = story.breaks("host.approved_not_booked", "acquirer")
    ask = story.asks("sale", "A1", 1250, "card")
    story.answers(ask, "approved", "queued", trace="000001")
    story.mends(armed, "host.approved_not_booked")
    story.heals()
    assert verdict(story).verdict is Verdict.UNKNOWN
    story.books("000001", change="uploaded")
    story.batch("closed", how="upload")
    assert verdict(story).verdict is Verdict.PASS


def test_no_operation_is_no_evidence() -> None:
    assert verdict(Story()).verdict is Verdict.NOT_EXERCISED
