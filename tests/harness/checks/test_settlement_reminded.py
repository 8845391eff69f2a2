"""``settlement-reminded``: the operator hears of a day that is not settled."""

from harness.checks.result import Result, Verdict
from harness.events import PosClock
from tests.harness.checks.story import Story


def forgotten() -> Story:
    story = Story()
    story.sale("A1")
    story.note("pos", PosClock(1))
    story.waits(6)
    return story


def verdict(story: Story) -> Result:
    return story.verdict("settlement-reminded")


def test_a_count_in_the_status_holds() -> None:
    story = forgotten()
    story.status(unsettled=1)
    assert verdict(story).verdict is Verdict.PASS


def test_not_a_word() -> None:
    story = forgotten()
    story.status(unsettled=0)
    assert "does not remind the operator that batch 000001" in verdict(story).violations[0].message


def test_nothing_is_due_once_it_is_settled() -> None:
    story = forgotten()
    story.batch("closed")
    story.status(unsettled=0)
    assert verdict(story).verdict is Verdict.NOT_EXERCISED


def test_an_alert_may_take_its_time() -> None:
    story = Story()
    story.sale("A1")
    story.note("pos", PosClock(1))
    story.status(unsettled=0)
    assert verdict(story).verdict is Verdict.NOT_EXERCISED


def evening(*, unsettled: int = 0, standing: tuple[str, ...] = ()) -> Story:
    """The line goes down on the day itself, and the till says so; then the day is forgotten.

    ``standing``: alerts that were there before, with nothing out of order.
    """
    story = Story()
    story.sale("A1")
    story.status(unsettled=unsettled, alerts=list(standing))
    story.breaks("acquirer.link.down", "acquirer.link")
    story.status(alerts=["no line since 21:04", *standing])
    story.note("pos", PosClock(1))
    story.waits(6)
    return story


def test_what_was_said_of_another_trouble_is_no_reminder() -> None:
    story = evening()
    story.status(alerts=["no line since 21:05"])
    assert verdict(story).verdict is Verdict.FAIL


def test_one_alert_more_is_one() -> None:
    story = evening()
    story.status(alerts=["no line since 21:04", "yesterday is not settled"])
    assert verdict(story).verdict is Verdict.PASS


def test_a_count_of_all_that_is_open_says_nothing_of_yesterday() -> None:
    story = evening(unsettled=1)
    story.status(alerts=["no line since 21:04"], unsettled=1)
    assert verdict(story).verdict is Verdict.FAIL


def test_an_alert_that_stood_there_with_nothing_out_of_order_may_mean_the_batch() -> None:
    story = evening(standing=("1 sale not settled",))
    story.status(alerts=["no line since 21:04", "1 sale not settled"])
    assert verdict(story).verdict is Verdict.PASS
