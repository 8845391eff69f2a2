"""Pre-authorisation, completion, their voids, advices and the balance query in ``iso87-ascii``."""

import pytest

from emulators.acquirer.invariants import broken
from emulators.acquirer.settings import HostSettings
from emulators.acquirer.totals import NOTHING, Totals
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.till import OTHER_CARD, Till

FAMILY = "06"  # DE 25 of what belongs to a pre-authorisation


def hold(till: Till, trace: int, amount_minor: int) -> bytes:
    return till.money("0100", "purchase", trace, amount_minor)


def complete(till: Till, trace: int, amount_minor: int, rrn: str, mti: str = "0200") -> bytes:
    return till.money(mti, "purchase", trace, amount_minor, change={25: FAMILY, 37: rrn})


def free(till: Till, trace: int, amount_minor: int, rrn: str) -> bytes:
    return till.money("0100", "void", trace, amount_minor, change={37: rrn})


def take_back(till: Till, trace: int, amount_minor: int, rrn: str) -> bytes:
    return till.money("0200", "void", trace, amount_minor, change={25: FAMILY, 37: rrn})


@pytest.fixture
def held(rig: Rig, till: Till) -> str:
    return rig.rrn(hold(till, 1, 10000))


def balance(rig: Rig) -> Totals:
    assert rig.host.books.audit() == []
    return rig.host.books.balance("TP000001")


def test_a_hold_moves_no_money_and_a_completion_does(rig: Rig, till: Till, held: str) -> None:
    assert balance(rig) == NOTHING
    assert rig.code(complete(till, 2, 9000, held)) == "00"
    assert balance(rig) == Totals(1, 9000)
    assert rig.code(till.settle(3, Totals(1, 9000))) == "00"


@pytest.mark.parametrize(("amount_minor", "code"), [(11500, "00"), (11501, "13")])
def test_a_completion_may_be_a_little_more(
    rig: Rig, till: Till, held: str, amount_minor: int, code: str
) -> None:
    assert rig.code(complete(till, 2, amount_minor, held)) == code


def test_a_hold_is_completed_once_and_by_its_card(rig: Rig, till: Till, held: str) -> None:
    other = till.money("0200", "purchase", 2, 100, OTHER_CARD, {25: FAMILY, 37: held})
    assert rig.code(other) == "14"
    assert rig.code(complete(till, 3, 9000, held)) == "00"
    assert rig.code(complete(till, 4, 9000, held)) == "12"
    assert rig.code(complete(till, 3, 9000, held)) == "00"  # a repeat
    assert rig.code(free(till, 5, 10000, held)) == "12"
    assert rig.code(complete(till, 6, 100, "600500009999")) == "25"


def test_a_completion_that_is_taken_back_opens_the_hold_again(
    rig: Rig, till: Till, held: str
) -> None:
    done = rig.rrn(complete(till, 2, 9000, held))
    assert rig.code(take_back(till, 3, 9000, done)) == "00"
    assert balance(rig) == Totals(1, 9000, 1, 9000)
    assert rig.code(complete(till, 4, 8000, held)) == "00"
    assert rig.code(till.reversal(4, 8000)) == "00"
    assert rig.code(free(till, 5, 10000, held)) == "00"
    assert balance(rig) == Totals(1, 9000, 1, 9000)


def test_a_hold_is_reversed_unless_it_is_completed(rig: Rig, till: Till, held: str) -> None:
    assert rig.code(complete(till, 2, 9000, held)) == "00"
    assert rig.code(till.reversal(1, 10000)) == "94"
    assert rig.code(till.reversal(2, 9000)) == "00"
    assert rig.code(till.reversal(1, 9999)) == "13"
    assert [rig.code(till.reversal(1, 10000)) for _ in range(2)] == ["00", "00"]
    assert rig.code(complete(till, 3, 9000, held)) == "25"


def test_a_hold_outlives_its_batch(rig: Rig, till: Till, held: str) -> None:
    assert rig.code(till.settle(2)) == "00"
    tomorrow = Till(batch="000002")
    assert rig.code(complete(tomorrow, 3, 10000, held)) == "00"
    batch = rig.host.books.batch("TP000001", "000002")
    assert batch is not None
    assert batch.totals() == Totals(1, 10000)


def test_a_batch_with_a_hold_alone_is_never_late(till: Till) -> None:
    rig = Rig(HostSettings(late_batch="refuse"))
    rig.rrn(hold(till, 1, 10000))
    rig.host.cutover()
    assert rig.code(till.sale(2, 100)) == "00"


def test_an_advice_is_booked_as_it_is_and_once(rig: Rig, till: Till, held: str) -> None:
    advice = complete(till, 2, 9000, held, "0220")
    assert [rig.code(advice), rig.code(advice)] == ["00", "00"]
    offline = till.money("0220", "purchase", 3, 700)
    assert rig.code(offline) == "00"
    other = till.money("0220", "purchase", 3, 701)
    assert rig.code(other) == "94"
    assert balance(rig) == Totals(2, 9700)


def test_an_advice_of_a_late_batch_is_taken(till: Till) -> None:
    rig = Rig(HostSettings(late_batch="refuse"))
    rig.rrn(till.sale(1, 100))
    rig.host.cutover()
    assert rig.code(till.sale(2, 100)) == "77"
    assert rig.code(till.money("0220", "purchase", 3, 700)) == "00"


