"""Which calls are one operation."""

from harness.checks.evidence import Evidence
from harness.checks.result import Verdict
from harness.checks.views.operations import Operation
from harness.events import Returned
from tests.harness.checks.story import Story


def operations(story: Story) -> tuple[Operation, ...]:
    return Evidence(tuple(story.events), story.history.blobs).operations


def test_the_same_again_in_an_open_batch_is_one() -> None:
    story = Story()
    story.silent(story.asks("sale", "A1", 1250, "card"))
    story.sale("A1")
    (one,) = operations(story)
    assert (one.outcome, len(one.calls)) == ("approved", 2)


def test_another_amount_or_tender_is_another() -> None:
    story = Story()
    story.sale("A1", 1250)
    story.sale("A1", 990, "000002")
    story.cash_sale("A1", 990)
    assert len(operations(story)) == 3


def settled_in_between() -> Story:
    story = Story()
    story.sale("A1")
    story.answers(story.asks("settle"), "settled", "none")
    return story


def test_the_same_again_after_a_settlement_is_new() -> None:
    story = settled_in_between()
    story.books("000002", rrn="000000000002")
    ask = story.asks("sale", "A1", 1250, "card")
    story.books("000003", rrn="000000000003")
    story.answers(ask, "approved", "none", rrn="000000000003", trace="000003")
    assert len(operations(story)) == 2


def test_an_answer_that_recalls_the_first_is_the_same() -> None:
    story = settled_in_between()
    story.answers(story.asks("sale", "A1", 1250, "card"), "approved", rrn="000000000001")
    assert len(operations(story)) == 1


def test_two_presses_before_the_answer_are_one_operation() -> None:
    story = Story()
    first = story.asks("sale", "A1", 1250, "card")
    second = story.asks("sale", "A1", 1250, "card")
    story.answers(first, "approved", "none")
    story.answers(second, "approved", "none")
    assert [len(one.calls) for one in operations(story)] == [2]


def test_what_was_asked_again_too_late_cannot_be_told() -> None:
    story = Story()
    story.silent(story.asks("sale", "A1", 1250, "card"))
    story.answers(story.asks("settle"), "settled", "none")
    story.sale("A1", trace="000002")
    assert story.verdict("every-operation-decided").verdict is Verdict.UNKNOWN


def test_a_method_that_the_till_lacks_is_no_operation() -> None:
    story = Story()
    ask = story.asks("void", "A1")
    story.note("operator", Returned(ask.number, "void", "not_applicable", "", "", "{}"))
    assert operations(story) == ()


def void_without_an_answer() -> Story:
    """A sale that was pending once, and its void, which got no answer: one reference for both."""
    story = Story()
    story.answers(story.asks("sale", "A1", 1250, "card"), "pending", "none")
    story.status(outcomes={"A1": "approved"})
    story.silent(story.asks("void", "A1"))
    story.status(outcomes={"A1": "approved"})
    return story


def test_what_was_pending_is_told_of_and_not_what_had_no_answer() -> None:
    sale, void = operations(void_without_an_answer())
    assert (sale.outcome, void.outcome) == ("approved", "unknown")


def test_of_two_that_were_pending_the_latest_is_told_of() -> None:
    story = void_without_an_answer()
    story.answers(story.asks("void", "A1"), "pending", "none")
    story.status(outcomes={"A1": "failed"})
    sale, void = operations(story)
    assert (sale.outcome, void.outcome) == ("approved", "failed")


def test_a_void_without_an_answer_is_told_of_where_its_sale_was_never_pending() -> None:
    story = Story()
    story.sale("A1")
    story.silent(story.asks("void", "A1"))
    story.status(outcomes={"A1": "failed"})
    assert [one.outcome for one in operations(story)] == ["approved", "failed"]
