"""What nobody knows yet is asked for again, and what is known is not."""

from collections.abc import Mapping

from harness.outcomes import Outcomes
from harness.pos.protocol import Reply

SALE, VOID = {"reference": "A1", "amount": 1250}, {"reference": "A1"}


def told(outcomes: Mapping[str, str]) -> Reply:
    return Reply("ok", {"outcomes": dict(outcomes)})


def answered(outcome: str) -> Reply:
    return Reply("ok", {"outcome": outcome})


NO_ANSWER = Reply("unknown", {}, "the POS's process ended")


def test_pending_is_open_until_a_status_tells() -> None:
    outcomes = Outcomes()
    outcomes.remember("sale", SALE, answered("pending"))
    outcomes.remember("status", {}, told({"A1": "pending"}))
    assert outcomes.undecided() == (("sale", SALE),)
    outcomes.remember("status", {}, told({"A1": "approved"}))
    assert (outcomes.undecided(), outcomes.of("A1")) == ((), "approved")


def test_the_same_again_decides() -> None:
    outcomes = Outcomes()
    outcomes.remember("sale", SALE, NO_ANSWER)
    outcomes.remember("sale", SALE, answered("declined"))
    assert (outcomes.undecided(), outcomes.of("A1")) == ((), "declined")


def test_a_void_without_an_answer_is_not_decided_by_what_is_told_of_its_sale() -> None:
    outcomes = Outcomes()
    outcomes.remember("sale", SALE, answered("pending"))
    outcomes.remember("status", {}, told({"A1": "approved"}))
    outcomes.remember("void", VOID, NO_ANSWER)
    outcomes.remember("status", {}, told({"A1": "approved"}))
    assert outcomes.undecided() == (("void", VOID),)


def test_a_status_of_wrong_types_decides_nothing() -> None:
    outcomes = Outcomes()
    outcomes.remember("settle", {}, answered("pending"))
    outcomes.remember("status", {}, Reply("ok", {"outcomes": ["A1"]}))
    assert outcomes.undecided() == (("settle", {}),)
