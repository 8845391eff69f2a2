"""``reversal-matches``: a reversal names its original."""

from harness.checks.result import Result, Verdict
from tests.harness.checks.story import Story


def reversal(**values: object) -> Result:
    story = Story()
    story.requests("0200", "000001")
    story.loses("0200", "000001")
    named = {"trace": "000001", **values}
    story.requests("0400", str(named.pop("trace")), **named)
    return story.verdict("reversal-matches")


def test_trace_batch_and_amount_of_the_original_hold() -> None:
    assert reversal().verdict is Verdict.PASS


def test_another_amount() -> None:
    result = reversal(amount_minor=1000)
    assert "names 10.00 instead of 12.50" in result.violations[0].message


def test_a_trace_of_its_own() -> None:
    result = reversal(trace="000002")
    assert result.violations[0].message == (
        "The customer is left charged 12.50: the reversal of trace 000001 in batch 000001 names "
        "trace 000002 in batch 000001."
    )


def test_another_batch() -> None:
    assert reversal(batch="000002").verdict is Verdict.FAIL


def test_an_original_that_was_lost_on_the_line_holds() -> None:
    story = Story()
    story.requests("0400", "000001")
    assert story.verdict("reversal-matches").verdict is Verdict.PASS


def test_no_reversal_is_no_evidence() -> None:
    assert Story().verdict("reversal-matches").verdict is Verdict.NOT_EXERCISED
