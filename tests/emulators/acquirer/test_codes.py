"""Which request is refused with which code, and what is told with it."""

import pytest

from emulators.acquirer.settings import HostSettings
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.till import Till


@pytest.mark.parametrize(
    ("request_", "mti", "code"),
    [
        (Till().network("002"), "0810", "00"),
        (Till().network("301"), "0810", "00"),
        (Till().network("201"), "0810", "12"),
        (Till().message("0100", 1, {3: "000000"}), "0110", "30"),
        (Till().message("0600", 1, {3: "000000"}), "0610", "12"),
        (Till().sale(1, 100, change={3: "320000"}), "0210", "12"),
        (Till().sale(1, 100, change={49: "840"}), "0210", "12"),
        (Till().sale(1, 0), "0210", "13"),
        (Till().sale(1, 100, change={4: None}), "0210", "30"),
        (Till().sale(1, 100, change={4: "00000000-100"}), "0210", "30"),
        (Till().sale(1, 100, change={60: "1"}), "0210", "30"),
        (Till().sale(1, 100, change={2: "4111"}), "0210", "30"),
        (Till().sale(1, 100, change={7: "1332250000"}), "0210", "30"),
        (Till().sale(1, 100, change={13: "0230x"[:4], 12: "246060"}), "0210", "30"),
        (Till().sale(0, 100), "0210", "30"),
        (Till().money("0200", "void", 1, 100), "0210", "30"),
        (Till().message("0500", 1, {3: "920000", 60: "000001"}), "0510", "30"),
        (Till(batch="000002").sale(1, 100), "0210", "77"),
        (Till().sale(1, 100, "4000000000000127"), "0210", "14"),
        (Till().sale(1, 49999, "4000000000000259"), "0210", "00"),
        (Till().sale(1, 50000, "4000000000000259"), "0210", "61"),
    ],
)
def test_codes(rig: Rig, request_: bytes, mti: str, code: str) -> None:
    answer = rig.ask(request_)
    assert answer is not None
    assert (answer.mti, answer.get(39)) == (mti, code)
    assert rig.closed == []


def test_a_missing_element_is_recorded_as_malformed_and_named(rig: Rig, till: Till) -> None:
    rig.ask(till.sale(1, 100, change={4: None, 49: None}))
    assert rig.story()[0] == "host.malformed DE 4, 49 missing"


def test_an_answer_echoes_what_the_contract_says_and_no_card_number(rig: Rig, till: Till) -> None:
    answer = rig.ask(till.sale(1, 100))
    assert answer is not None
    assert sorted(answer.elements) == [3, 4, 7, 11, 12, 13, 37, 38, 39, 41, 42, 49, 60]
    assert [answer.get(n) for n in (3, 4, 11, 41, 49, 60)] == [
        "000000",
        "000000000100",
        "000001",
        "TP000001",
        "156",
        "000001",
    ]


@pytest.mark.parametrize(
    "request_",
    [
        Till().sale(1, 100, change={4: None}),
        Till().sale(1, 100, change={3: "320000"}),
        Till(terminal="TP000009").sale(1, 100),
    ],
)
def test_what_is_not_decided_on_has_a_reference_of_its_own(rig: Rig, request_: bytes) -> None:
    rig.ask(Till().network("001"))
    first, again = rig.ask(request_), rig.ask(request_)
    assert first is not None
    assert again is not None
    assert (len(first.get(37)), first.get(38)) == (12, "")
    assert first.get(37) != again.get(37)
    assert rig.host.books.journal == []


def test_77_is_never_booked_so_its_trace_stays_free(rig: Rig, till: Till) -> None:
    strange = Till(batch="000002").sale(1, 100)
    assert rig.code(strange) == "77"
    rig.ask(till.settle(2))
    assert rig.code(strange) == "00"


def test_without_a_list_the_first_terminal_is_the_known_one(rig: Rig, till: Till) -> None:
    assert rig.code(till.network("301")) == "00"
    assert rig.code(Till(terminal="TP000002").sale(1, 100)) == "58"
    assert rig.host.books.terminals() == ["TP000001"]


def test_with_a_list_only_those_on_it_are(till: Till) -> None:
    rig = Rig(HostSettings(terminals=("TP000007",)))
    assert rig.code(till.sale(1, 100)) == "58"
    assert rig.code(Till(terminal="TP000007").sale(1, 100)) == "00"


OTHER = Till(merchant="OTHERSHOP000002")


def test_a_merchant_number_that_came_garbled_once_is_not_the_terminals(rig: Rig) -> None:
    assert rig.code(OTHER.network("001")) == "00"
    assert rig.code(Till().sale(1, 100)) == "00"
    assert rig.host.books.merchant("TP000001") == "TILLPROOF000001"
    assert rig.code(Till().sale(2, 100)) == "00"
    assert rig.host.books.merchant("TP000001") == "TILLPROOF000001"
    assert rig.code(OTHER.sale(3, 100)) == "58"


def test_a_known_merchant_is_the_terminals_at_once() -> None:
    rig = Rig(HostSettings(terminals=("*",), merchants=("TILLPROOF000001",)))
    assert rig.code(OTHER.network("001")) == "58"
    rig.ask(Till().network("001"))
    assert rig.host.books.merchant("TP000001") == "TILLPROOF000001"


def test_a_response_sent_to_the_host_is_no_request(rig: Rig, till: Till) -> None:
    assert rig.ask(till.message("0210", 1, {39: "00"})) is None
    assert rig.story() == ["host.malformed 0210 is no request"]
    assert rig.closed == [1]
