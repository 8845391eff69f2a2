"""``receipt-legible``: what counts can be read."""

from harness.checks.reprints import reprints_due
from harness.checks.result import Result, Verdict
from tests.harness.checks.story import Story, slip


def verdict(story: Story) -> Result:
    return story.verdict("receipt-legible")


def faint(label: str, *, undetectable: bool = False, copy: str = "CUSTOMER") -> Story:
    """A slip on which one line cannot be read."""
    story = Story("receipt.merchant_copy") if copy == "MERCHANT" else Story()
    armed = story.breaks("printer.head_worn", undetectable=undetectable)
    story.sale()
    for text in slip(copy=copy):
        story.line(text, legible=not label or not text.startswith(label))
    story.ends()
    story.mends(armed, "printer.head_worn")
    return story


def test_everything_readable_holds() -> None:
    assert verdict(faint("")).verdict is Verdict.PASS


def test_the_total_gone() -> None:
    assert verdict(faint("TOTAL")).violations[0].message == (
        "The customer cannot read the total on the slip for sale A1."
    )


def test_a_line_that_matters_to_nobody_gone_holds() -> None:
    assert verdict(faint("ORDER")).verdict is Verdict.PASS


def test_what_no_till_can_notice_is_put_right_by_a_reprint() -> None:
    story = faint("RRN", undetectable=True)
    assert verdict(story).verdict is Verdict.UNKNOWN
    story.answers(story.asks("reprint", "A1"), receipt="printed")
    assert verdict(story).verdict is Verdict.FAIL
    story.prints(slip(mark="DUPLICATE"))
    assert verdict(story).verdict is Verdict.PASS


def test_a_reprint_at_which_the_till_died_is_asked_for_again() -> None:
    story = faint("RRN", undetectable=True)
    story.silent(story.asks("reprint", "A1"))
    assert verdict(story).verdict is Verdict.UNKNOWN
    story.heals()
    assert reprints_due(story.events, story.history.blobs) == ("A1",)
    story.silent(story.asks("reprint", "A1"))  # all is mended: no answer is no excuse
    assert verdict(story).verdict is Verdict.FAIL


def test_a_reprint_owes_the_customers_copy_only() -> None:
    story = faint("RRN", undetectable=True, copy="MERCHANT")
    story.answers(story.asks("reprint", "A1"), receipt="printed")
    assert verdict(story).verdict is Verdict.PASS
    told = faint("RRN", copy="MERCHANT")
    assert verdict(told).verdict is Verdict.FAIL


def test_no_slip_is_no_evidence() -> None:
    assert verdict(Story()).verdict is Verdict.NOT_EXERCISED
