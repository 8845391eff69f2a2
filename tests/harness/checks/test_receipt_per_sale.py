"""``receipt-per-sale``: one complete original of each copy, and fairness where none could be."""

import pytest

from emulators.printer.events import BufferCleared
from harness.checks.evidence import Evidence
from harness.checks.result import Result, Verdict
from harness.events import PosEnded
from tests.harness.checks.story import SHOP, THANKS, Story, cash_slip, slip

MARK = "*** DUPLICATE ***"


def verdict(story: Story) -> Result:
    return story.verdict("receipt-per-sale")


def paper_out(*, after_line: int, roll_after: int | None = None, told: bool = True) -> Story:
    """The paper ends in the middle of sale A1's slip; A0's slip came out well before."""
    story = Story()
    story.sale("A0", trace="000009")
    story.prints(slip("A0", trace="000009"))
    story.sale("A1")
    for text in slip()[:after_line]:
        story.line(text)
    armed = story.breaks("printer.paper_out", undetectable=not told)
    if told:
        story.printer_state("paper_out", online=False, paper="out")
    story.ends("roll", complete=False)
    story.mends(armed, "printer.paper_out")
    return story


def test_one_original_holds() -> None:
    story = Story()
    story.sale()
    story.prints(slip())
    assert verdict(story).verdict is Verdict.PASS


def test_no_slip_at_all() -> None:
    story = Story()
    story.sale()
    story.heals()
    assert [v.message for v in verdict(story).violations] == [
        "The customer is left without a complete slip over 12.50 for sale A1."
    ]


def test_two_originals() -> None:
    story = Story()
    story.sale()
    story.prints(slip())
    story.prints(slip())
    assert "an original slip over 12.50 twice for sale A1" in verdict(story).violations[0].message


def test_a_marked_second_slip_holds() -> None:
    story = Story()
    story.sale()
    story.prints(slip())
    story.prints(slip(mark=MARK))
    assert verdict(story).verdict is Verdict.PASS


def test_only_a_marked_slip_without_any_trouble() -> None:
    story = Story()
    story.sale()
    story.prints(slip(mark=MARK))
    assert "only a slip marked as a duplicate" in verdict(story).violations[0].message


def test_a_fragment_and_then_the_whole_slip_holds() -> None:
    story = paper_out(after_line=6)
    story.prints(slip())
    story.heals()
    assert verdict(story).verdict is Verdict.PASS


def test_a_fragment_and_its_tail_are_no_receipt() -> None:
    story = paper_out(after_line=6)
    story.prints(slip()[6:])
    story.heals()
    assert "without a complete slip over 12.50" in verdict(story).violations[0].message


def test_the_tail_is_waste_when_a_complete_slip_follows() -> None:
    story = paper_out(after_line=2)
    story.prints(slip()[2:])
    story.prints(slip())
    story.heals()
    assert verdict(story).verdict is Verdict.PASS


def test_complete_before_the_roll_ended_and_printed_again_unmarked() -> None:
    story = paper_out(after_line=len(slip()))
    story.prints(slip())
    story.heals()
    assert "twice" in verdict(story).violations[0].message


def test_complete_before_the_roll_ended_and_printed_again_marked_holds() -> None:
    story = paper_out(after_line=len(slip()))
    story.prints(slip(mark=MARK))
    story.heals()
    assert verdict(story).verdict is Verdict.PASS


def test_a_fragment_and_a_marked_slip_hold() -> None:
    story = paper_out(after_line=len(slip()) - 1)
    story.prints(slip(mark=MARK))
    story.heals()
    assert verdict(story).verdict is Verdict.PASS


def test_what_no_till_can_notice_is_put_right_by_a_reprint() -> None:
    story = paper_out(after_line=6, told=False)
    story.heals()
    assert verdict(story).verdict is Verdict.UNKNOWN
    story.answers(story.asks("reprint", "A1"), receipt="printed")
    story.prints(slip(mark=MARK))
    assert verdict(story).verdict is Verdict.PASS


def blank(*copies: str, undetectable: bool = True) -> Story:
    """The head dies before the slips come out, and the POS says that they are printed."""
    story = Story("receipt.merchant_copy")
    armed = story.breaks("printer.head_failure", undetectable=undetectable)
    story.sale(receipt="printed")
    for copy in copies:
        for text in slip(copy=copy):
            story.line(text, legible=False)
        story.ends()
    story.mends(armed, "printer.head_failure")
    story.heals()
    return story


