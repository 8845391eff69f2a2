"""Bits flip in an amount on the way to the host: the till can only be at a loss."""

import pytest

from harness.checks.result import Verdict
from harness.events import Healed, Quiet
from tests.harness.checks.story import Story

ASKED, BOOKED = 1250, 10_000_001_250


def failed_sale(booked: int, *, undetectable: bool) -> Story:
    story = Story()
    fault = story.breaks("acquirer.link.corrupt", "acquirer.link", undetectable=undetectable)
    ask = story.asks("sale", "A1", ASKED, "card")
    story.requests("0200", "000001", amount_minor=booked)
    story.books("000001", booked)
    story.responds("0200", "000001", amount_minor=booked)
    story.answers(ask, "failed", "none")
    story.requests("0400", "000001", amount_minor=ASKED)
    story.responds("0400", "000001", "64", amount_minor=ASKED)
    story.mends(fault, "acquirer.link.corrupt")
    story.note("bench", Healed(10))
    story.status(ready=True, pending={"reversals": 1, "receipts": 0})
    story.note("bench", Quiet(ready=False, waited_s=10))
    return story


@pytest.mark.parametrize(
    "check", ["nothing-charged-for-nothing", "ready-again", "reversal-persists"]
)
@pytest.mark.parametrize(
    ("booked", "undetectable", "verdict"),
    [
        (BOOKED, True, Verdict.UNKNOWN),
        (ASKED, True, Verdict.FAIL),  # it arrived as it was sent: a reversal would have done
        (BOOKED, False, Verdict.FAIL),  # the till itself asked for another amount
    ],
)
def test_a_booked_amount(check: str, booked: int, verdict: Verdict, *, undetectable: bool) -> None:
    assert failed_sale(booked, undetectable=undetectable).verdict(check).verdict is verdict


@pytest.mark.parametrize(
    ("undetectable", "verdict"), [(True, Verdict.UNKNOWN), (False, Verdict.FAIL)]
)
def test_its_reversal_cannot_match(verdict: Verdict, *, undetectable: bool) -> None:
    story = failed_sale(BOOKED, undetectable=undetectable)
    assert story.verdict("reversal-matches").verdict is verdict
