"""``receipt-claim-honest``: ``printed`` means that it is there."""

import pytest

from emulators.links.events import Sent
from harness.checks.result import Result, Verdict
from harness.events import PosEnded
from tests.harness.checks.story import Story, slip


def verdict(story: Story) -> Result:
    return story.verdict("receipt-claim-honest")


def told_printed(*, before: int = 99, undetectable: bool = False) -> Story:
    """A sale whose first ``before`` lines are on paper when the till says that it is printed."""
    story = Story()
    ask = story.asks("sale", "A1", 1250, "card")
    story.approves()
    if undetectable:
        story.breaks("printer.head_failure", undetectable=True)
    for text in slip()[:before]:
        story.line(text, legible=not undetectable)
    story.answers(ask, "approved", "printed", trace="000001")
    for text in slip()[before:]:
        story.line(text)
    story.ends()
    return story


def test_a_slip_on_the_paper_holds() -> None:
    assert verdict(told_printed()).verdict is Verdict.PASS


def test_a_slip_that_is_still_on_its_way() -> None:
    assert verdict(told_printed(before=3)).violations[0].message == (
        "The cashier was told that the customer's slip of sale A1 is printed, and it had not come "
        "out whole."
    )


def test_what_no_till_can_notice_excuses_the_claim() -> None:
    assert verdict(told_printed(undetectable=True)).verdict is Verdict.NOT_EXERCISED


@pytest.mark.parametrize("printed", [True, False])
def test_the_slip_of_a_decline_is_one_that_says_so(*, printed: bool) -> None:
    story = Story("receipt.merchant_copy")
    ask = story.asks("sale", "A1", 1250, "card")
    story.requests("0200", "000001")
    story.books("000001", change="declined", code="51", auth_code="")
    story.responds("0200", "000001", "51")
    if printed:
        story.prints([*slip()[:-1], "DECLINED", "PLEASE PAY OTHERWISE"])
    story.answers(ask, "declined", "printed", trace="000001", rrn="000000000001")
    assert (verdict(story).verdict is Verdict.PASS) == printed


def test_a_reprint_that_did_not_come_out() -> None:
    story = told_printed()
    story.answers(story.asks("reprint", "A1"), receipt="printed")
    assert "reprint of A1 is printed" in verdict(story).violations[0].message


def test_a_reprint_that_came_out_holds() -> None:
    story = told_printed()
    ask = story.asks("reprint", "A1")
    story.prints(slip(mark="DUPLICATE"))
    story.answers(ask, receipt="printed")
    assert verdict(story).verdict is Verdict.PASS


def test_a_reprint_of_something_else() -> None:
    story = told_printed()
    story.void()
    story.prints(slip(trace="000002", title="VOID"))
    ask = story.asks("reprint")
    story.prints(slip(mark="DUPLICATE"))
    story.answers(ask, receipt="printed")
    assert "reprint of the last slip is printed" in verdict(story).violations[0].message


@pytest.mark.parametrize(("comes", "fails"), [(True, False), (False, True)])
def test_a_reprint_that_is_queued_comes_out(comes: bool, fails: bool) -> None:
    story = told_printed()
    story.answers(story.asks("reprint", "A1"), receipt="queued")
    if comes:
        story.prints(slip(mark="DUPLICATE"))
    story.heals()
    assert (verdict(story).verdict is Verdict.FAIL) is fails


@pytest.mark.parametrize("receipt", ["queued", "printed"])
def test_a_reprint_brings_the_customers_copy(receipt: str) -> None:
    story = told_printed()
    ask = story.asks("reprint", "A1")
    story.prints(slip(mark="DUPLICATE", copy="MERCHANT"))
    story.answers(ask, receipt=receipt)
    story.heals()
    assert f"reprint of A1 is {receipt}" in verdict(story).violations[0].message


def test_a_queued_reprint_may_be_lost_where_the_printer_was_out_of_order() -> None:
    story = told_printed()
    story.answers(story.asks("reprint", "A1"), receipt="queued")
    story.mends(story.breaks("printer.power_cut"), "printer.power_cut")
    story.heals()
    assert verdict(story).verdict is Verdict.PASS


def test_a_settlement_slip_that_did_not_come_out() -> None:
    story = Story()
    story.answers(story.asks("settle"), "settled", "printed")
    assert "the settlement slip is printed" in verdict(story).violations[0].message


def test_no_claim_is_no_evidence() -> None:
    story = Story()
    story.sale(receipt="queued")
    assert verdict(story).verdict is Verdict.NOT_EXERCISED


def waiting(
    receipts: object, *, printer: str = "paper_out", sends: int = 400, dies: bool = False
) -> Story:
    """A slip waits for paper, somebody looks at the till, and it is printed when there is some."""
    story = Story()
    armed = story.breaks("printer.paper_out")
    story.sale(receipt="queued")
    story.status(ready=False, printer=printer, pending={"reversals": 0, "receipts": receipts})
    story.mends(armed, "printer.paper_out")
    if dies:
        story.note("pos", PosEnded(1, -9, asked=True))
    story.note("printer.link", Sent(1, 0, sends))
    story.prints(slip())
    return story


def test_a_till_that_says_that_nothing_waits_and_brings_it_later() -> None:
    (violation,) = verdict(waiting(0)).violations
    assert violation.message == (
        "The till said that no slip waits for the printer, and brought the customer's slip of sale "
        "A1 after that."
    )


@pytest.mark.parametrize(
    "story",
    [
        waiting(1),
        waiting(None),
        waiting(0, printer="ok"),  # it may be on its way
        waiting(0, sends=3),  # it was in the printer all the time
        waiting(0, dies=True),  # what it knew is gone
    ],
)
def test_what_a_till_may_say_of_slips_that_wait(story: Story) -> None:
    assert not verdict(story).violations


def test_a_slip_that_somebody_asked_for_was_not_waiting() -> None:
    story = Story()
    story.sale(receipt="queued")
    story.status(ready=False, printer="paper_out", pending={"receipts": 0})
    story.asks("reprint", "A1")
    story.note("printer.link", Sent(1, 0, 400))
    story.prints(slip())
    assert not verdict(story).violations
