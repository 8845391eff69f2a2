"""``card-number-masked``: first six and last four digits, no more."""

import pytest

from harness.checks.result import Result, Verdict
from harness.events import PosLog
from tests.harness.checks.story import Story, slip


def sold() -> Story:
    story = Story()
    story.requests("0200", "000001", fields=("2=411111******1111",))
    return story


def on_slip(card: str) -> Result:
    story = sold()
    story.prints(slip(card=card))
    return story.verdict("card-number-masked")


@pytest.mark.parametrize(
    "card",
    [
        "411111******1111",
        "************1111",
        "4111111111111112",
        "1732265559127",
        "5555555555554444",
    ],
)
def test_masked_or_no_card_of_the_run_holds(card: str) -> None:
    assert on_slip(card).verdict is Verdict.PASS


@pytest.mark.parametrize(
    "card",
    ["4111111111111111", "4111 1111 1111 1111", "41111111****1111", "4111 1111 **** 1111"],
)
def test_a_whole_number_on_a_slip(card: str) -> None:
    assert on_slip(card).violations[0].message == (
        "A slip shows too much of the card number 411111******1111."
    )


def logged(*numbers: str) -> Result:
    story = sold()
    story.note("pos", PosLog("", numbers))
    return story.verdict("card-number-masked")


def test_a_whole_number_in_the_log() -> None:
    assert (
        "log holds too much of the card number" in logged("411111******1111").violations[0].message
    )


def test_a_clean_log_holds() -> None:
    assert logged().verdict is Verdict.PASS
    assert logged("173226***9127").verdict is Verdict.PASS
    assert logged("41**********2345").verdict is Verdict.PASS
    assert logged("41**********1111").verdict is Verdict.FAIL


def test_no_slip_and_no_log_is_no_evidence() -> None:
    assert Story().verdict("card-number-masked").verdict is Verdict.NOT_EXERCISED
