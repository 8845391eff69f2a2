"""Voids and refunds: what may be given back, how often and where it counts."""

from emulators.acquirer.settings import HostSettings
from emulators.acquirer.totals import Totals
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.till import OTHER_CARD, Till


def test_a_void_is_a_credit_and_the_sale_stays_a_debit(rig: Rig, till: Till) -> None:
    rrn = rig.rrn(till.sale(1, 1250))
    rig.story()
    assert rig.code(till.void(2, 1250, rrn)) == "00"
    assert rig.story()[2:4] == [
        "books.entry void.booked 000002 1250 credit",
        "books.entry purchase.voided 000001 1250 debit",
    ]
    assert rig.host.books.balance(till.terminal) == Totals(1, 1250, 1, 1250)
    assert rig.host.books.journal[1].original_trace == "000001"


def test_a_sale_is_voided_once(rig: Rig, till: Till) -> None:
    rrn = rig.rrn(till.sale(1, 1250))
    assert rig.code(till.void(2, 1250, rrn)) == "00"
    assert rig.code(till.void(3, 1250, rrn)) == "12"
    assert rig.code(till.void(2, 1250, rrn)) == "00"  # a repeat of the first
    assert rig.host.books.balance(till.terminal).credits_count == 1


def test_a_void_is_for_the_full_amount_and_the_same_card(rig: Rig, till: Till) -> None:
    rrn = rig.rrn(till.sale(1, 1250))
    assert rig.code(till.void(2, 1249, rrn)) == "13"
    assert rig.code(till.void(3, 1250, rrn, OTHER_CARD)) == "14"
    assert rig.host.books.balance(till.terminal).credits_count == 0


def test_nothing_but_a_standing_sale_can_be_voided(rig: Rig, till: Till) -> None:
    assert rig.code(till.void(1, 1250, "600500009999")) == "25"
    refund = rig.rrn(till.refund(2, 500))
    assert rig.code(till.void(3, 500, refund)) == "25"
    reversed_ = rig.rrn(till.sale(4, 700))
    rig.ask(till.reversal(4, 700))
    assert rig.code(till.void(5, 700, reversed_)) == "25"
    refunded = rig.rrn(till.sale(6, 800))
    rig.ask(till.refund(7, 100, refunded))
    assert rig.code(till.void(8, 800, refunded)) == "12"


def test_a_settled_sale_can_be_refunded_and_not_voided(rig: Rig, till: Till) -> None:
    rrn = rig.rrn(till.sale(1, 1250))
    rig.ask(till.settle(2, Totals(1, 1250)))
    today = Till(batch="000002")
    assert rig.code(today.void(3, 1250, rrn)) == "25"
    assert rig.code(today.refund(4, 1250, rrn)) == "00"
    batch = rig.host.books.open_batch(till.terminal)
    assert batch is not None
    assert batch.totals() == Totals(0, 0, 1, 1250)


def test_linked_refunds_give_back_no_more_than_was_paid(rig: Rig, till: Till) -> None:
    rrn = rig.rrn(till.sale(1, 1000))
    assert rig.code(till.refund(2, 600, rrn)) == "00"
    assert rig.code(till.refund(3, 401, rrn)) == "13"
    assert rig.code(till.refund(4, 400, rrn)) == "00"
    assert rig.code(till.refund(5, 1, rrn)) == "13"


def test_refunds_of_voided_or_unknown_sales_are_refused(rig: Rig, till: Till) -> None:
    rrn = rig.rrn(till.sale(1, 1000))
    rig.ask(till.void(2, 1000, rrn))
    assert rig.code(till.refund(3, 1000, rrn)) == "12"
    assert rig.code(till.refund(4, 1000, "600500009999")) == "25"


def test_another_terminals_sale_is_out_of_reach() -> None:
    rig = Rig(HostSettings(terminals=("*",)))
    rrn = rig.rrn(Till().sale(1, 1000))
    other = Till(terminal="TP000002")
    assert rig.code(other.void(1, 1000, rrn)) == "25"
    assert rig.code(other.refund(2, 1000, rrn)) == "25"
