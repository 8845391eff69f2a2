"""The payment terminal: what a till hears, and what the books then hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulators.terminal.apdu import (
    AMOUNT,
    CARD,
    CONTAINER,
    FIXED,
    RESULT,
    TRACE,
    VARIABLE,
    Apdu,
    ApduError,
    Framer,
    bcd,
    data_object,
    field,
    fields_of,
    number,
    objects_of,
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


def test_money_is_given_back() -> None:
    rig = Rig()
    rig.pay()
    heard = rig.send("0631 000000 04 000000000300 49 0156 0E 3012 22 F0F8 4111111111111111")
    assert number(status(heard)[AMOUNT]) == 300
    assert "REFUND" in heard
    assert rig.charged_minor == 950
    heard = rig.send(END_OF_DAY)
    assert heard[4:6] == ["DEBITS: 1 12.50", "CREDITS: 1 3.00"]


def test_a_refund_that_the_bank_does_not_answer_is_reversed() -> None:
    rig = Rig()
    rig.pay()
    rig.arm("host.response_lost@message(refund,booked)")
    rig.send("0631 000000 04 000000000300")
    rig.clock.advance(20)
    assert rig.charged_minor == 1250
    assert not rig.terminal.owes


def test_the_till_aborts_before_the_bank_is_asked() -> None:
    rig = Rig()
    rig.send(REGISTER)
    rig.begin(PAY_1250)
    assert rig.heard[-1] == "04FF 0A"
    assert rig.send("06B0")[-1] == "061E 6C"
    assert rig.charged_minor == 0
    assert rig.send(PAY_1250)[-1] == "060F"


def test_an_abort_that_comes_too_late_changes_nothing() -> None:
    rig = Rig()
    rig.pay()
    assert rig.send("06B0") == ["8000"]
    assert rig.send(PAY_1250)[-1] == "060F"
    assert rig.charged_minor == 2500


def test_its_state_and_a_diagnosis() -> None:
    rig = Rig()
    rig.send(REGISTER)
    assert rig.send("0501 000000 03 01") == ["8000", "060F 00"]
    assert rig.send("0670") == ["8000", "060F"]
    rig.arm("host.down@now")
    rig.begin("0670")
    rig.clock.advance(2)
    assert rig.heard[-1].startswith("040F 27A1")


@pytest.mark.parametrize(
    "listed", ["26 04 0A 02 06D3", "26 06 06D1 040F 06D3", "10 01 30 26 04 0A 02 06D3"]
)
@pytest.mark.parametrize("currency", ["0156", "49 0156", "0156 03 00", ""])
def test_a_till_that_takes_text_blocks(listed: str, currency: str) -> None:
    rig = Rig()
    size = len(bytes.fromhex(listed))
    rig.send(f"0600 000000 86 {currency} 06 {size:02X} {listed}")
    (slip,) = (one for one in rig.send(PAY_1250) if one.startswith("06D3"))
    assert slip.startswith("06D3 02 CARD PAYMENT | CUSTOMER COPY | ")
    assert slip.endswith(" | TOTAL: 12.50")
    (report,) = (one for one in rig.send(END_OF_DAY) if one.startswith("06D3"))
    assert report.startswith("06D3 03 SETTLEMENT | ")


def test_what_a_till_adds_in_a_container_is_passed_over() -> None:
    rig = Rig()
    rig.send(REGISTER)
    assert rig.send(PAY_1250 + "06 05 1F 10 02 0102")[-1] == "060F"
    assert rig.send("0601 04 000000001250 06 81 80") == ["849A"]


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
    assert rig.send(END_OF_DAY)[-1] == "060F"  # an empty day


def test_a_day_whose_close_was_not_heard_of_is_told_again() -> None:
    rig = Rig()
    rig.pay()
    rig.connect()
    rig.send(REGISTER)
    rig.arm("terminal.result_lost@event(terminal.result,nth=1)")
    assert rig.send(END_OF_DAY) == ["8000"]
    heard = rig.send(REPEAT)
    assert number(status(heard)[AMOUNT]) == 1250
    assert TRACE not in status(heard)
    assert heard[2:] == [
        "SETTLEMENT", "*** DUPLICATE ***", "BATCH: 000001", "DEBITS: 1 12.50", "CREDITS: 0 0.00",
        "060F",
    ]  # fmt: skip
    assert rig.pay()[-1] == "060F"
    assert TRACE in status(rig.send(REPEAT))


def test_what_the_bank_booked_and_declined_is_settled_by_upload() -> None:
    """The terminal holds nothing; the bank finds out that it should not, either."""
    rig = Rig()
    rig.arm("host.booked_but_declined@message(purchase,booked)")
    assert rig.pay()[-1].startswith("061E")
    assert rig.send(END_OF_DAY)[-1] == "060F"
    assert not rig.host.books.open_batch("TP000001").transactions
    assert rig.charged_minor == 0


def test_totals_that_differ_are_put_right_by_upload() -> None:
    rig = Rig()
    rig.arm("host.settlement_mismatch")
    rig.pay()
    assert rig.send(END_OF_DAY)[-1] == "060F"
    assert rig.charged_minor == 1250


def test_a_sum_of_more_than_twelve_digits_is_told_as_far_as_they_go() -> None:
    rig = Rig()
    rig.send(REGISTER)
    for _ in range(2):
        rig.send("0601 04 999999999999")
    assert rig.send(END_OF_DAY)[-1] == "060F"
    assert rig.charged_minor == 2 * 999_999_999_999


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
        ("0601 04 000000001250 49 9988", "849A"),
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
    assert set(found) <= {*FIXED, *VARIABLE, CONTAINER}


@given(st.binary(max_size=60))
def test_any_octets_are_data_objects_or_none(data: bytes) -> None:
    try:
        found = objects_of(data)
    except ApduError:
        return
    assert sum(len(value) for _, value in found) <= len(data)


@given(st.lists(st.tuples(st.sampled_from([0x07, 0x25, 0x1F07]), st.binary(max_size=300))))
def test_data_objects_come_out_as_they_went_in(objects: list[tuple[int, bytes]]) -> None:
    container = b"".join(data_object(tag, value) for tag, value in objects)
    assert objects_of(container) == objects
    assert fields_of(field(CONTAINER, container)) == {CONTAINER: container}


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
