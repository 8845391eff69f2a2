"""Bytes arrive: the buffer, back-pressure, real-time commands among other bytes, connections."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from emulators.printer import effects
from emulators.printer.events import BufferCleared, LineBurnt, UnknownCommand
from emulators.printer.profiles import GENERIC_58, TM_T88V
from tests.emulators.printer.receipts import picture, receipt
from tests.emulators.printer.rig import Rig
from tests.emulators.printer.test_framer import split, streams


@given(streams, st.lists(st.integers(0, 500), max_size=6))
def test_any_bytes_in_any_chunks_print_the_same(data: bytes, cuts: list[int]) -> None:
    whole, parts = Rig(), Rig()
    whole.feed(data)
    for chunk in split(data, cuts):
        parts.feed(chunk)
    whole.printer.finish()
    parts.printer.finish()
    assert [s.text for s in parts.slips] == [s.text for s in whole.slips]
    assert [s.blob for s in parts.slips] == [s.blob for s in whole.slips]
    assert parts.of(LineBurnt) == whole.of(LineBurnt)


@given(st.lists(st.binary(max_size=3000), max_size=6))
def test_the_buffer_never_holds_more_than_the_model_has(chunks: list[bytes]) -> None:
    rig = Rig()
    rig.undergo(effects.OpenCover())
    for chunk in chunks:
        rig.feed(chunk)
        assert rig.printer.snapshot().buffered_bytes <= TM_T88V.receive_buffer_bytes


def test_a_stopped_printer_fills_up_and_takes_the_rest_later() -> None:
    rig = Rig()
    calls: list[int] = []
    rig.printer.on_room = lambda: calls.append(rig.printer.room())
    rig.undergo(effects.EndPaper())
    data = picture()
    rest = rig.pour(data)
    assert len(data) - len(rest) == TM_T88V.receive_buffer_bytes - TM_T88V.full_free_bytes
    assert (rig.printer.room(), calls) == (0, [])

    rig.undergo(effects.LoadPaper())

    assert calls
    assert rig.pour(rest) == b""
    assert rig.lines == ["", "LOGO"]
    assert rig.slips[-1].ended_by == "cut"


def test_bytes_without_room_are_lost_and_that_is_recorded() -> None:
    rig = Rig(GENERIC_58)
    rig.undergo(effects.OpenCover())
    rig.feed(b"x" * 1500)
    assert rig.of(BufferCleared) == [BufferCleared("overflow", 1500 - 1024)]


def test_real_time_commands_are_executed_inside_an_image_and_stay_in_it() -> None:
    rig = Rig()
    image = b"\x10\x04\x01" + b"\xff" * 61
    assert rig.feed(b"\x1dv0\x00\x40\x00\x01\x00" + image) == b"\x12"
    assert [line.burnt_dots for line in rig.of(LineBurnt)] == [3 + 61 * 8]


def test_a_real_time_command_may_come_byte_by_byte() -> None:
    rig = Rig()
    assert [rig.feed(bytes([b])) for b in b"A\x10\x04\x01B\n"] == [b"", b"", b"", b"\x12", b"", b""]
    assert rig.lines == ["AB"]
    assert rig.of(UnknownCommand) == []


def test_status_is_answered_although_the_buffer_is_full() -> None:
    rig = Rig()
    rig.undergo(effects.OpenCover())
    rig.feed(b"x" * 4096)
    assert rig.feed(b"\x10\x04\x02") == b"\x16"


def test_one_connection_prints_and_the_others_wait() -> None:
    rig = Rig()
    assert (rig.connect(2), rig.connect(3), rig.connect(4)) == (True, True, False)
    assert (rig.printer.room(1), rig.printer.room(2)) == (3968, 0)
    rig.feed(b"TWO\n\x10\x04\x01", conn=2)
    rig.feed(b"ONE\n")
    assert rig.lines == ["ONE"]

    rig.printer.disconnect(1)
    rig.clock.advance()

    assert rig.lines == ["ONE", "TWO"]
    assert (rig.printer.room(2), bytes(rig.sent[2])) == (3968, b"\x12")


def test_what_a_broken_connection_left_is_printed_but_half_a_command_is_dropped() -> None:
    rig = Rig()
    rig.undergo(effects.OpenCover())
    rig.feed(b"LEFT\n\x1dv0\x00\x40")
    rig.printer.disconnect(1)
    rig.connect(2)
    rig.feed(b"NEXT\n", conn=2)
    rig.undergo(effects.CloseCover())
    assert rig.lines == ["LEFT", "NEXT"]
    assert rig.of(UnknownCommand) == []


def test_half_an_image_is_burnt_when_its_connection_breaks() -> None:
    rig = Rig()
    rig.feed(b"\x1dv0\x00\x40\x00\x08\x00" + b"\xff" * 64 * 3)
    rig.printer.disconnect(1)
    rig.connect(2)
    rig.feed(b"NEXT\n", conn=2)
    assert [(line.line_text, line.row_to - line.row_from) for line in rig.of(LineBurnt)] == [
        ("", 3),
        ("NEXT", 19),
    ]


def test_nothing_unknown_in_a_receipt() -> None:
    rig = Rig()
    assert rig.pour(receipt()) == b""
    assert rig.of(UnknownCommand) == []
    assert len(rig.slips) == 1


def test_unknown_bytes_are_an_event_with_their_place() -> None:
    rig = Rig()
    rig.feed(b"AB\x1b\x7f\nCD\n")
    assert rig.of(UnknownCommand) == [UnknownCommand(2, "1b7f")]
    assert rig.lines == ["AB", "CD"]


def test_print_speed_is_kept_on_the_clock() -> None:
    rig = Rig(replace(TM_T88V, speed_mm_s=100.0))
    rig.feed(b"A\n" * 200)
    assert 0 < len(rig.lines) < 10
    rig.clock.advance(10.0)
    assert len(rig.lines) == 200
