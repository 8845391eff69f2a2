"""The payment terminal: what a till hears, and what the books then hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulators.terminal.apdu import (
    AMOUNT,
    CARD,
    FIXED,
    RESULT,
    TRACE,
    VARIABLE,
    Apdu,
    ApduError,
    Framer,
    bcd,
    field,
    fields_of,
    number,
)
from emulators.terminal.events import TerminalPaid, TerminalTold
from tests.emulators.terminal.rig import END_OF_DAY, PAY_1250, REGISTER, REPEAT, Rig

NO_INTERMEDIATE = "0600 000000 86"


def status(heard: list[str]) -> dict[int, bytes]:
    """The bitmaps of the one status information that was heard."""
    (told,) = (one for one in heard if one.startswith("040F"))
    return fields_of(bytes.fromhex(told.removeprefix("040F ")))


def test_a_payment() -> None:
    rig = Rig()
    assert rig.send(REGISTER) == ["8000", "060F 1900290000000149" + "0156"]
    heard = rig.send(PAY_1250)
    assert heard[:2] == ["8000", "04FF 0A"]
    told = status(heard)
    assert (told[RESULT], number(told[AMOUNT]), told[TRACE].hex()) == (b"\x00", 1250, "000002")
    assert told[CARD].hex() == "411111eeeeee1111"
    assert "TOTAL: 12.50" in heard
    assert "CARD 411111******1111" in heard
    assert heard[-1] == "060F"
    assert rig.charged_minor == 1250


def test_a_card_that_the_bank_declines() -> None:
    rig = Rig()
    rig.arm("host.decline:code=51@message(purchase,request)")
    heard = rig.pay()
    assert status(heard)[RESULT] == bytes([51])
    assert heard[-1] == "061E 33"
    assert rig.charged_minor == 0


def test_a_lost_answer_of_the_bank_is_reversed_by_the_terminal() -> None:
    rig = Rig()
    rig.arm("host.response_lost@message(purchase,booked)")
    rig.send(REGISTER)
    rig.send(PAY_1250)
    rig.clock.advance(1.5)
    rig.terminal.feed(1, bytes.fromhex("800000"))
    rig.settle()
    rig.terminal.feed(1, bytes.fromhex("800000"))
    rig.settle()
    assert rig.heard[-3:-1] == ["04FF 05", rig.heard[-2]]
    assert rig.heard[-1] == "061E A1"
    assert rig.charged_minor == 0


def test_it_owes_until_the_bank_has_taken_the_reversal() -> None:
    rig = Rig()
    rig.arm("host.response_lost@message(purchase,booked)")
    rig.arm("host.reversal_lost:times=3")
    rig.send(REGISTER)
    assert not rig.terminal.owes
    rig.send(PAY_1250)
    rig.clock.advance(8)  # the payment's time is up, and that of two reversals
    assert rig.terminal.owes
    rig.clock.advance(20)  # nobody asks it, or acknowledges: it goes on by itself
    assert not rig.terminal.owes
    assert rig.charged_minor == 0


def test_a_lost_result_leaves_the_money_booked_and_the_till_can_ask() -> None:
    rig = Rig()
    rig.arm("terminal.result_lost")
    heard = rig.pay()
    assert heard == ["8000", "04FF 0A"]
    assert rig.charged_minor == 1250
    (told,) = (one for _, one in rig.history.of(TerminalTold) if one.command == "authorisation")
    assert told.lost
    again = rig.send(REPEAT)
    assert number(status(again)[AMOUNT]) == 1250
    assert "*** DUPLICATE ***" in again
    assert rig.charged_minor == 1250


def test_a_till_that_pays_again_charges_twice() -> None:
    rig = Rig()
    rig.arm("terminal.result_lost")
    rig.pay()
    rig.send(PAY_1250)
    assert rig.charged_minor == 2500


def test_a_till_that_hangs_up_stops_nothing() -> None:
    rig = Rig()
    rig.arm("terminal.result_lost:hangs_up=yes")
    rig.pay()
    assert rig.closed
    assert rig.charged_minor == 1250
    rig.connect()
    rig.send(NO_INTERMEDIATE)
    assert rig.send(REPEAT)[-1] == "060F"


def test_one_command_at_a_time() -> None:
    rig = Rig()
    rig.arm("host.response_lost@message(purchase,booked)")
    rig.send(NO_INTERMEDIATE)
    rig.send(PAY_1250)
    rig.terminal.feed(1, bytes.fromhex("0620 03 000000"))
    assert rig.heard[-1] == "849C"


def test_a_payment_is_taken_back_once() -> None:
    rig = Rig()
    rig.pay()
    reversal = "0630 000000 87 0001"
    assert rig.send(reversal)[-1] == "060F"
    assert rig.charged_minor == 0
    assert rig.send(reversal)[-1] == "061E B4"
    assert rig.send("0630 000000 87 0099")[-1] == "061E B5"


def test_the_close_of_day() -> None:
    rig = Rig()
    rig.pay()
    rig.send(PAY_1250)
    rig.send("0630 000000 87 0002")
    heard = rig.send(END_OF_DAY)
    assert heard[3:6] == ["BATCH: 000001", "DEBITS: 2 25.00", "CREDITS: 1 12.50"]
    assert heard[-1] == "060F"
    after = rig.host.books.open_batch("TP000001")
    assert after is None or after.number == "000002"
    assert rig.send(END_OF_DAY)[-1] == "060F"  # an empty day is closed without the bank


def test_totals_that_differ_are_put_right_by_upload() -> None:
    rig = Rig()
    rig.arm("host.settlement_mismatch")
    rig.pay()
    assert rig.send(END_OF_DAY)[-1] == "060F"
    assert rig.charged_minor == 1250


def test_nothing_goes_before_registration() -> None:
    assert Rig().send(PAY_1250) == ["846B"]


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("0699", "8483"),
        ("0601 04 0000", "849A"),
        ("0601 77", "849A"),
        ("0601 04 00000000125A", "849A"),
        ("0601 22 1111", "849A"),
        ("0630 000000", "8483"),
    ],
)
def test_what_it_does_not_understand_is_refused(command: str, answer: str) -> None:
    rig = Rig()
    rig.send(REGISTER)
    assert rig.send(command) == [answer]


def test_a_unit_that_is_too_long_is_hung_up_on() -> None:
    rig = Rig()
    rig.terminal.feed(1, bytes.fromhex("0601 FF FFFF"))
    assert rig.closed


def test_no_card_number_is_kept() -> None:
    rig = Rig()
    rig.pay()
    assert all("4111111111111111" not in str(event.payload) for event in rig.history.events)
    assert [one.amount_minor for _, one in rig.history.of(TerminalPaid)] == [1250]


@given(st.binary(max_size=600), st.integers(0, 0xFFFF), st.lists(st.integers(1, 300), max_size=5))
def test_units_come_out_as_they_went_in(data: bytes, kind: int, cuts: list[int]) -> None:
    octets = Apdu(kind, data).encode() * 2
    framer, found = Framer(), []
    for cut in cuts:
        found += framer.feed(octets[:cut])
        octets = octets[cut:]
    found += framer.feed(octets)
    assert found == [Apdu(kind, data)] * 2


@given(st.binary(max_size=60))
def test_any_octets_are_fields_or_none(data: bytes) -> None:
    try:
        found = fields_of(data)
    except ApduError:
        return
    assert set(found) <= {*FIXED, *VARIABLE}


@given(st.integers(0, 999_999_999_999), st.binary(max_size=99))
def test_fields_come_out_as_they_went_in(amount: int, card: bytes) -> None:
    found = fields_of(field(AMOUNT, bcd(amount, 6)) + field(CARD, card))
    assert (number(found[AMOUNT]), found[CARD]) == (amount, card)


@given(st.lists(st.one_of(st.binary(max_size=40), st.just(bytes.fromhex("800000"))), max_size=8))
def test_whatever_a_till_sends(pieces: list[bytes]) -> None:
    rig = Rig()
    rig.send(REGISTER)
    for piece in pieces:
        if rig.closed:
            rig.connect()
        rig.terminal.feed(1, piece)
        rig.settle()
    rig.clock.advance(60)
    if rig.closed:
        rig.connect()
    assert rig.charged_minor == 0