def test_a_claim_that_it_was_printed_is_judged_as_one() -> None:
    assert verdict(blank("CUSTOMER", "MERCHANT", undetectable=False)).verdict is Verdict.FAIL


def test_nobody_is_blamed_for_a_head_that_dies_in_silence() -> None:
    story = blank("CUSTOMER", "MERCHANT")
    assert verdict(story).verdict is Verdict.UNKNOWN
    story.answers(story.asks("reprint", "A1"), receipt="printed")
    assert "reprints included" in verdict(story).violations[0].message
    story.prints(slip(mark=MARK))
    assert verdict(story).verdict is Verdict.PASS


def test_a_sale_that_was_voided_since_cannot_be_asked_for_again() -> None:
    """Its reference brings the void's slip."""
    story = Story()
    fault = story.breaks("printer.head_failure", undetectable=True)
    story.sale()
    story.void()
    story.mends(fault, "printer.head_failure")
    story.answers(story.asks("reprint", "A1"), receipt="printed")
    story.prints(slip(trace="000002", title="VOID", mark="DUPLICATE"))
    story.heals()
    assert verdict(story).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("during", "verdict_of_it"), [(True, Verdict.FAIL), (False, Verdict.UNKNOWN)]
)
def test_a_till_that_died_finds_what_it_had_begun(verdict_of_it: Verdict, *, during: bool) -> None:
    story = Story()
    ask = story.asks("sale", "A1", 1250, "card")
    story.approves()
    if not during:
        story.answers(ask, "approved", "queued")
    story.breaks("pos.kill", "pos")
    story.note("pos", PosEnded(1, -9, asked=True))
    if during:
        story.answers(ask, "approved", "queued")
    story.heals()
    assert verdict(story).verdict is verdict_of_it


def test_a_reprint_from_a_dead_head_is_no_reprint() -> None:
    story = Story("receipt.merchant_copy")
    armed = story.breaks("printer.head_failure", undetectable=True)
    story.sale(receipt="printed")
    story.answers(story.asks("reprint", "A1"), receipt="printed")
    for text in slip():
        story.line(text, legible=False)
    story.ends()
    story.mends(armed, "printer.head_failure")
    story.heals()
    assert verdict(story).verdict is Verdict.UNKNOWN


def test_a_dead_head_excuses_no_slip_that_was_never_sent() -> None:
    story = blank()
    assert verdict(story).verdict is Verdict.FAIL


def test_a_slip_cut_short_by_the_power_and_printed_whole_afterwards_holds() -> None:
    story = Story()
    story.sale()
    for text in slip()[:-1]:
        story.line(text)
    armed = story.breaks("printer.power_cut")
    story.printer_state("power", powered=False, online=False)
    story.ends("tear")
    story.mends(armed, "printer.power_cut")
    story.prints(slip())
    story.heals()
    assert verdict(story).verdict is Verdict.PASS


def test_a_merchant_copy_may_end_otherwise_than_the_customers() -> None:
    """The printer was out of order before its only slip: none came out in calm to compare with."""
    story = Story("receipt.merchant_copy")
    story.sale()
    armed = story.breaks("printer.power_cut")
    story.printer_state("power", powered=False, online=False)
    story.mends(armed, "printer.power_cut")
    story.prints([*slip(copy="MERCHANT", mark=MARK), "SIGN HERE ________"])
    story.prints(slip())
    story.heals()
    assert verdict(story).verdict is Verdict.PASS


@pytest.mark.parametrize("disturbed", ["the original", "the copy"])
def test_a_further_copy_may_have_its_mark_below_as_well(disturbed: str) -> None:
    """Which of them came out in calm, and tells how such slips end, is no matter."""
    story = Story()
    story.sale()
    if disturbed == "the copy":
        story.prints(slip())
    armed = story.breaks("printer.power_cut")
    story.printer_state("power", powered=False, online=False)
    story.mends(armed, "printer.power_cut")
    if disturbed == "the original":
        story.prints(slip())
    story.prints([*slip(mark=MARK), MARK])
    story.heals()
    assert verdict(story).verdict is Verdict.PASS
    evidence = Evidence(tuple(story.events), story.history.blobs)
    assert [piece.whole for piece in evidence.pieces] == [True, True]


def test_the_merchant_copy_is_owed_with_the_capability_only() -> None:
    story = Story("receipt.merchant_copy")
    story.sale()
    story.prints(slip())
    story.heals()
    assert "The merchant is left without" in verdict(story).violations[0].message
    story.prints(slip(copy="MERCHANT"))
    assert verdict(story).verdict is Verdict.PASS


