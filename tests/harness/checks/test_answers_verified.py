"""``answers-verified``: an answer to something else decides nothing."""

import pytest

from harness.checks.result import Result, Verdict
from tests.harness.checks.story import Story

ASKED = ("3=000000", "4=000000001250", "11=000001", "41=TP000001")


def answered(outcome: str, *answer: str, repeat: bool = False) -> Result:
    story = Story()
    ask = story.asks("sale", "A1", 1250, "card")
    for fields in (answer, ASKED) if repeat else (answer,):
        story.requests("0200", "000001", fields=ASKED)
        story.responds("0200", "000001", fields=(*fields, "39=00"))
    story.answers(ask, outcome, "none")
    return story.verdict("answers-verified")


@pytest.mark.parametrize(
    ("what", "answer"),
    [
        ("trace", ("4=000000001250", "11=000009")),
        ("amount", ("4=000000009999", "11=000001")),
        ("terminal", ("11=000001", "41=TP999999")),
    ],
)
def test_an_approval_by_another_transactions_answer(what: str, answer: tuple[str, ...]) -> None:
    message = answered("approved", *answer).violations[0].message
    assert f"approved by a response to trace 000001 whose {what} is wrong" in message


@pytest.mark.parametrize(("outcome", "holds"), [("approved", False), ("failed", True)])
def test_an_answer_that_nobody_vouches_for(outcome: str, *, holds: bool) -> None:
    story = Story()
    ask = story.asks("sale", "A1", 1250, "card")
    story.requests("0200", "000001", fields=(*ASKED, "64=11"))
    story.makes("0200", "000001", fields=(*ASKED, "64=22"))
    story.responds("0200", "000001", fields=(*ASKED, "64=23"))
    story.answers(ask, outcome, "none")
    result = story.verdict("answers-verified")
    assert (result.verdict is Verdict.PASS) is holds
    assert holds or "whose MAC is wrong" in result.violations[0].message


def test_the_same_answer_thrown_away_holds() -> None:
    assert answered("failed", "11=000009").verdict is Verdict.PASS


def test_a_right_answer_to_the_repeat_holds() -> None:
    assert answered("approved", "11=000009", repeat=True).verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("code", "about", "holds"),
    [
        ("00", "000001", True),
        ("25", "000001", False),
        ("00", "000009", False),
        ("91", "000001", False),
    ],
)
def test_a_till_that_asked_what_had_become_of_it(code: str, about: str, *, holds: bool) -> None:
    story = Story()
    ask = story.asks("sale", "A1", 1250, "card")
    story.requests("0200", "000001", fields=ASKED)
    story.responds("0200", "000001", fields=("4=000000001250", "11=000007", "39=00"))
    story.requests("query", "000001", fields=("11=000001",))
    story.responds("query", "000001", code, fields=(f"11={about}", f"39={code}"))
    story.answers(ask, "approved", "none")
    assert (story.verdict("answers-verified").verdict is Verdict.PASS) is holds


@pytest.mark.parametrize(("in_time", "holds"), [(True, True), (False, False)])
def test_a_right_answer_to_a_repeat_between_two_calls(*, in_time: bool, holds: bool) -> None:
    """A record may be sent again while the till does something else, and told of later."""
    story = Story()
    ask = story.asks("refund", "A1", 1250, "card")
    story.requests("0220", "000001", fields=ASKED)
    story.responds("0220", "000001", fields=("11=000009", "39=00"))
    story.answers(ask, "pending", "none")
    if not in_time:
        story.answers(story.asks("refund", "A1", 1250, "card"), "approved", "none")
    story.requests("0220", "000001", fields=ASKED)
    story.responds("0220", "000001", fields=(*ASKED, "39=00"))
    story.answers(story.asks("refund", "A1", 1250, "card"), "approved", "none")
    assert (story.verdict("answers-verified").verdict is Verdict.PASS) is holds


def test_a_right_answer_after_it_was_told_failed() -> None:
    """What was not done is asked for anew, and the host answers as it should."""
    story = Story()
    ask = story.asks("refund", "A1", 1250, "card")
    story.requests("0220", "000001", fields=ASKED)
    story.responds("0220", "000001", fields=("11=000009", "39=00"))
    story.answers(ask, "failed", "none")
    ask = story.asks("refund", "A1", 1250, "card")
    story.requests("0220", "000002", fields=("11=000002",))
    story.responds("0220", "000002", fields=("11=000002", "39=00"))
    story.answers(ask, "approved", "none")
    assert story.verdict("answers-verified").verdict is Verdict.PASS


def test_right_answers_only_are_no_evidence() -> None:
    assert answered("approved", *ASKED).verdict is Verdict.NOT_EXERCISED
