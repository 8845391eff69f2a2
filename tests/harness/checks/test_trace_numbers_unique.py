"""``trace-numbers-unique``: one number, one transaction."""

from harness.checks.result import Result, Verdict
from tests.harness.checks.story import BATCH, Story


def verdict(story: Story) -> Result:
    return story.verdict("trace-numbers-unique")


def two_sales(second: str, *, amount: int = 990, batch: str = BATCH) -> Story:
    story = Story()
    story.sale("A1", 1250, "000001")
    ask = story.asks("sale", "A2", amount, "card")
    story.requests("0200", second, amount_minor=amount, batch=batch, blob="other bytes")
    story.answers(ask, "failed", "none")
    return story


def test_a_number_each_holds() -> None:
    assert verdict(two_sales("000002")).verdict is Verdict.PASS


def test_one_number_for_two_sales() -> None:
    result = verdict(two_sales("000001"))
    assert "Trace 000001 of batch 000001 stands for two transactions (12.50 and 9.90)" in (
        result.violations[0].message
    )


def test_one_number_for_two_sales_of_the_same_amount() -> None:
    assert verdict(two_sales("000001", amount=1250)).verdict is Verdict.FAIL


def test_the_same_number_in_the_next_batch_holds() -> None:
    assert verdict(two_sales("000001", batch="000002")).verdict is Verdict.PASS


def test_a_repeat_holds() -> None:
    story = Story()
    story.requests("0200", "000001")
    story.approves("000001")
    assert verdict(story).verdict is Verdict.PASS


def test_nothing_sent_is_no_evidence() -> None:
    assert verdict(Story()).verdict is Verdict.NOT_EXERCISED


def test_a_repeat_under_new_keys_holds() -> None:
    story = Story()
    said = ("2=411111******1111", "4=000000001250", "11=000001")
    story.requests("0220", "000001", fields=(*said, "64=AAAA"), blob="one")
    story.requests("0220", "000001", fields=(*said, "64=BBBB"), blob="other")
    assert verdict(story).verdict is Verdict.PASS
