"""Whose sale may stand although its answer was lost: that of a till which asked the host again."""

from harness.checks.evidence import Evidence
from harness.checks.result import Verdict
from harness.checks.views.repeats import kept
from tests.harness.checks.story import Story

BYTES = "0200AA"


def references(story: Story) -> list[str]:
    evidence = Evidence(tuple(story.events), story.history.blobs)
    return [one.reference for one in kept(evidence.operations, evidence.messages)]


def asked_twice(second: str, trace: str = "000001", outcome: str = "approved") -> Story:
    story = Story()
    ask = story.asks("sale", "A1", 1250, "card")
    story.requests("0200", "000001", blob=BYTES)
    story.books("000001")
    story.loses("0200", "000001")
    story.requests("0200", trace, blob=second)
    story.responds("0200", trace)
    story.answers(ask, outcome, "none", trace=trace)
    return story


def test_the_same_bytes_again() -> None:
    assert references(asked_twice(BYTES)) == ["A1"]


def test_the_same_with_the_mti_of_a_repeat() -> None:
    story = Story()
    ask = story.asks("sale", "A1", 1250, "card")
    story.requests("0200", "000001", blob=BYTES)
    story.books("000001")
    story.loses("0200", "000001")
    story.requests("0201", "000001", blob="0201AA")
    story.responds("0201", "000001")
    story.answers(ask, "approved", "none", trace="000001")
    assert references(story) == ["A1"]
    judged = ("trace-numbers-unique", "reversed-before-next", "charged-once", "answers-verified")
    assert {story.verdict(name).verdict for name in judged} <= {Verdict.PASS, Verdict.NOT_EXERCISED}


def test_other_bytes_are_no_repeat() -> None:
    assert references(asked_twice("0200BB")) == []


def test_another_trace_is_another_sale() -> None:
    assert references(asked_twice("0200BB", "000002")) == []


def test_told_failed_is_not_kept() -> None:
    assert references(asked_twice(BYTES, outcome="failed")) == []


def test_asked_once_is_not_asked_again() -> None:
    story = Story()
    story.sale()
    assert references(story) == []
