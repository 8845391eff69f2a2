"""``receipt-truthful``: paper and books say the same."""

import pytest

from harness.checks.result import Result, Verdict
from tests.harness.checks.story import Story, cash_slip, slip


def verdict(story: Story) -> Result:
    return story.verdict("receipt-truthful")


def printed(*lines: str, undetectable: bool = False) -> Story:
    story = Story()
    if undetectable:
        story.breaks("printer.link.corrupt", "printer.link", undetectable=True)
    story.sale()
    story.prints(lines)
    return story


def test_what_the_books_say_holds() -> None:
    assert verdict(printed(*slip())).verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        (slip(amount="21.50"), "21.50 instead of 12.50"),
        (slip(rrn="000000000009"), "RRN 000000000009 instead of 000000000001"),
        (slip(card="************4242"), "card ************4242 instead of 411111******1111"),
        (slip(auth="B00001"), "authorisation code B00001 instead of A00001"),
        (slip(batch="000007"), "batch 000007 instead of 000001"),
    ],
)
def test_anything_else(lines: list[str], wrong: str) -> None:
    assert wrong in verdict(printed(*lines)).violations[0].message


def test_another_trace() -> None:
    lines = [line.replace("TRACE 000001", "TRACE 000008") for line in slip()]
    assert "trace 000008 instead of 000001" in verdict(printed(*lines)).violations[0].message


@pytest.mark.parametrize(("says", "right"), [("000001", True), ("000008", False)])
def test_where_the_host_knows_a_key_of_the_tills_own_the_slip_has_the_trace_that_was_told(
    says: str, *, right: bool
) -> None:
    story, key = Story(), "SHOP7-20260105-000001"
    ask = story.asks("sale", "A1", 1250, "card")
    story.requests("0200", key)
    story.books(key, rrn="000000000001", auth_code="A00001")
    story.answers(ask, "approved", "queued", trace="000001", rrn="000000000001")
    story.prints([line.replace("TRACE 000001", f"TRACE {says}") for line in slip()])
    assert (verdict(story).verdict is Verdict.PASS) == right


NO_AMOUNT = [line for line in slip("A2", trace="000002") if "TOTAL" not in line]


@pytest.mark.parametrize(
    ("first", "trouble", "says"),
    [(slip(), "", True), (slip(), "printer.paper_jam", False), (NO_AMOUNT, "", False)],
)
def test_an_amount_that_only_other_slips_have(
    first: list[str], trouble: str, *, says: bool
) -> None:
    story = Story()
    story.sale("A1")
    story.prints(first)
    if trouble:
        story.breaks(trouble)
    story.sale("A2", 1234567, trace="000002")
    story.prints([*NO_AMOUNT[:-1], "TOTAL CNY 123", "45.67", NO_AMOUNT[-1]])
    messages = [one.message for one in verdict(story).violations]
    assert any("sale A2 says no amount" in message for message in messages) is says


@pytest.mark.parametrize("logo", ["", " "])
def test_a_till_whose_slips_never_say_an_amount_is_not_green(logo: str) -> None:
    """A line that is dots only is no picture of the amount."""
    result = verdict(printed(*logo, *(line for line in slip() if "TOTAL" not in line)))
    assert result.verdict is Verdict.UNKNOWN
    assert result.why == "No amount can be read on the slips of sales: set receipt.total."


def test_cash_says_the_operations_amount() -> None:
    story = Story()
    story.cash_sale()
    story.prints(cash_slip(amount="9.00"))
    assert verdict(story).verdict is Verdict.PASS


def test_a_line_that_nobody_can_trust_is_put_right_by_a_reprint() -> None:
    story = printed(*slip(auth="B00001"), undetectable=True)
    assert verdict(story).verdict is Verdict.UNKNOWN
    story.answers(story.asks("reprint", "A1"), receipt="printed")
    assert verdict(story).verdict is Verdict.FAIL
    story.prints(slip(mark="DUPLICATE"))
    assert verdict(story).verdict is Verdict.PASS


def test_no_slip_is_no_evidence() -> None:
    assert verdict(Story()).verdict is Verdict.NOT_EXERCISED


def test_cash_over_another_amount_is_known_by_its_reference() -> None:
    story = Story()
    story.cash_sale()
    story.prints(cash_slip(amount="18.00"))
    assert "18.00 instead of 9.00" in verdict(story).violations[0].message


def test_a_damaged_merchant_copy_is_put_right_by_a_reprint_for_the_customer() -> None:
    """A reprint owes the customer's copy only (the contract)."""
    story = printed(*slip(copy="MERCHANT COPY", auth="B00001"), undetectable=True)
    story.answers(story.asks("reprint", "A1"), receipt="printed")
    assert verdict(story).verdict is Verdict.FAIL
    story.prints(slip(mark="DUPLICATE"))
    assert verdict(story).verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("A2", ""),
        ("https://shop.example/r?ref=A2&was=A1", ""),
        ("000000000002", ""),
        ("https://shop.example", ""),
        ("A1", "A1 in a barcode instead of A2"),
        ("ref=A1;", "A1 in a barcode instead of A2"),
        ("000000000001", "000000000001 in a barcode instead of A2"),
    ],
)
def test_a_barcode_that_finds_another_payment(code: str, wrong: str) -> None:
    story = Story()
    story.sale()
    story.prints(slip())
    story.sale("A2", trace="000002")
    story.line("", code=code)
    story.prints(slip("A2", trace="000002"))
    found = verdict(story).violations
    assert [wrong in one.message for one in found] == [True] * bool(wrong)


@pytest.mark.parametrize("code", ["A1", "R1", "000000000001"])
def test_the_barcode_of_a_refund_may_find_the_sale_that_it_is_of(code: str) -> None:
    story = Story()
    story.sale()
    story.prints(slip())
    ask = story.asks("refund", "R1", 500, "card", original="A1")
    story.requests("0200", "000002", amount_minor=500)
    story.books("000002", 500, kind="refund")
    story.responds("0200", "000002", amount_minor=500)
    story.answers(ask, "approved", "queued", trace="000002", rrn="000000000002")
    story.line("", code=code)
    story.prints(slip("R1", "5.00", "000002", title="REFUND"))
    assert not verdict(story).violations
