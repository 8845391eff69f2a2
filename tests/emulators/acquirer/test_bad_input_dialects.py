"""Bad octets in every ISO 8583 dialect: answered 30 (12, 96, A0) or closed, and always an event."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulators.acquirer.dialects.framing import framed
from emulators.acquirer.events import Malformed, Sent
from emulators.history import of
from tests.emulators.acquirer.samples import SAMPLES, Sample

every_dialect = pytest.mark.parametrize("name", sorted(SAMPLES))
LENGTHS = {name: len(make().sale) for name, make in SAMPLES.items()}
# Where a changed octet may leave a sale that is as good as before or better: no MAC covers it.
CARDS = {"4111111111111111", "6222021234567890128"}


def put(sample: Sample, frame: bytes) -> str:
    """The code of the answer, or ``closed``; the host must have said one of them, and why."""
    rig = sample.rig
    before = len(rig.history.events)
    rig.ask(framed(frame))
    assert len(rig.answers) + len(rig.closed) == 1
    fresh = rig.history.events[before:]
    assert list(of(fresh, Malformed)) or list(of(fresh, Sent))
    assert rig.host.books.audit() == []
    return "closed" if rig.closed else rig.answers[0][1].get(39)


def still_sells(sample: Sample) -> bool:
    """A neighbour on another line, with the untouched sale."""
    sample.rig.connect(2)
    return sample.rig.code(framed(sample.sale), conn=2) == sample.approved


@every_dialect
@given(data=st.data())
@settings(max_examples=60)
def test_any_octets_behind_a_good_beginning(name: str, data: st.DataObject) -> None:
    sample = SAMPLES[name]()
    end = data.draw(st.integers(0, LENGTHS[name] - 1))
    noise = data.draw(st.binary(max_size=300))
    put(sample, sample.sale[:end] + noise)
    sample.rig.connect(2)
    assert sample.rig.code(framed(sample.sale), conn=2) in (sample.approved, sample.duplicate)


@every_dialect
@given(data=st.data())
@settings(max_examples=100)
def test_bits_that_are_turned_over(name: str, data: st.DataObject) -> None:
    sample = SAMPLES[name]()
    places = data.draw(st.sets(st.integers(0, LENGTHS[name] * 8 - 1), min_size=1, max_size=4))
    frame = bytearray(sample.sale)
    for place in places:
        frame[place // 8] ^= 1 << place % 8
    code = put(sample, bytes(frame))
    changed = sample.rig.host.books.journal
    if name == "unionpay" and _seen_by_the_mac(places):
        assert code != "00"
        assert changed == []


def _seen_by_the_mac(places: set[int]) -> bool:
    """The MAC adds blocks of 64 bits behind TPDU and header: what is turned twice in it is not."""
    turned = Counter(place % 64 for place in places if place >= 11 * 8)
    return any(times % 2 for times in turned.values())


@every_dialect
@given(data=st.data())
@settings(max_examples=60)
def test_a_sale_that_is_cut_short_books_nothing(name: str, data: st.DataObject) -> None:
    sample = SAMPLES[name]()
    end = data.draw(st.integers(0, LENGTHS[name] - 1))
    assert put(sample, sample.sale[:end]) in (sample.format_error, "closed")
    assert sample.rig.host.books.journal == []
    assert still_sells(sample)


@every_dialect
def test_an_oversized_frame_is_one_event(name: str) -> None:
    sample = SAMPLES[name]()
    assert put(sample, (sample.sale * 600)[:65535]) in (sample.format_error, "closed")
    (found,) = [payload for _, payload in of(sample.rig.history.events, Malformed)]
    kept = sample.rig.history.blobs.get(found.blob)
    assert not any(card.encode() in kept or card in kept.hex() for card in CARDS)
    assert still_sells(sample)


@every_dialect
def test_bitmaps_that_lie(name: str) -> None:
    for flip in (0x01, 0x80):
        sample = SAMPLES[name]()
        start = 13 if name == "unionpay" else 4
        frame = bytearray(sample.sale)
        if name != "unionpay":
            frame[start] = ord("F") if flip == 0x80 else ord("1")
        else:
            frame[start] ^= flip
        assert put(sample, bytes(frame)) in (sample.format_error, "closed", "A0")
        assert still_sells(sample)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("000000001250", "00000000125A"),  # an amount that is no BCD
        ("000000001250", "000000000000"),  # nothing at all
    ],
)
def test_impossible_values_of_a_packed_sale(old: str, new: str) -> None:
    sample = SAMPLES["unionpay"]()
    spoilt = sample.sale.hex().upper().replace(old, new, 1)
    assert put(sample, bytes.fromhex(spoilt)) in ("30", "A0", "closed")
    assert sample.rig.host.books.journal == []


@every_dialect
@pytest.mark.parametrize(
    ("number", "value"),
    [(11, "000000"), (12, "246060"), (13, "0230"), (13, "1301"), (14, "3013")],
)
def test_impossible_dates_and_traces(name: str, number: int, value: str) -> None:
    sample = SAMPLES[name]()
    if name == "iso93":  # DE 12 has the date as well, and DE 13 is another one
        number, value = {12: (12, "260105246060"), 13: (12, f"26{value}120000")}.get(
            number, (number, value)
        )
    message = sample.rig.dialect.decode(sample.sale)
    message.elements[number] = value
    assert put(sample, sample.rig.dialect.encode(message)[2:]) == sample.format_error


@every_dialect
def test_an_answer_that_a_terminal_sends_is_hung_up_on(name: str) -> None:
    sample = SAMPLES[name]()
    message = sample.rig.dialect.decode(sample.sale)
    answer = type(message)(sample.answer_mti, message.elements, message.header)
    assert put(sample, sample.rig.dialect.encode(answer)[2:]) == "closed"


@every_dialect
def test_a_message_type_that_nobody_knows_is_12(name: str) -> None:
    sample = SAMPLES[name]()
    message = sample.rig.dialect.decode(sample.sale)
    strange = type(message)(f"{sample.answer_mti[0]}600", message.elements, message.header)
    assert put(sample, sample.rig.dialect.encode(strange)[2:]) == sample.invalid


@every_dialect
def test_a_sale_without_a_card_is_malformed(name: str) -> None:
    sample = SAMPLES[name]()
    message = sample.rig.dialect.decode(sample.sale)
    for number in (2, 14, 35):
        message.elements.pop(number, None)
    assert put(sample, sample.rig.dialect.encode(message)[2:]) == sample.format_error
