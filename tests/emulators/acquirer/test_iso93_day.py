"""A day in ISO 8583:1993: function codes, action codes, reversals by DE 56, reconciliation."""

import pytest

from emulators.acquirer.dialects.registry import dialect
from emulators.acquirer.events import Request
from emulators.acquirer.totals import Totals
from emulators.history import of
from tests.emulators.acquirer.iso93_till import CARD, Till93, read
from tests.emulators.acquirer.rig import Rig, kept

TILL = Till93()


@pytest.fixture
def rig() -> Rig:
    return Rig(dialect=dialect("iso93"))


def ask(rig: Rig, message: bytes) -> dict[str, str]:
    before = len(rig.raw)
    rig.host.feed(1, message)
    assert len(rig.raw) == before + 1
    return read(rig.raw[-1])


def code(rig: Rig, message: bytes) -> str:
    return ask(rig, message)["39"]


def changes(rig: Rig) -> list[str]:
    assert rig.host.books.audit() == []
    return [f"{row.kind_of} {row.change}" for row in rig.host.books.journal]


def test_network_messages_are_accepted(rig: Rig) -> None:
    answers = [ask(rig, TILL.network(function)) for function in ("801", "802", "831")]
    assert [(a["t"], a["24"], a["39"], a.get("60")) for a in answers] == [
        ("1814", "801", "800", "000001"),
        ("1814", "802", "800", None),
        ("1814", "831", "800", None),
    ]


def test_a_sale_is_answered_with_the_hosts_date(rig: Rig) -> None:
    answer = ask(rig, TILL.sale(1, 1250))
    assert (answer["t"], answer["39"], answer["4"]) == ("1210", "000", "000000001250")
    assert answer["12"].startswith(f"{rig.host.business_date:%y%m%d}")
    assert (len(answer["37"]), len(answer["38"])) == (12, 6)


@pytest.mark.parametrize(
    ("change", "action"),
    [
        ({2: "4000000000000002"}, "116"),
        ({2: "4000000000000069"}, "101"),
        ({2: "4111111111111112"}, "111"),
        ({14: "2001"}, "101"),
        ({49: "840"}, "902"),
        ({60: "000009"}, "915"),
        ({41: "TP000009"}, "120"),
        ({42: "OTHERMERCHANT01"}, "109"),
    ],
)
def test_declines_are_action_codes(rig: Rig, change: dict[int, str | None], action: str) -> None:
    ask(rig, TILL.network("801"))
    ask(rig, TILL.network("831"))  # named twice, the terminal's merchant is known
    assert code(rig, TILL.money("1200", 1, 1250, change=change)) == action


def test_repeats_and_duplicates(rig: Rig) -> None:
    first = ask(rig, TILL.sale(1, 1250))
    assert ask(rig, TILL.sale(1, 1250)) == first
    assert code(rig, TILL.sale(1, 1251)) == "913"


@pytest.mark.parametrize("of", [0, 1])
def test_a_reversal_names_its_original_by_de_56_or_by_de_11(rig: Rig, of: int) -> None:
    sale = ask(rig, TILL.sale(1, 1250))
    own = 2 if of else 1
    first = ask(rig, TILL.reversal(own, 1250, of))
    assert (first["t"], first["39"], first["37"]) == ("1430", "400", sale["37"])
    assert ask(rig, TILL.reversal(own, 1250, of, "1421")) == first
    assert changes(rig) == ["purchase booked", "purchase reversed"]
    told = [payload.trace for _, payload in of_requests(rig)]
    assert told == ["000001"] * 3


def of_requests(rig: Rig) -> list[tuple[object, Request]]:
    return list(of(rig.history.events, Request))


def test_a_reversal_that_comes_first_and_one_that_says_another_amount(rig: Rig) -> None:
    assert code(rig, TILL.reversal(9, 1250, 1)) == "914"
    assert code(rig, TILL.sale(1, 1250)) == "911"
    ask(rig, TILL.sale(2, 500))
    assert code(rig, TILL.reversal(10, 501, 2)) == "110"
    assert changes(rig) == ["purchase tombstone", "purchase booked"]


