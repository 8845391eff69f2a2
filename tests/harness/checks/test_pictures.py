"""Receipts that are pictures: judged by what was read off them, and by nothing where nobody can."""

import pytest

from emulators.printer.events import LineBurnt, SlipEnded
from harness.checks.result import Verdict
from harness.events import SlipRead
from tests.harness.checks.story import Story, slip

ROWS = 40


def sold() -> tuple[Story, list[str]]:
    """A sale whose slip came out as one band of dots a line."""
    story, lines = Story(), slip()
    ask = story.asks("sale", "A1", 1250, "card")
    trace = story.books("000001")
    for place in range(len(lines)):
        at = ROWS * place
        story.note(
            "printer",
            LineBurnt(1, place + 1, "", ROWS, at, at + ROWS, 0, 9, 900, 900, legible=True),
        )
    blank, legible = ("",) * len(lines), (True,) * len(lines)
    story.note("printer", SlipEnded(1, "cut", blank, legible, (), 512, 800, "blob"))
    story.answers(ask, "approved", "printed", trace="000001")
    assert trace
    return story, lines


def reads(story: Story, lines: list[str]) -> None:
    rows = tuple(ROWS * place + 5 for place in range(len(lines)))
    story.note("bench", SlipRead("printer", 1, "a reader", tuple(lines), rows))


def test_what_was_read_counts() -> None:
    story, lines = sold()
    reads(story, lines)
    assert story.verdict("receipt-per-sale").verdict is Verdict.PASS
    assert story.verdict("receipt-claim-honest").verdict is Verdict.PASS


def test_what_was_read_may_be_wrong() -> None:
    story, lines = sold()
    reads(story, [line.replace("12.50", "21.50") for line in lines])
    assert story.verdict("receipt-truthful").verdict is Verdict.FAIL


def test_what_nobody_can_read_accuses_nobody() -> None:
    story, _ = sold()
    found = story.verdict("receipt-per-sale")
    assert found.verdict is Verdict.UNKNOWN
    assert "tesseract" in found.why


def test_a_slip_of_text_that_cannot_be_read_is_no_picture() -> None:
    """Its symbol, spoilt as its lines are, is dots that say nothing."""
    story = Story()
    ask = story.asks("sale", "A1", 1250, "card")
    story.books("000001")
    for text in slip():
        story.line(text, legible=False)
    spoilt = LineBurnt(1, 30, "", 80, 900, 980, 0, 9, 900, 300, legible=False)
    story.note("printer", spoilt)
    story.ends()
    story.answers(ask, "approved", "printed", trace="000001")
    assert story.verdict("receipt-per-sale").verdict is Verdict.FAIL


LOGO = (64, 2000)


def dots(story: Story, number: int, rows: int, inked: int) -> None:
    line = LineBurnt(number, 1, "", rows, 0, rows, 0, 9, inked, inked, legible=True)
    story.note("printer", line)


@pytest.mark.parametrize(
    ("left", "verdict"),
    [(LOGO, Verdict.FAIL), ((20, 700), Verdict.FAIL), ((400, 9000), Verdict.UNKNOWN)],
)
def test_a_slip_that_ended_after_its_logo_is_no_picture(
    left: tuple[int, int], verdict: Verdict
) -> None:
    story = Story()
    story.sale("A1")
    dots(story, 1, *LOGO)
    story.prints(slip())
    story.sale("A2", trace="000002")
    dots(story, 2, *left)
    story.ends("roll")
    story.heals()
    assert story.verdict("receipt-per-sale").verdict is verdict
