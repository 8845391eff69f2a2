"""``yesterday-settled``: a forgotten day is closed before the next begins."""

from harness.checks.result import Result, Verdict
from harness.events import Healed, PosClock
from tests.harness.checks.story import BATCH, Story


def verdict(story: Story) -> Result:
    return story.verdict("yesterday-settled")


def new_day(*, closed: bool) -> Story:
    story = Story()
    story.sale("A1")
    story.note("pos", PosClock(1))
    if closed:
        story.batch("closed")
    return story


def test_closed_before_todays_first_sale_holds() -> None:
    story = new_day(closed=True)
    story.books("000002", batch="000002")
    assert verdict(story).verdict is Verdict.PASS


def test_todays_sale_in_yesterdays_batch() -> None:
    story = new_day(closed=False)
    story.sale("A2", 990, "000002")
    story.batch("closed")
    assert verdict(story).violations[0].message == (
        f"Today's trace 000002 went into batch {BATCH}, which holds yesterday's 12.50: neither day "
        "can be settled by itself."
    )


def at_midnight(*, sold_before: bool) -> Result:
    """The date changes between a sale's request and its answer; the next one is in its batch."""
    story = Story()
    if sold_before:
        story.sale("A0", 500, "000009")
    ask = story.asks("sale", "A1", 1250, "card")
    story.approves("000001")
    story.note("pos", PosClock(1))
    story.answers(ask, "approved", "queued", trace="000001", rrn="000000000001")
    story.sale("A2", 990, "000002")
    story.batch("closed")
    return verdict(story)


def test_a_sale_over_midnight_is_of_either_day() -> None:
    assert at_midnight(sold_before=False).verdict is Verdict.NOT_EXERCISED


def test_what_was_sold_before_it_is_yesterdays() -> None:
    assert "Today's trace 000002" in at_midnight(sold_before=True).violations[0].message


def test_never_closed() -> None:
    story = new_day(closed=False)
    story.heals()
    assert "not paid yesterday's 12.50" in verdict(story).violations[0].message


def left_open(*, line_down: bool = False, **sale: str) -> Result:
    """The till reminds of yesterday's batch, which is open in the end; ``sale`` is asked today."""
    story = new_day(closed=False)
    if line_down:
        fault = story.breaks("acquirer.link.down", "acquirer.link")
    if sale:
        story.answers(story.asks("sale", "A2", 990, sale["tender"]), "failed", "none")
    if line_down:
        story.mends(fault, "acquirer.link.down")
    story.note("bench", Healed(10))
    story.status(alerts=["yesterday is not settled"])
    return verdict(story)


def test_a_till_that_reminds_may_wait_for_what_the_operator_wants() -> None:
    assert "reminds of batch 000001" in left_open().why
    assert left_open(tender="cash").verdict is Verdict.UNKNOWN
    assert left_open(tender="card", line_down=True).verdict is Verdict.UNKNOWN


def test_one_that_was_asked_for_a_sale_should_have_settled_before() -> None:
    assert "not paid yesterday's 12.50" in left_open(tender="card").violations[0].message


def test_a_run_that_ended_too_soon_cannot_tell() -> None:
    assert verdict(new_day(closed=False)).verdict is Verdict.UNKNOWN


def test_a_clock_that_goes_back_or_stays_is_no_new_day() -> None:
    story = Story()
    story.sale("A1")
    story.note("pos", PosClock(0))
    story.note("pos", PosClock(-1))
    assert verdict(story).verdict is Verdict.NOT_EXERCISED


def test_a_day_that_was_settled_is_no_evidence() -> None:
    story = Story()
    story.sale("A1")
    story.batch("closed")
    story.note("pos", PosClock(1))
    assert verdict(story).verdict is Verdict.NOT_EXERCISED


def test_what_a_slow_line_brings_today_was_asked_for_yesterday() -> None:
    story = Story()
    story.sale("A1")
    story.answers(story.asks("sale", "A2", 990, "card"), "failed", "none", trace="000002")
    story.note("pos", PosClock(1))
    story.books("000002", 990)
    story.books("000002", 990, change="reversed")
    story.batch("closed")
    assert verdict(story).verdict is Verdict.PASS


def test_what_was_taken_back_in_the_morning_leaves_nothing_to_settle() -> None:
    story = Story()
    story.books("000001")
    story.note("pos", PosClock(1))
    story.books("000001", change="reversed")
    story.books("000002")
    story.heals()
    assert verdict(story).verdict is Verdict.PASS
