"""``reprint-marked``: every further copy says so."""

import pytest

from harness.checks.result import Result, Verdict
from harness.events import PosStarted
from tests.harness.checks.story import Story, slip


def reprinted(*marks: str) -> Result:
    story = Story()
    story.sale()
    story.prints(slip())
    for mark in marks:
        story.answers(story.asks("reprint", "A1"), receipt="printed")
        story.prints(slip(mark=mark))
    return story.verdict("reprint-marked")


@pytest.mark.parametrize("mark", ["*** DUPLICATE ***", "Reprint", "**** 重打印 ****", "补打"])
def test_a_mark_holds(mark: str) -> None:
    assert reprinted(mark).verdict is Verdict.PASS


def test_no_mark() -> None:
    assert "further slip over 12.50 for sale A1" in reprinted("").violations[0].message


def test_the_second_reprint_without_a_mark() -> None:
    assert reprinted("DUPLICATE", "").verdict is Verdict.FAIL


@pytest.mark.parametrize(
    ("mark", "undetectable", "holds"),
    [("DUPLICATE", True, True), ("DUPLICATE", False, False), ("A COPY, AS IT SEEMS", True, False)],
)
def test_a_mark_where_the_head_is_dead(mark: str, *, undetectable: bool, holds: bool) -> None:
    """The till printed it, and cannot know that nobody can read it."""
    story = Story()
    story.breaks("printer.head_dead_dots", undetectable=undetectable)
    story.sale()
    story.prints(slip())
    story.answers(story.asks("reprint", "A1"), receipt="queued")
    for text in slip(mark=mark):
        story.line(text, legible=text != mark)
    story.ends()
    assert (story.verdict("reprint-marked").verdict is Verdict.FAIL) is not holds
    assert (story.verdict("receipt-per-sale").verdict is Verdict.FAIL) is not holds


def test_one_slip_is_no_evidence() -> None:
    assert reprinted().verdict is Verdict.NOT_EXERCISED


def test_a_till_that_has_lost_its_data_since_cannot_know_of_the_first() -> None:
    story = Story()
    story.sale()
    story.prints(slip())
    story.breaks("pos.data_lost", "pos")
    story.answers(story.asks("reprint", "A1"), receipt="printed")
    story.prints(slip())
    assert story.verdict("reprint-marked").verdict is Verdict.UNKNOWN


def test_what_was_sent_before_the_data_were_lost_comes_out_after_it() -> None:
    story = Story()
    story.sale()
    story.breaks("pos.data_lost", "pos")
    story.prints(slip())
    story.note("pos", PosStarted(2))
    story.answers(story.asks("reprint", "A1"), receipt="printed")
    story.prints(slip())
    assert story.verdict("reprint-marked").verdict is Verdict.UNKNOWN


def test_what_it_does_after_it_was_started_again_counts() -> None:
    story = Story()
    story.breaks("pos.data_lost", "pos")
    story.note("pos", PosStarted(2))
    story.sale()
    story.prints(slip())
    story.answers(story.asks("reprint", "A1"), receipt="printed")
    story.prints(slip())
    assert story.verdict("reprint-marked").verdict is Verdict.FAIL
