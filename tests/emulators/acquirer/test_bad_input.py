"""Whatever comes over the line: always an event, never an exception, never a stuck neighbour."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from emulators.acquirer.dialects.base import Message, MessageError
from emulators.acquirer.dialects.framing import framed
from emulators.acquirer.dialects.iso87 import Iso87
from emulators.acquirer.events import Malformed, Request, Sent
from emulators.acquirer.settings import HostSettings
from emulators.history import of
from tests.emulators.acquirer.rig import Rig, kept
from tests.emulators.acquirer.till import CARD, Till

SALE = Till().sale(1, 100)[2:]


@given(st.binary(max_size=400))
@example(b"")
@example(b"0200")
@example(b"0200" + b"F" * 32)
@example(b"9990" + b"0" * 16)
@example("0²00".encode() + b"0" * 16)
def test_any_frame_is_answered_or_the_line_is_closed(frame: bytes) -> None:
    rig = Rig()
    rig.ask(framed(frame))
    assert bool(rig.closed) is not bool(rig.answers)
    assert list(of(rig.history.events, Malformed)) or rig.answers
    rig.connect(2)
    assert rig.code(Till().sale(1, 100), conn=2) == "00"


@given(st.integers(0, len(SALE) - 1), st.integers(0, 255))
def test_a_sale_with_one_octet_changed_never_breaks_the_host(place: int, octet: int) -> None:
    rig = Rig()
    rig.ask(framed(SALE[:place] + bytes([octet]) + SALE[place + 1 :]))
    assert len(rig.answers) + len(rig.closed) == 1
    assert rig.host.books.audit() == []


@given(st.integers(0, len(SALE) - 1))
def test_a_truncated_sale_is_30_once_its_trace_can_be_read(end: int) -> None:
    rig = Rig()
    answer = rig.ask(framed(SALE[:end]))
    if answer is None:
        assert rig.closed == [1]
    else:
        assert (answer.mti, answer.get(11), answer.get(39)) == ("0210", "000001", "30")
    assert len(list(of(rig.history.events, Malformed))) == 1
    assert CARD.encode() not in b"".join(
        rig.history.blobs.get(p.blob) for _, p in of(rig.history.events, Malformed)
    )


@given(st.lists(st.binary(min_size=1, max_size=60), max_size=20))
@settings(max_examples=50)
def test_random_streams_leave_the_neighbours_alone(parts: list[bytes]) -> None:
    rig = Rig()
    rig.connect(2)
    for number, part in enumerate(parts, start=1):
        rig.host.feed(1, part)
        assert rig.code(Till().sale(number, 100), conn=2) == "00"


@given(st.dictionaries(st.sampled_from([3, 4, 11, 41, 49, 60]), st.text("0123 A", max_size=6)))
def test_what_is_decoded_is_encoded_again(elements: dict[int, str]) -> None:
    dialect = Iso87()
    sizes = {3: 6, 4: 12, 11: 6, 41: 8, 49: 3}
    whole = {n: v.ljust(sizes[n], "0") if n in sizes else v for n, v in elements.items()}
    message = Message("0200", dict(sorted((n, v[: sizes.get(n, 99)]) for n, v in whole.items())))
    assert dialect.decode(dialect.encode(message)[2:]) == message


def test_two_hundred_lines_at_once_each_get_their_own_answer() -> None:
    rig = Rig(HostSettings(terminals=("*",)))
    tills = [Till(terminal=f"TP{n:06d}") for n in range(2, 202)]
    for conn, till in enumerate(tills, start=2):
        rig.connect(conn)
        rig.host.feed(conn, till.sale(1, conn)[:50])
    for conn, till in enumerate(tills, start=2):
        rig.host.feed(conn, till.sale(1, conn)[50:])
    got = {conn: answer.get(4) for conn, answer in rig.answers}
    assert got == {conn: f"{conn:012d}" for conn in range(2, 202)}


def test_several_messages_in_one_segment_are_answered_in_order(rig: Rig, till: Till) -> None:
    rig.host.feed(1, b"".join(till.sale(n, 100) for n in range(1, 31)))
    assert [answer.get(11) for _, answer in rig.answers] == [f"{n:06d}" for n in range(1, 31)]


def test_what_comes_after_a_broken_message_is_not_read(rig: Rig, till: Till) -> None:
    rig.host.feed(1, framed(b"garbage") + till.sale(1, 100))
    assert rig.closed == [1]
    assert rig.answers == []
    assert rig.host.books.journal == []


def test_tracks_and_pin_blocks_are_kept_nowhere(rig: Rig, till: Till) -> None:
    track = f"{CARD}=30122011234500000"
    pin = "1234567890ABCDEF"
    rig.ask(till.sale(1, 100, change={35: track, 52: pin}))
    (request,) = [p for _, p in of(rig.history.events, Request)]
    found = repr(rig.history.events).encode() + kept(rig.history, request)
    assert track.encode() not in found
    assert pin.encode() not in found
    assert len(list(of(rig.history.events, Sent))) == 1


def test_the_reason_of_a_message_error_is_told() -> None:
    with pytest.raises(MessageError, match="a bitmap of 2 octets") as caught:
        Iso87().decode(b"0200zz")
    assert caught.value.readable is None
