"""What ends a slip: a cut, or what ``[receipt].ends`` says."""

from emulators.links.events import Closed
from emulators.printer.events import LineBurnt, RowsFed, SlipEnded
from harness.checks.views.paper import Slip, slips
from tests.harness.checks.story import Story


def texts(found: tuple[Slip, ...]) -> list[tuple[str, ...]]:
    return [tuple(line.text for line in slip.lines) for slip in found]


def test_a_cut_ends_a_slip() -> None:
    story = Story()
    story.prints(["one", "two"])
    story.line("three")
    found = slips(story.events)
    assert texts(found) == [("one", "two"), ("three",)]
    assert [slip.ended_by for slip in found] == ["cut", "open"]


def test_blank_lines_are_no_content() -> None:
    story = Story()
    story.prints(["one", "   "])
    story.prints(["  "])
    assert texts(slips(story.events)) == [("one",)]


def test_a_connection_ends_a_slip() -> None:
    story = Story()
    for text in ("one", "two"):
        story.line(text)
        story.note("printer.link", Closed(1, "pos", "fin"))
    assert texts(slips(story.events, "connection")) == [("one",), ("two",)]
    assert texts(slips(story.events)) == [("one", "two")]


def test_a_long_feed_ends_a_slip() -> None:
    story = Story()
    story.line("one")
    story.note("printer", RowsFed(1, 30, 24, 0, partial=False))
    story.line("two")
    story.note("printer", RowsFed(1, 200, 78, 0, partial=False))
    story.line("three")
    assert texts(slips(story.events, "feed")) == [("one", "two"), ("three",)]


def test_many_short_feeds_are_a_long_one_after_the_last_slip_too() -> None:
    story = Story()
    for text in ("one", "two"):
        story.line(text)
        for number in range(5):
            story.note("printer", RowsFed(1, 30, 30 * number, 0, partial=False))
    found = slips(story.events, "feed")
    assert texts(found) == [("one",), ("two",)]
    assert [slip.ended_by for slip in found] == ["feed", "feed"]


def test_the_end_of_the_roll_comes_before_what_happens_later() -> None:
    story = Story()
    story.prints(["one"], by="roll")
    story.note("printer.link", Closed(1, "pos", "fin"))
    assert [slip.ended_by for slip in slips(story.events, "connection")] == ["roll"]


def test_a_pattern_ends_a_slip_with_its_own_line() -> None:
    story = Story()
    story.prints(["one", "THANK YOU", "two", "THANK YOU"])
    found = slips(story.events, "THANK")
    assert texts(found) == [("one", "THANK YOU"), ("two", "THANK YOU")]
    assert {slip.ended_by for slip in found} == {"pattern"}


def test_rows_that_burnt_over_a_line_make_it_illegible() -> None:
    story = Story()
    for number, text in enumerate(("one", "two"), start=1):
        burnt = LineBurnt(1, number, text, 24, 0, 24, 0, 9, 9, 9, legible=True)
        story.note("printer", burnt)
    left = SlipEnded(1, "cut", ("one", "", "two"), (True, True, False), (), 576, 99, "")
    story.note("printer", left)
    assert slips(story.events)[0].legible_text == ("one",)
