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
