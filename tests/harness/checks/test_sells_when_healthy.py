"""``sells-when-healthy``: nothing is out of order, and one press is one sale."""

import pytest

from harness.checks.result import Result, Verdict
from tests.harness.checks.story import Story


def verdict(story: Story) -> Result:
    return story.verdict("sells-when-healthy")


def approved_by_host(outcome: str, *traces: str, story: Story | None = None) -> Story:
    story = story or Story()
    ask = story.asks("sale", "A1", 1250, "card")
    for trace in traces or ("000001",):
        story.approves(trace)
    story.answers(ask, outcome, "none")
    return story


def test_told_approved_holds() -> None:
    assert verdict(approved_by_host("approved")).verdict is Verdict.PASS


def test_told_failed() -> None:
    assert verdict(approved_by_host("failed")).violations[0].message == (
        "With nothing out of order the host approved 12.50 for sale A1, and the cashier was told "
        "failed."
    )


def test_a_bench_that_answers_after_the_tills_time_is_up_blames_nobody() -> None:
    story = Story()
    ask = story.asks("sale", "A1", 1250, "card")
    story.requests("0200", "000001")
    story.waits(1.1)
    story.answers(ask, "failed", "none")
    story.books("000001")
    story.responds("0200", "000001")
    assert verdict(story).verdict is Verdict.NOT_EXERCISED


@pytest.mark.parametrize(
    ("early", "verdict_is"), [(False, Verdict.NOT_EXERCISED), (True, Verdict.FAIL)]
)
def test_pending_is_honest_until_the_host_has_answered(early: bool, verdict_is: Verdict) -> None:
    story = Story()
    ask = story.asks("sale", "A1", 1250, "card")
    if early:
        story.approves()
    story.answers(ask, "pending", "none")
    again = story.asks("sale", "A1", 1250, "card")
    if not early:
        story.approves()
    story.answers(again, "approved", "queued", trace="000001")
    assert verdict(story).verdict is verdict_is


def test_two_sales_of_one_press() -> None:
    message = verdict(approved_by_host("approved", "000001", "000002")).violations[0].message
    assert message == "One press of a key sold 12.50 twice for sale A1."


def test_after_recovery_it_counts_again() -> None:
    story = Story()
    armed = story.breaks("acquirer.link.down", "acquirer.link")
    story.mends(armed, "acquirer.link.down")
    story.heals()
    assert verdict(approved_by_host("failed", story=story)).verdict is Verdict.FAIL


def test_a_fault_before_or_meanwhile_is_no_evidence() -> None:
    story = Story()
    story.breaks("acquirer.link.down", "acquirer.link")
    assert verdict(approved_by_host("failed", story=story)).verdict is Verdict.NOT_EXERCISED


def refused_after_keys(*, expires_again: bool = False, outcome: str = "failed") -> Story:
    """The keys expire, the till signs on, and its next sale is refused for its keys again."""
    story = Story(acquirer={"dialect": "unionpay"})
    story.breaks("host.keys_expired", "acquirer")
    story.requests("0800", "900002")
    story.responds("0800", "900002")
    ask = story.asks("sale", "A1", 1250, "card")
    story.requests("0200", "000002")
    if expires_again:
        story.breaks("host.keys_expired", "acquirer")
    story.responds("0200", "000002", "A0")
    story.answers(ask, outcome, "none")
    return story


def test_old_keys_after_another_sign_on() -> None:
    assert verdict(refused_after_keys()).violations[0].message == (
        "The host refused sale A1 with A0 although it had given the till new keys: it goes on with "
        "old ones, and nothing can be sold."
    )


def test_keys_that_expire_once_more_are_nobodys_fault() -> None:
    found = verdict(refused_after_keys(expires_again=True))
    assert found.verdict is Verdict.NOT_EXERCISED


def test_keys_that_were_never_given_are_no_evidence() -> None:
    story = Story(acquirer={"dialect": "unionpay"})
    ask = story.asks("sale", "A1", 1250, "card")
    story.requests("0200", "000002")
    story.responds("0200", "000002", "A0")
    story.answers(ask, "failed", "none")
    assert verdict(story).verdict is Verdict.NOT_EXERCISED


@pytest.mark.parametrize(("told", "verdict_is"), [("000002", "fail"), ("000001", "not_exercised")])
def test_a_batch_that_the_host_has_left(told: str, verdict_is: str) -> None:
    story = Story()
    story.requests("0500", "900001", processing_code="920000")
    story.responds("0500", "900001", fields=(f"60={told}",))
    ask = story.asks("sale", "A1", 1250, "card")
    story.requests("0200", "000001")
    story.responds("0200", "000001", "77")
    story.answers(ask, "failed", "none")
    assert verdict(story).verdict.value == verdict_is


def test_a_till_that_never_signs_on_again() -> None:
    story = Story(acquirer={"dialect": "unionpay"})
    story.breaks("host.keys_expired", "acquirer")
    for reference in ("A1", "A2"):
        ask = story.asks("sale", reference, 1250, "card")
        story.requests("0200", "000001")
        story.responds("0200", "000001", "A0")
        story.answers(ask, "failed", "none")
    assert [one.message.partition(" once")[0] for one in verdict(story).violations] == [
        "The host refused sale A2 with A0"
    ]
