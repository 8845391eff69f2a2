"""China UnionPay's octets: against pyiso8583, and by hand."""

import iso8583
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulators.acquirer.dialects.base import Message, MessageError
from emulators.acquirer.dialects.unionpay import UnionPay
from emulators.acquirer.dialects.unionpay_elements import ELEMENTS
from emulators.acquirer.dialects.wire.forms import BCD, GBK, OCTETS, TRACK
from tests.emulators.acquirer.unionpay_till import HEADER, SPEC, TPDU

CODEC = UnionPay.codec
TABLE = {item.number: item for item in ELEMENTS}
DIGITS = st.characters(min_codepoint=48, max_codepoint=57)
PRINTABLE = st.characters(min_codepoint=32, max_codepoint=126)

# A sale of 12.50 by hand: TPDU, header, MTI, bitmap; then DE 2 (19 digits and a zero behind), 3, 4,
# 11, 22 (three digits and a zero behind), 23 (a zero before), 25, 41, 49, 60 (11 digits).
SALE = bytes.fromhex(
    "6000030000" + HEADER + "0200" + "7020068000808010"
    "19" + "62220212345678901280" + "000000" + "000000001250" + "000001" + "0210" + "0001" + "00"
    + b"TP000001".hex() + b"156".hex() + "0011" + "220000010000"
)  # fmt: skip


def value(number: int) -> st.SearchStrategy[str]:
    item = TABLE[number]
    least = 0 if item.length_digits else item.size
    if item.form is OCTETS:
        octets = st.binary(min_size=least, max_size=min(item.size, 60))
        return octets.map(lambda data: data.hex().upper())
    if item.form is GBK:
        return st.sampled_from(["", "CUP", "VIS余额不足", "CUP批次不符,请重新签到"])
    alphabet = PRINTABLE if item.form.octets(2) == 2 else DIGITS
    return st.text(alphabet, min_size=least, max_size=min(item.size, 60))


@st.composite
def messages(draw: st.DrawFn) -> Message:
    numbers = draw(st.sets(st.sampled_from(sorted(TABLE)), max_size=20))
    elements = {number: draw(value(number)) for number in sorted(numbers)}
    mti = draw(st.from_regex(r"[0-9]{4}", fullmatch=True))
    return Message(mti, elements, bytes.fromhex(TPDU + HEADER))


@given(messages())
def test_both_write_the_same_octets_and_read_the_same_message(message: Message) -> None:
    fields = {str(number): text for number, text in message.elements.items()}
    theirs = {"h": message.header.hex(), "t": message.mti, **fields}
    frame = CODEC.encode(message)
    assert frame == bytes(iso8583.encode(theirs, SPEC)[0])
    assert CODEC.decode(frame) == message


def test_a_sale_by_hand() -> None:
    message = CODEC.decode(SALE)
    assert message.elements == {
        2: "6222021234567890128",
        3: "000000",
        4: "000000001250",
        11: "000001",
        22: "021",
        23: "001",
        25: "00",
        41: "TP000001",
        49: "156",
        60: "22000001000",
    }
    assert CODEC.encode(message) == SALE


def test_track_data_may_be_padded_with_zero_or_f() -> None:
    assert TRACK.read(bytes.fromhex("6222d3012f"), 9) == "6222D3012"
    assert TRACK.read(bytes.fromhex("6222d30120"), 9) == "6222D3012"
    assert TRACK.write("6222=3012")[0] == bytes.fromhex("6222d30120")


def test_masked_digits_can_be_read_again() -> None:
    assert BCD.read(BCD.write("6222**0128")[0], 10) == "6222**0128"


@pytest.mark.parametrize(
    ("place", "octet", "reason"),
    [
        (12, 0xA0, "is not BCD"),
        (21, 0x1A, "DE 2: its length is not 0 to 19"),
        (21, 0x20, "DE 2: its length is not 0 to 19"),
        (31, 0x85, "DE 2: the pad nibble after the digits is 5"),
        (32, 0x0C, "DE 3: 0c0000 is not BCD"),
        (46, 0x10, "DE 23: the pad nibble before the digits is 1"),
        (13, 0xF0, "octets are missing|not of this dialect"),
    ],
)
def test_what_is_not_of_its_form_says_why(place: int, octet: int, reason: str) -> None:
    with pytest.raises(MessageError, match=reason):
        CODEC.decode(SALE[:place] + bytes([octet]) + SALE[place + 1 :])


@given(st.binary(max_size=200))
def test_any_octets_are_read_or_refused(frame: bytes) -> None:
    try:
        message = CODEC.decode(frame)
    except MessageError:
        return
    assert CODEC.decode(CODEC.encode(message)) == message
