"""Reversals: idempotent, in any order, at any time."""

import pytest

from emulators.acquirer.totals import Totals
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.till import OTHER_CARD, Till


def test_a_reversal_takes_the_sale_back_and_both_rows_stay(rig: Rig, till: Till) -> None:
    rig.ask(till.sale(1, 1250))
    rig.story()
    answer = rig.ask(till.reversal(1, 1250))
    assert answer is not None
    assert (answer.mti, answer.get(39), answer.get(4)) == ("0410", "00", "000000001250")
    assert rig.story()[2] == "books.entry purchase.reversed 000001 1250 none"
    assert [row.change for row in rig.host.books.journal] == ["booked", "reversed"]
    assert rig.host.books.balance(till.terminal) == Totals()


@pytest.mark.parametrize("mti", ["0400", "0401"])
def test_a_repeat_is_answered_with_0410_as_the_first_was(rig: Rig, till: Till, mti: str) -> None:
    rig.ask(till.sale(1, 1250))
    first = rig.ask(till.reversal(1, 1250))
    for _ in range(3):
        assert rig.ask(till.reversal(1, 1250, mti=mti)) == first
    assert len(rig.host.books.journal) == 2


def test_a_reversal_before_its_original_leaves_nothing_booked(rig: Rig, till: Till) -> None:
    rig.ask(till.network("001"))
    assert rig.code(till.reversal(1, 1250)) == "25"
    assert rig.code(till.sale(1, 1250)) == "68"
    assert rig.code(till.sale(1, 1250)) == "68"
    assert rig.code(till.reversal(1, 1250, mti="0401")) == "25"
    assert [row.change for row in rig.host.books.journal] == ["tombstone"]
    assert rig.host.books.audit() == []


def test_a_tombstone_in_a_batch_that_is_not_open_yet_still_holds(rig: Rig, till: Till) -> None:
    rig.ask(till.network("001"))
    following = Till(batch="000002")
    assert rig.code(following.reversal(5, 700)) == "25"
    rig.ask(till.settle(2))
    assert rig.code(following.sale(5, 700)) == "68"
    assert rig.code(following.sale(6, 700)) == "00"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (Till().reversal(1, 1249), "13"),
        (Till().reversal(1, 1250, card=OTHER_CARD), "14"),
        (Till().reversal(1, 1250, kind="refund"), "12"),
    ],
)
def test_a_reversal_that_is_not_its_originals_is_refused(
    rig: Rig, till: Till, wrong: bytes, code: str
) -> None:
    rig.ask(till.sale(1, 1250))
    assert rig.code(wrong) == code
    assert rig.code(wrong) == code
    assert rig.host.books.balance(till.terminal).debits_minor == 1250
    assert rig.code(till.reversal(1, 1250)) == "00"


def test_a_reversal_after_settlement_still_gives_the_money_back(rig: Rig, till: Till) -> None:
    rig.ask(till.sale(1, 1250))
    rig.ask(till.sale(2, 900))
    rig.ask(till.settle(3, Totals(2, 2150)))
    assert rig.code(till.reversal(1, 1250)) == "00"
    batch = rig.host.books.batch(till.terminal, "000001")
    assert batch is not None
    assert batch.closed_totals == Totals(2, 2150)
    assert batch.totals() == Totals(1, 900)
    assert rig.host.books.audit() == []


def test_a_declined_sale_is_reversed_without_a_row(rig: Rig, till: Till) -> None:
    rig.ask(till.sale(1, 1250, "4000000000000002"))
    assert rig.code(till.reversal(1, 1250, card="4000000000000002")) == "00"
    assert [row.change for row in rig.host.books.journal] == ["declined"]


def test_a_reversed_void_lets_the_sale_stand_again(rig: Rig, till: Till) -> None:
    rrn = rig.rrn(till.sale(1, 1250))
    rig.ask(till.void(2, 1250, rrn))
    assert rig.code(till.reversal(2, 1250, kind="void")) == "00"
    changes = [(row.trace, row.change) for row in rig.host.books.journal[-2:]]
    assert changes == [("000002", "reversed"), ("000001", "unvoided")]
    assert rig.host.books.balance(till.terminal) == Totals(1, 1250)
    assert rig.code(till.void(3, 1250, rrn)) == "00"


def test_a_voided_sale_is_not_reversed_as_well(rig: Rig, till: Till) -> None:
    rig.ask(till.void(2, 1250, rig.rrn(till.sale(1, 1250))))
    assert rig.code(till.reversal(1, 1250)) == "94"
    assert rig.host.books.balance(till.terminal).net_minor == 0


def test_a_reversed_refund_may_be_made_again(rig: Rig, till: Till) -> None:
    rrn = rig.rrn(till.sale(1, 1250))
    rig.ask(till.refund(2, 1250, rrn))
    assert rig.code(till.refund(3, 1250, rrn)) == "13"
    assert rig.code(till.reversal(2, 1250, kind="refund")) == "00"
    assert rig.code(till.refund(4, 1250, rrn)) == "00"
