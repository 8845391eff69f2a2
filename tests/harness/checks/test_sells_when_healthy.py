"""``sells-when-healthy``: nothing is out of order, and one press is one sale."""

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