def test_a_copy_for_the_bank_is_no_second_one_for_the_customer() -> None:
    story = Story()
    story.sale()
    for whose in ("CUSTOMER", "BANK"):
        story.prints(slip(copy=whose))
    assert verdict(story).verdict is Verdict.PASS


def test_the_shops_own_receipt_beside_the_card_slip_is_no_copy() -> None:
    story = Story()
    story.sale()
    story.prints([SHOP, "ORDER A1", "1 x GOODS 12.50", "TOTAL 12.50", "PAID BY CARD", THANKS])
    story.heals()
    assert verdict(story).verdict is Verdict.PASS
    story.prints(slip())
    assert verdict(story).verdict is Verdict.PASS
    story.prints(slip())
    assert "twice for sale A1" in verdict(story).violations[0].message


def test_a_void_needs_its_own_slip() -> None:
    story = Story()
    story.sale()
    story.prints(slip())
    story.void()
    story.heals()
    assert "for void A1" in verdict(story).violations[0].message
    story.prints([*slip(trace="000002", title="VOID")[:-1], "ORIGINAL TRACE 000001", "BYE"])
    assert verdict(story).verdict is Verdict.PASS


def test_cash_sales_of_the_same_amount_need_a_slip_each() -> None:
    story = Story()
    story.cash_sale("C1")
    story.cash_sale("C2")
    story.prints(cash_slip("C2"))
    story.heals()
    assert [v.message for v in verdict(story).violations] == [
        "The customer is left without a complete slip over 9.00 for sale C1."
    ]
    story.prints(cash_slip("C1"))
    assert verdict(story).verdict is Verdict.PASS


def test_a_void_slip_in_name_is_waste() -> None:
    story = Story()
    story.sale()
    story.prints([*slip(), "*** INCOMPLETE ***"])
    story.prints(slip())
    assert verdict(story).verdict is Verdict.PASS


def test_a_run_that_ended_before_mending_cannot_tell() -> None:
    story = Story()
    story.breaks("printer.cover_open")
    story.sale()
    assert verdict(story).verdict is Verdict.UNKNOWN


def test_no_approved_operation_is_no_evidence() -> None:
    story = Story()
    story.refused_sale("declined")
    assert verdict(story).verdict is Verdict.NOT_EXERCISED


def test_the_rest_of_a_copy_that_was_torn_out_of_a_jam_is_no_second_original() -> None:
    story = Story("receipt.merchant_copy")
    story.sale()
    story.prints(slip())
    for text in slip(copy="MERCHANT")[:4]:
        story.line(text)
    armed = story.breaks("printer.paper_jam")
    story.printer_state("paper_jam_noticed", online=False, error="recoverable")
    story.ends("tear", complete=False)
    story.mends(armed, "printer.paper_jam")
    story.prints(slip(copy="MERCHANT")[4:])  # nobody knows any more whose copy that is
    story.prints(slip(copy="MERCHANT", mark=MARK))
    story.heals()
    assert verdict(story).verdict is Verdict.PASS


@pytest.mark.parametrize("lost", [0, 1])
def test_a_till_that_clears_the_printer_before_it_begins_has_lost_nothing(lost: int) -> None:
    """And the slip of a sale may end with other words than that of a refund."""
    story = Story()
    story.note("printer", BufferCleared("DLE DC4 8", lost))
    story.sale()
    story.prints([*slip()[:-1], "COME BACK SOON"])
    ask = story.asks("refund", "R1", 500, "card")
    story.requests("0200", "000002", amount_minor=500)
    story.books("000002", 500, kind="refund")
    story.responds("0200", "000002", amount_minor=500)
    story.answers(ask, "approved", "queued", trace="000002", rrn="000000000002")
    story.prints([*slip("R1", "5.00", "000002", title="REFUND")[:-1], "KEEP THIS SLIP"])
    assert verdict(story).verdict is Verdict.PASS


def test_the_slip_of_a_sale_after_a_crash_may_end_otherwise_than_that_of_a_void() -> None:
    story = Story()
    story.sale()
    for text in [*slip()[:-1], "COME BACK SOON"]:
        story.line(text)
    story.note("pos", PosEnded(1, -9, asked=True))
    story.ends()
    story.prints([*slip(mark=MARK)[:-1], "COME BACK SOON"])
    story.void()
    story.prints([*slip(trace="000002", title="VOID")[:-1], "KEEP THIS SLIP"])
    assert verdict(story).verdict is Verdict.PASS