def test_a_balance_is_told_and_not_booked(rig: Rig, till: Till) -> None:
    query: dict[int, str | None] = {2: "6200000000000005", 3: "310000", 49: "156"}
    answer = rig.ask(till.message("0200", 1, query))
    assert answer is not None
    assert (answer.get(39), answer.get(54)) == ("00", "0002156C000000250000")
    assert rig.code(till.sale(1, 100)) == "00"  # the trace number is free
    query[2] = "4000000000000069"
    declined = rig.ask(till.message("0200", 2, query))
    assert declined is not None
    assert (declined.get(39), declined.get(54)) == ("54", "")


def test_limits_of_the_merchant(till: Till) -> None:
    rig = Rig(HostSettings(limit_minor=5000, refund_limit_minor=1000))
    assert rig.code(till.sale(1, 5001)) == "61"
    assert rig.code(hold(till, 2, 5001)) == "61"
    assert rig.code(till.refund(3, 1001)) == "61"
    assert [rig.code(till.sale(4, 5000)), rig.code(till.refund(5, 1000))] == ["00", "00"]


@pytest.mark.parametrize("then", ["completed again", "released", "reversed"])
def test_the_void_of_a_completion_stays_when_its_hold_has_moved_on(
    rig: Rig, till: Till, held: str, then: str
) -> None:
    done = rig.rrn(complete(till, 2, 9000, held))
    assert rig.code(take_back(till, 3, 9000, done)) == "00"
    after = {
        "completed again": complete(till, 4, 8000, held),
        "released": free(till, 4, 10000, held),
        "reversed": till.reversal(1, 10000),
    }
    assert rig.code(after[then]) == "00"
    assert rig.code(till.reversal(3, 9000, "void")) == "94"
    assert rig.code(till.reversal(3, 8000, "void")) == "94"
    assert broken(rig.host.books) == []


def test_the_void_of_a_completion_is_reversed_while_its_hold_is_open(
    rig: Rig, till: Till, held: str
) -> None:
    done = rig.rrn(complete(till, 2, 9000, held))
    assert rig.code(take_back(till, 3, 9000, done)) == "00"
    assert rig.code(till.reversal(3, 9000, "void")) == "00"
    assert rig.code(free(till, 4, 10000, held)) == "12"
    assert broken(rig.host.books) == []


def upload_of_a_completion(rig: Rig, till: Till, trace: int) -> None:
    """The till has one completion and nothing else."""
    assert rig.code(till.settle(900, Totals(1, 9000))) == "95"
    change: dict[int, str | None] = {25: FAMILY, 49: None}
    assert rig.code(till.money("0320", "purchase", trace, 9000, change=change)) == "00"
    assert rig.code(till.close(901)) == "00"
    assert balance(rig) == Totals(1, 9000)
    assert broken(rig.host.books) == []


def test_an_upload_without_the_void_of_a_completion_takes_the_hold_again(
    rig: Rig, till: Till, held: str
) -> None:
    done = rig.rrn(complete(till, 2, 9000, held))
    assert rig.code(take_back(till, 3, 9000, done)) == "00"
    upload_of_a_completion(rig, till, 2)
    assert rig.code(free(Till(batch="000002"), 5, 10000, held)) == "12"


def test_an_upload_of_a_completion_that_was_reversed_takes_the_hold_again(
    rig: Rig, till: Till, held: str
) -> None:
    rig.rrn(complete(till, 2, 9000, held))
    assert rig.code(till.reversal(2, 9000)) == "00"
    upload_of_a_completion(rig, till, 2)
    assert rig.code(free(Till(batch="000002"), 5, 10000, held)) == "12"


def test_an_upload_of_one_completion_for_another_leaves_the_hold_to_it(
    rig: Rig, till: Till, held: str
) -> None:
    rig.rrn(complete(till, 2, 9000, held))
    assert rig.code(till.reversal(2, 9000)) == "00"
    rig.rrn(complete(till, 3, 8000, held))
    upload_of_a_completion(rig, till, 2)
    assert rig.code(free(Till(batch="000002"), 5, 10000, held)) == "12"


def test_a_completion_that_is_uploaded_beside_another_names_no_hold(
    rig: Rig, till: Till, held: str
) -> None:
    rig.rrn(complete(till, 2, 9000, held))
    assert rig.code(till.reversal(2, 9000)) == "00"
    assert rig.code(free(till, 3, 10000, held)) == "00"
    upload_of_a_completion(rig, till, 2)


def test_a_hold_is_released_by_its_authorisation_code_and_a_sale_is_not_voided_by_it(
    rig: Rig, till: Till
) -> None:
    sale, hold_ = (rig.ask(message) for message in (till.sale(1, 500), hold(till, 2, 10000)))
    assert sale is not None
    assert hold_ is not None
    by_code = {38: sale.get(38)}
    assert rig.code(till.money("0200", "void", 3, 500, change=by_code)) == "30"
    assert rig.code(till.money("0100", "void", 4, 10000)) == "30"
    by_code = {38: hold_.get(38)}
    assert rig.code(till.money("0100", "void", 5, 10000, change=by_code)) == "00"
    assert [row.change for row in rig.host.books.journal][-2:] == ["booked", "voided"]
