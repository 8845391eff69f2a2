"""A batch that yesterday did not close, and the cutover itself."""

import pytest

from emulators.acquirer.events import BooksBatch
from emulators.acquirer.settings import HostSettings
from emulators.acquirer.totals import Totals
from emulators.history import of
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.till import Till


def test_accept_takes_a_late_batch_as_it_comes(till: Till) -> None:
    rig = Rig(HostSettings(late_batch="accept"))
    rig.ask(till.sale(1, 100))
    rig.host.cutover()
    assert rig.code(till.sale(2, 200)) == "00"
    assert rig.code(till.settle(3, Totals(2, 300))) == "00"


def test_refuse_answers_77_to_0200_only(till: Till) -> None:
    rig = Rig(HostSettings(late_batch="refuse"))
    rig.ask(till.sale(1, 100))
    rig.host.cutover()
    assert rig.code(till.sale(2, 200)) == "77"
    signed_on = rig.ask(till.network("001"))
    assert signed_on is not None
    assert signed_on.get(60) == "000001"
    assert rig.code(till.upload(1, 100)) == "00"
    assert rig.code(till.reversal(5, 100)) == "25"
    assert rig.code(till.settle(3, Totals(1, 100))) == "00"
    assert rig.code(Till(batch="000002").sale(2, 200)) == "00"


def test_refuse_takes_sales_again_once_no_old_money_is_left(till: Till) -> None:
    rig = Rig(HostSettings(late_batch="refuse"))
    rig.ask(till.sale(1, 100))
    rig.host.cutover()
    assert rig.code(till.sale(2, 200)) == "77"
    assert rig.code(till.reversal(1, 100)) == "00"
    assert rig.code(till.sale(2, 200)) == "00"


def test_auto_close_closes_what_is_late_and_opens_the_next(till: Till) -> None:
    rig = Rig(HostSettings(late_batch="auto_close"))
    rig.ask(till.sale(1, 100))
    rig.story()
    rig.host.cutover()
    assert rig.story() == [
        "host.cutover 2026-01-06",
        "books.batch 000001 closed by cutover",
        "books.batch 000002 opened by cutover",
    ]
    closed = [p for _, p in of(rig.history.events, BooksBatch) if p.state == "closed"]
    assert [(b.business_date, b.funding_date) for b in closed] == [("2026-01-05", "2026-01-06")]
    assert rig.code(till.sale(2, 200)) == "77"
    answer = rig.ask(till.settle(3, Totals(9, 999)))
    assert answer is not None
    assert (answer.get(39), answer.get(60)) == ("00", "000002")


@pytest.mark.parametrize("policy", ["accept", "refuse", "auto_close"])
def test_an_empty_batch_is_never_late(till: Till, policy: str) -> None:
    rig = Rig(HostSettings(late_batch=policy))  # type: ignore[arg-type]
    rig.ask(till.network("001"))
    rig.host.cutover()
    assert rig.code(till.sale(1, 100)) == "00"


def test_a_batch_that_the_cutover_closed_is_put_right_by_an_upload(till: Till) -> None:
    rig = Rig(HostSettings(late_batch="auto_close"))
    rig.ask(till.sale(1, 100))
    rig.ask(till.sale(2, 200))
    rig.host.cutover()
    rig.ask(till.upload(1, 100))
    for _ in range(2):
        answer = rig.ask(till.close(3))
        assert answer is not None
        assert (answer.get(39), answer.get(60)) == ("00", "000002")
    batch = rig.host.books.batch(till.terminal, "000001")
    assert batch is not None
    assert batch.totals() == Totals(1, 100)
    assert [row.change for row in rig.host.books.journal] == ["booked", "booked", "dropped"]


def test_a_reversal_of_what_the_cutover_closed_is_taken(till: Till) -> None:
    rig = Rig(HostSettings(late_batch="auto_close"))
    rig.ask(till.sale(1, 100))
    rig.host.cutover()
    assert rig.code(till.reversal(1, 100)) == "00"
    assert rig.host.books.balance(till.terminal) == Totals()


def test_90_while_the_cutover_lasts_and_to_0200_only(till: Till) -> None:
    rig = Rig(HostSettings(cutover_takes_ms=2000))
    rig.ask(till.sale(1, 100))
    rig.host.cutover()
    assert rig.code(till.sale(2, 200)) == "90"
    assert rig.code(till.reversal(1, 100)) == "00"
    assert rig.code(till.settle(3)) == "00"
    rig.clock.advance(2)
    assert rig.code(Till(batch="000002").sale(2, 200)) == "00"


def test_a_cutover_at_the_booking_of_a_sale_leaves_it_in_the_closed_batch(till: Till) -> None:
    rig = Rig(HostSettings(late_batch="auto_close"))
    rig.arm("host.cutover@message(0200,booking)")
    assert rig.code(till.sale(1, 100)) == "00"
    assert rig.code(till.reversal(1, 100)) == "00"
    assert rig.host.books.audit() == []


def test_the_date_moves_by_cutovers_and_not_with_the_clock(rig: Rig, till: Till) -> None:
    rig.clock.advance(86400)
    assert rig.host.business_date.isoformat() == "2026-01-05"
    rig.host.cutover(days=3)
    answer = rig.ask(till.network("001"))
    assert answer is not None
    assert (answer.get(12), answer.get(13)) == ("090000", "0108")