def test_what_belongs_to_an_authorisation(rig: Rig) -> None:
    held = ask(rig, TILL.money("1100", 1, 10000, "100"))
    named = {37: held["37"]}
    assert held["t"] == "1110"
    assert code(rig, TILL.money("1200", 2, 10000, "201", change=named)) == "000"
    assert code(rig, TILL.money("1100", 3, 10000, "100", "020000", named)) == "902"
    other = ask(rig, TILL.money("1100", 4, 500, "100"))
    named = {37: other["37"]}
    assert code(rig, TILL.money("1220", 5, 400, "202", change=named)) == "000"
    query: dict[int, str | None] = {2: "6200000000000005", 4: None, 60: None}
    answer = ask(rig, TILL.money("1100", 6, 0, "108", "310000", query))
    assert (answer["39"], answer["54"]) == ("000", "0002156C000000250000")
    assert rig.host.books.balance("TP000001") == Totals(2, 10400)


def test_voids_and_refunds(rig: Rig) -> None:
    sale = ask(rig, TILL.sale(1, 1250))
    assert code(rig, TILL.money("1200", 2, 1250, code="020000", change={37: sale["37"]})) == "000"
    assert code(rig, TILL.money("1200", 3, 300, code="200000")) == "000"
    assert code(rig, TILL.money("1200", 4, 300, code="020000", change={37: sale["37"]})) == "902"
    assert rig.host.books.balance("TP000001") == Totals(1, 1250, 2, 1550)


def test_reconciliation_in_balance_opens_the_next_batch(rig: Rig) -> None:
    ask(rig, TILL.sale(1, 1250))
    answer = ask(rig, TILL.reconcile(2, Totals(1, 1250)))
    assert (answer["t"], answer["39"], answer["60"]) == ("1510", "500", "000002")
    assert answer["97"] == "C0000000000001250"
    assert ask(rig, TILL.reconcile(2, Totals(1, 1250))) == answer


def test_reconciliation_out_of_balance_tells_the_totals_and_takes_an_upload(rig: Rig) -> None:
    ask(rig, TILL.sale(1, 1250))
    held = ask(rig, TILL.money("1100", 2, 700, "100"))
    ask(rig, TILL.money("1200", 3, 700, "201", change={37: held["37"]}))
    answer = ask(rig, TILL.reconcile(4, Totals(3, 2050)))
    assert answer["39"] == "501"
    assert (answer["76"], answer["88"]) == ("0000000002", "0000000000001950")
    for trace, amount in ((1, 1250), (3, 700), (9, 100)):
        record = TILL.money("1324", trace, amount, "301", change={49: None})
        taken = ask(rig, record)
        assert (taken["t"], taken["39"]) == ("1334", "300")
    closed = ask(rig, TILL.close(5))
    assert (closed["39"], closed["60"]) == ("500", "000002")
    assert (closed["76"], closed["88"], closed["97"]) == (f"{3:010}", f"{2050:016}", f"C{2050:016}")
    again = ask(rig, TILL.close(5))
    assert {**again, "12": closed["12"]} == closed
    assert changes(rig)[-1] == "purchase uploaded"
    assert rig.host.books.balance("TP000001") == Totals(3, 2050)


def test_faults_strike_by_what_is_asked(rig: Rig) -> None:
    rig.arm("host.response_lost")
    rig.host.feed(1, TILL.sale(1, 1250))
    assert rig.raw == []
    rig.arm("host.reversal_lost")
    rig.host.feed(1, TILL.reversal(2, 1250, 1))
    assert rig.raw == []
    assert code(rig, TILL.reversal(2, 1250, 1)) == "400"
    rig.arm("host.decline:code=51")
    assert code(rig, TILL.sale(3, 100)) == "116"
    rig.arm("host.settlement_mismatch")
    assert code(rig, TILL.reconcile(4)) == "501"


def test_card_numbers_are_kept_nowhere(rig: Rig) -> None:
    ask(rig, TILL.sale(1, 1250))
    found = repr(rig.history.events)
    for _, payload in of_requests(rig):
        found += kept(rig.history, payload).decode()
    assert CARD not in found
