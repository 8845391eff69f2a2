"""Repeats, duplicates, and what stays the same when a request comes again."""

import pytest

from emulators.acquirer.settings import HostSettings
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.till import OTHER_CARD, Till


@pytest.mark.parametrize(("card", "code"), [("4111111111111111", "00"), ("4000000000000002", "51")])
def test_a_byte_identical_repeat_gets_the_first_answer_and_no_row(
    rig: Rig, till: Till, card: str, code: str
) -> None:
    first = rig.ask(till.sale(1, 1250, card))
    rows = list(rig.host.books.journal)
    again = rig.ask(till.sale(1, 1250, card))
    assert first is not None
    assert again is not None
    assert first.get(39) == code
    assert [again.get(n) for n in (37, 38, 39)] == [first.get(n) for n in (37, 38, 39)]
    assert rig.host.books.journal == rows


def as_repeat(frame: bytes) -> bytes:
    """The same message, with the MTI of a repeat: 0201 for 0200. Two octets are its length."""
    return frame[:5] + b"1" + frame[6:]


MESSAGES = {
    "a purchase": lambda till: till.sale(1, 1250),
    "a refund": lambda till: till.refund(1, 1250),
    "an advice": lambda till: till.money("0220", "purchase", 1, 1250),
    "a hold": lambda till: till.money("0100", "purchase", 1, 1250),
    "a completion": lambda till: till.sale(1, 1250, change={25: "06", 37: "000000000009"}),
    "a reversal": lambda till: till.reversal(1, 1250),
    "a record of an upload": lambda till: till.upload(1, 1250),
    "a settlement": lambda till: till.settle(1),
    "a sign-on": lambda till: till.network("001"),
}


@pytest.mark.parametrize("what", MESSAGES)
def test_a_repeat_by_its_mti_is_answered_as_the_first(rig: Rig, till: Till, what: str) -> None:
    asked = MESSAGES[what](till)
    first = rig.ask(asked)
    rows = list(rig.host.books.journal)
    again = rig.ask(as_repeat(asked))
    assert first is not None
    assert first.get(39) != "12"
    assert again is not None
    assert (again.mti, again.elements) == (first.mti, first.elements)
    assert rig.host.books.journal == rows


def test_a_repeat_that_comes_first_is_booked_and_what_it_repeats_is_not(
    rig: Rig, till: Till
) -> None:
    codes = [rig.code(as_repeat(till.sale(1, 1250))), rig.code(till.sale(1, 1250))]
    assert codes == ["00", "00"]
    assert rig.host.books.balance(till.terminal).debits_count == 1


def test_another_sale_that_says_it_is_a_repeat_is_a_duplicate(rig: Rig, till: Till) -> None:
    rig.ask(till.sale(1, 1250))
    assert rig.code(as_repeat(till.sale(1, 1300))) == "94"


@pytest.mark.parametrize(
    "other",
    [
        Till().sale(1, 1251),
        Till().sale(1, 1250, OTHER_CARD),
        Till().sale(1, 1250, change={7: "0105090001"}),
        Till().refund(1, 1250),
    ],
)
def test_other_content_under_a_used_trace_is_a_duplicate(
    rig: Rig, till: Till, other: bytes
) -> None:
    rig.ask(till.sale(1, 1250))
    answer = rig.ask(other)
    assert answer is not None
    assert (answer.get(39), answer.get(38), len(answer.get(37))) == ("94", "", 12)
    assert len(rig.host.books.journal) == 1


def test_a_repeat_of_a_sale_that_was_reversed_meanwhile_books_nothing(rig: Rig, till: Till) -> None:
    first = rig.ask(till.sale(1, 1250))
    rig.ask(till.reversal(1, 1250))
    again = rig.ask(till.sale(1, 1250))
    assert first is not None
    assert again is not None
    assert again.elements == first.elements
    assert rig.host.books.balance(till.terminal).debits_count == 0


def test_a_repeat_is_not_declined_by_a_fault_the_next_request_is(rig: Rig, till: Till) -> None:
    rig.ask(till.sale(1, 1250))
    rig.arm("host.decline")
    assert rig.code(till.sale(1, 1250)) == "00"
    assert rig.code(till.sale(2, 900)) == "51"


def test_the_same_trace_in_the_next_batch_is_another_transaction(rig: Rig, till: Till) -> None:
    rig.ask(till.sale(1, 1250))
    rig.ask(till.settle(2, rig.host.books.balance(till.terminal)))
    assert rig.code(Till(batch="000002").sale(1, 1250)) == "00"
    assert rig.host.books.balance(till.terminal).debits_count == 2


def test_the_same_trace_of_another_terminal_is_another_transaction(till: Till) -> None:
    rig = Rig(HostSettings(terminals=("*",)))
    assert rig.code(till.sale(1, 1250)) == "00"
    assert rig.code(Till(terminal="TP000002").sale(1, 500)) == "00"
    assert rig.host.books.balance("TP000002").debits_minor == 500


def test_so_many_repeats_are_not_answered_either(rig: Rig, till: Till) -> None:
    rig.arm("host.response_lost:repeats=2")
    assert [rig.ask(till.sale(1, 1250)) for _ in range(3)] == [None, None, None]
    assert rig.code(till.sale(2, 900)) == "00"
    assert rig.code(till.sale(1, 1250)) == "00"
    assert rig.host.books.balance(till.terminal).debits_count == 2
