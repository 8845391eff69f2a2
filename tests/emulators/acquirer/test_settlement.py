"""Settlement and what follows: totals, batches, uploads."""

import pytest

from emulators.acquirer.batch import Batch
from emulators.acquirer.batches import close
from emulators.acquirer.totals import Totals
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.till import Till


def batch(rig: Rig, number: str = "000001") -> Batch:
    found = rig.host.books.batch("TP000001", number)
    assert found is not None
    return found


def test_totals_that_agree_close_the_batch(rig: Rig, till: Till) -> None:
    rig.ask(till.void(2, 1250, rig.rrn(till.sale(1, 1250))))
    rig.ask(till.refund(3, 300))
    rig.ask(till.sale(4, 700))
    rig.ask(till.reversal(4, 700))
    rig.story()
    answer = rig.ask(till.settle(5, Totals(1, 1250, 2, 1550)))
    assert answer is not None
    assert (answer.mti, answer.get(39), answer.get(60)) == ("0510", "00", "000002")
    assert rig.story()[2:4] == [
        "books.batch 000001 closed by settlement",
        "books.batch 000002 opened by settlement",
    ]
    assert batch(rig).closed_totals == Totals(1, 1250, 2, 1550)


@pytest.mark.parametrize(
    "wrong", [Totals(2, 1250), Totals(1, 1251), Totals(1, 1250, 1, 0), Totals(0, 1250), Totals()]
)
def test_totals_that_differ_in_any_figure_do_not(rig: Rig, till: Till, wrong: Totals) -> None:
    rig.ask(till.sale(1, 1250))
    assert rig.code(till.settle(2, wrong)) == "95"
    assert rig.code(till.settle(3, wrong)) == "95"
    assert batch(rig).is_open
    assert rig.code(till.settle(4, Totals(1, 1250))) == "00"


def test_a_close_without_totals_or_records_takes_no_money_away(rig: Rig, till: Till) -> None:
    rig.ask(till.sale(1, 1250))
    assert rig.code(till.close(2)) == "95"
    assert batch(rig).totals() == Totals(1, 1250)
    rig.ask(till.upload(1, 1250))
    assert rig.code(till.close(2)) == "00"


def test_an_empty_batch_is_settled(rig: Rig, till: Till) -> None:
    rig.ask(till.network("001"))
    assert rig.code(till.settle(1)) == "00"
    answer = rig.ask(till.network("001"))
    assert answer is not None
    assert answer.get(60) == "000002"


@pytest.mark.parametrize("said", [Totals(1, 1250), Totals(7, 7)])
def test_a_closed_batch_gets_00_and_the_same_next_batch(rig: Rig, till: Till, said: Totals) -> None:
    rig.ask(till.sale(1, 1250))
    first = rig.ask(till.settle(2, Totals(1, 1250)))
    rig.ask(Till(batch="000002").settle(3))
    again = rig.ask(till.settle(2, said))
    assert again == first
    closing = rig.ask(till.close(4))
    assert closing is not None
    assert (closing.get(39), closing.get(60)) == ("00", "000002")


def test_a_settled_batch_takes_nothing_more(rig: Rig, till: Till) -> None:
    rig.ask(till.settle(1)) if rig.ask(till.network("001")) else None
    answer = rig.ask(till.sale(2, 1250))
    assert answer is not None
    assert answer.get(39) == "77"
    assert rig.host.books.journal == []
    assert rig.code(Till(batch="000002").sale(2, 1250)) == "00"


@pytest.mark.parametrize("message", [Till(batch="000009").settle(1), Till(batch="000009").close(1)])
def test_a_batch_that_never_was_is_77(rig: Rig, till: Till, message: bytes) -> None:
    rig.ask(till.network("001"))
    assert rig.code(message) == "77"


def test_the_upload_wins(rig: Rig, till: Till) -> None:
    """The host has 1 (uploaded too), 2 (not uploaded); the till also has 3, and 4 otherwise."""
    rig.ask(till.sale(1, 100))
    rig.ask(till.sale(2, 200))
    rig.ask(till.sale(4, 400))
    assert rig.code(till.settle(5, Totals(3, 940))) == "95"
    for trace, amount_minor in ((1, 100), (3, 340), (4, 500)):
        assert rig.code(till.upload(trace, amount_minor)) == "00"
    rig.story()
    answer = rig.ask(till.close(6))
    assert answer is not None
    assert (answer.get(39), answer.get(60)) == ("00", "000002")
    assert rig.story()[2:8] == [
        "books.entry purchase.dropped 000002 200 none",
        "books.entry purchase.dropped 000004 400 none",
        "books.entry purchase.uploaded 000003 340 debit",
        "books.entry purchase.uploaded 000004 500 debit",
        "books.batch 000001 closed by upload",
        "books.batch 000002 opened by upload",
    ]
    assert batch(rig).totals() == batch(rig).closed_totals == Totals(3, 940)
    assert rig.host.books.audit() == []


