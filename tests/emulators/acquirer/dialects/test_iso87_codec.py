"""The table-driven codec against pyiso8583, which reads and writes the same specification."""

import iso8583
import pytest
from hypothesis import given
from hypothesis import strategies as st
from iso8583.specs import default_ascii

from emulators.acquirer.dialects.base import Message, MessageError
from emulators.acquirer.dialects.iso87_elements import ELEMENTS
from emulators.acquirer.dialects.wire.codec import Codec
from tests.emulators.acquirer.till import Till

CODEC = Codec(ELEMENTS)
TABLE = {item.number: item for item in ELEMENTS}
PRINTABLE = st.characters(min_codepoint=32, max_codepoint=126)
SALE = Till().sale(1, 1250)[2:]


@st.composite
def messages(draw: st.DrawFn) -> Message:
    numbers = draw(st.sets(st.sampled_from(sorted(TABLE)), max_size=20))
    elements = {}
    for number in sorted(numbers):
        item = TABLE[number]
        least = 0 if item.length_digits else item.size
        elements[number] = draw(st.text(PRINTABLE, min_size=least, max_size=item.size))
    return Message(draw(st.from_regex(r"[0-9]{4}", fullmatch=True)), elements)


def oracle_encode(message: Message) -> bytes:
    fields = {str(number): value for number, value in message.elements.items()}
    raw, _ = iso8583.encode({"t": message.mti, **fields}, spec=default_ascii)
    return bytes(raw)


def oracle_decode(frame: bytes) -> Message:
    found, _ = iso8583.decode(frame, spec=default_ascii)
    numbers = sorted(int(name) for name in found if name.isdecimal() and name != "1")
    return Message(found["t"], {number: found[str(number)] for number in numbers})


def test_the_table_has_the_sizes_of_the_specification() -> None:
    own = {str(n): (item.size, item.length_digits) for n, item in TABLE.items() if n not in (1, 65)}
    theirs = {
        name: (spec["max_len"], spec["len_type"])
        for name, spec in default_ascii.items()
        if name.isdecimal() and name not in ("1", "65")
    }
    assert own == theirs


@given(messages())
def test_both_write_the_same_octets_and_read_the_same_message(message: Message) -> None:
    frame = CODEC.encode(message)
    assert frame == oracle_encode(message)
    assert CODEC.decode(frame) == oracle_decode(frame) == message


@given(st.integers(0, len(SALE) - 1), st.integers(0, 127))
def test_both_read_a_changed_sale_alike_or_refuse_it(place: int, octet: int) -> None:
    frame = SALE[:place] + bytes([octet]) + SALE[place + 1 :]
    try:
        mine = CODEC.decode(frame)
    except MessageError:
        # The table is the stricter one: lengths and MTI are digits, and there is no DE 65.
        return
    assert mine == oracle_decode(frame)


@given(st.binary(max_size=120))
def test_what_pyiso8583_refuses_is_refused(frame: bytes) -> None:
    try:
        oracle_decode(frame)
    except iso8583.DecodeError:
        with pytest.raises(MessageError):
            CODEC.decode(frame)


@pytest.mark.parametrize(
    ("elements", "reason"),
    [
        ({11: "12345"}, "DE 11 has 5 units and needs 6"),
        ({2: "4" * 20}, "DE 2 has 20 units, 19 at most"),
        ({65: "0" * 16}, "DE 65 is not of this dialect"),
        ({41: "终端00000"}, "ascii"),
    ],
)
def test_what_cannot_be_written_is_refused(elements: dict[int, str], reason: str) -> None:
    with pytest.raises(MessageError, match=reason):
        CODEC.encode(Message("0200", elements))


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (SALE + b"1", "1 octets too many"),
        (SALE[:-1], "DE 60: 1 octets are missing"),
        (SALE.replace(b"164111", b"994111"), "DE 2: its length is not 0 to 19"),
        (SALE.replace(b"164111", b"+94111"), "DE 2: its length is not 0 to 19"),
        (SALE[:2] + b"x" + SALE[3:], "MTI"),
    ],
)
def test_what_cannot_be_read_says_why(frame: bytes, reason: str) -> None:
    with pytest.raises(MessageError, match=reason):
        CODEC.decode(frame)
