"""``no-receipt-for-nothing``: paper claims no payment that is not one."""

import pytest

from harness.checks.result import Result, Verdict
from tests.harness.checks.story import Story, cash_slip, slip


def verdict(story: Story) -> Result:
    return story.verdict("no-receipt-for-nothing")


def test_a_slip_for_what_is_booked_holds() -> None:
    story = Story()
    story.sale()
    story.prints(slip())
    assert verdict(story).verdict is Verdict.PASS


def test_a_slip_before_the_host_has_answered() -> None:
    story = Story()
    ask = story.asks("sale", "A1", 1250, "card")
    story.prints(slip())
    story.approves()
    story.answers(ask, "approved", "printed", trace="000001")
    assert "claims 12.50 for sale A1, and nothing was booked" in (
        verdict(story).violations[0].message
    )


def test_a_slip_for_what_was_reversed() -> None:
    story = Story()
    ask = story.asks("sale", "A1", 1250, "card")
    story.books("000001")
    story.books("000001", change="reversed")
    story.answers(ask, "failed", "none", trace="000001")
    story.prints(slip())
    assert verdict(story).verdict is Verdict.FAIL


def test_a_decline_slip_holds_nothing_against_the_till() -> None:
    story = Story()
    story.refused_sale("declined")
    story.prints([*slip()[:-1], "DECLINED 51"])
    assert verdict(story).verdict is Verdict.NOT_EXERCISED


@pytest.mark.parametrize(
    "words", ["SALE REVERSED", "*** NOT CHARGED ***", "冲正成功", "交易失败", "PAYMENT PENDING"]
)
def test_a_note_of_a_reversal_claims_nothing(words: str) -> None:
    story = Story()
    ask = story.asks("sale", "A1", 1250, "card")
    story.answers(ask, "failed", "none", trace="000001")
    story.prints(["CORNER SHOP", words, "TRACE 000001", "TOTAL 12.50", "THANK YOU"])
    assert verdict(story).verdict is Verdict.NOT_EXERCISED


def test_what_bears_an_approval_is_a_receipt_whatever_else_it_says() -> None:
    story = Story()
    ask = story.asks("sale", "A1", 1250, "card")
    story.answers(ask, "failed", "none", trace="000001")
    story.prints([*slip()[:-1], "GIFTS NOT PAID IN FULL ARE KEPT", slip()[-1]])
    assert verdict(story).verdict is Verdict.FAIL


def test_a_piece_is_no_claim() -> None:
    story = Story()
    ask = story.asks("sale", "A1", 1250, "card")
    story.prints(slip()[:5], by="roll")
    story.answers(ask, "failed", "none")
    assert verdict(story).verdict is Verdict.NOT_EXERCISED


def test_a_list_of_transactions_is_no_receipt() -> None:
    story = Story()
    story.sale()
    story.prints(
        ["TRANSACTION LIST", "BATCH 000001", "TRACE 000001 SALE 12.50", "TRACE 000007 9.00"]
    )
    assert verdict(story).verdict is Verdict.NOT_EXERCISED


def test_a_slip_that_nobody_asked_for() -> None:
    story = Story()
    story.prints(slip())
    assert verdict(story).violations[0].message == (
        "A slip over 12.50 came out that no operation asked for."
    )


def test_what_the_host_approved_and_did_not_book_is_not_the_tills_doing() -> None:
    story = Story()
    story.breaks("host.approved_not_booked", "acquirer")
    ask = story.asks("sale", "A1", 1250, "card")
    story.requests("0200", "000001")
    story.responds("0200", "000001")
    story.answers(ask, "approved", "queued", trace="000001")
    story.prints(slip())
    assert verdict(story).verdict is Verdict.PASS


def test_cash_told_failed() -> None:
    story = Story()
    story.answers(story.asks("sale", "C1", 900, "cash"), "failed", "none")
    story.prints(cash_slip())
    assert "told failed" in verdict(story).violations[0].message


def test_cash_told_approved_holds() -> None:
    story = Story()
    story.cash_sale()
    story.prints(cash_slip())
    assert verdict(story).verdict is Verdict.PASS


def test_no_slip_is_no_evidence() -> None:
    story = Story()
    story.sale()
    assert verdict(story).verdict is Verdict.NOT_EXERCISED


def test_whose_slip_it_is_cannot_be_told_when_the_head_has_spoilt_it() -> None:
    story = Story()
    story.breaks("printer.head_dead_dots", undetectable=True)
    story.cash_sale()
    story.line("SALE")
    story.line("TRACE 000001", legible=False)
    story.line("CUSTOMER COPY")
    story.line("TOTAL 12.50")
    story.ends()
    assert verdict(story).verdict is Verdict.NOT_EXERCISED


def sold_off_line(*abilities: str) -> Story:
    story = Story(*abilities)
    ask = story.asks("sale", "A1", 1250, "card")
    story.prints(slip())
    story.answers(ask, "approved", "printed", trace="000001")
    return story


def test_sold_off_line_and_told_later() -> None:
    story = sold_off_line("sale.offline")
    story.books("000001")
    assert verdict(story).verdict is Verdict.PASS


def test_sold_off_line_by_a_till_that_says_it_never_does() -> None:
    story = sold_off_line()
    story.books("000001")
    assert verdict(story).verdict is Verdict.FAIL


def test_sold_off_line_and_never_told() -> None:
    assert verdict(sold_off_line("sale.offline")).verdict is Verdict.FAIL