@pytest.mark.parametrize("kind", ["void", "refund"])
def test_a_record_that_names_its_original_has_no_reference_of_its_own(
    rig: Rig, till: Till, kind: str
) -> None:
    """Some dialects have it uploaded as it was sent: with the references of what it is about."""
    sale = rig.ask(till.sale(1, 100))
    assert sale is not None
    assert rig.code(till.settle(3, Totals(1, 100, 1, 100))) == "95"
    rig.ask(till.upload(1, 100, rrn=sale.get(37)))
    rig.ask(till.upload(2, 100, kind, rrn=sale.get(37)))
    assert rig.code(till.close(4)) == "00"
    booked = batch(rig).transactions
    assert (booked["000001"].rrn, booked["000001"].auth_code) == (sale.get(37), sale.get(38))
    assert (booked["000002"].rrn, booked["000002"].auth_code) == ("", "")


def test_an_upload_that_is_not_complete_does_not_close(rig: Rig, till: Till) -> None:
    rig.ask(till.sale(1, 100))
    rig.ask(till.settle(2, Totals(2, 300)))
    rig.ask(till.upload(1, 100))
    assert rig.code(till.close(3)) == "95"
    assert batch(rig).is_open
    assert rig.code(till.upload(4, 200)) == "00"
    assert rig.code(till.close(5)) == "00"


def test_a_record_again_gets_00_and_another_under_its_trace_94(rig: Rig, till: Till) -> None:
    rig.ask(till.network("001"))
    assert [rig.code(till.upload(1, 100)) for _ in range(3)] == ["00", "00", "00"]
    assert rig.code(till.upload(1, 101)) == "94"
    assert rig.code(till.upload(1, 100)) == "00"
    assert len(batch(rig).uploads) == 1


def test_an_upload_of_nothing_takes_back_what_the_till_never_knew(rig: Rig, till: Till) -> None:
    rig.ask(till.sale(1, 100))
    assert rig.code(till.settle(2, Totals())) == "95"
    assert rig.code(till.close(3)) == "00"
    assert batch(rig).totals() == Totals()


def test_a_dropped_void_lets_its_sale_stand(rig: Rig, till: Till) -> None:
    rig.ask(till.void(2, 100, rig.rrn(till.sale(1, 100))))
    rig.ask(till.settle(3, Totals(1, 100)))
    rig.ask(till.upload(1, 100))
    assert rig.code(till.close(4)) == "00"
    changes = [(row.trace, row.change) for row in rig.host.books.journal[-2:]]
    assert changes == [("000002", "dropped"), ("000001", "unvoided")]


def test_an_uploaded_void_marks_its_sale(rig: Rig, till: Till) -> None:
    rrn = rig.rrn(till.sale(1, 100))
    rig.ask(till.settle(3, Totals(1, 100, 1, 100)))
    rig.ask(till.upload(1, 100, rrn=rrn))
    rig.ask(till.upload(2, 100, "void", rrn))
    assert rig.code(till.close(4)) == "00"
    changes = [(row.trace, row.change) for row in rig.host.books.journal[-2:]]
    assert changes == [("000002", "uploaded"), ("000001", "voided")]
    assert rig.host.books.audit() == []
    assert rig.code(Till(batch="000002").refund(5, 100, rrn)) == "12"  # still the sale's RRN


def test_a_reversed_sale_that_was_uploaded_stands_again(rig: Rig, till: Till) -> None:
    rig.ask(till.sale(1, 100))
    rig.ask(till.reversal(1, 100))
    rig.ask(till.upload(1, 100))
    assert rig.code(till.close(4)) == "00"
    assert batch(rig).closed_totals == Totals(1, 100)


def test_batch_numbers_start_again_after_the_last(rig: Rig) -> None:
    rows = close(Batch("TP000001", "999999", "2026-01-05"), "settlement", "2026-01-05")
    assert [row.batch for row in rows] == ["999999", "000001"]
