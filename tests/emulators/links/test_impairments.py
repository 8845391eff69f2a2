"""What a bad line does, told line by line: what enters at one end, what comes out and when."""

from dataclasses import dataclass, field
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulators.clock import VirtualClock
from emulators.links.impairments.base import BOTH, DOWNSTREAM, UPSTREAM, Flow, Impairment
from emulators.links.impairments.corrupt import Corrupt
from emulators.links.impairments.cutters import (
    Cutter,
    http_messages,
    messages,
    runs,
    zvt_units,
)
from emulators.links.impairments.delays import Bandwidth, Jitter, Latency
from emulators.links.impairments.slicer import Joiner, Slicer
from emulators.links.impairments.stops import BlackHole, HalfOpen, LimitData, SlowClose, Stall
from emulators.links.impairments.whole import Drop, Duplicate, Reorder
from emulators.links.wire import Wire

UP, DOWN = Flow(1, UPSTREAM), Flow(1, DOWNSTREAM)
UP2 = Flow(2, UPSTREAM)


@dataclass
class Line:
    """A wire with both its ends, in virtual time."""

    clock: VirtualClock = field(default_factory=VirtualClock)
    out: list[str] = field(default_factory=list)
    spoils: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.wire = Wire(self.clock, self)

    def came_out(self, flow: Flow, data: bytes) -> None:
        self._say(f"{flow.stream[0]}{flow.conn} {data.decode('latin-1')}")

    def broke(self, conn: int, how: str) -> None:
        self._say(f"end{conn} {how}")
        self.wire.forget(conn)

    def spoilt(self, flow: Flow, *, lost: int, altered: int) -> None:
        self.spoils.append(f"{flow.stream[0]}{flow.conn} lost {lost} altered {altered}")

    def _say(self, text: str) -> None:
        self.out.append(f"{round(self.clock.monotonic_s() * 1000)}: {text}")


def message(text: str) -> bytes:
    """A message as a host line carries it."""
    return len(text).to_bytes(2, "big") + text.encode()


@pytest.fixture
def line() -> Line:
    return Line()


def bad(line: Line, impairment: Impairment) -> Line:
    line.wire.impair("it", impairment)
    return line


def test_a_good_line_hands_on_at_once(line: Line) -> None:
    line.wire.enter(UP, b"ab")
    line.wire.enter(DOWN, b"c")
    line.wire.hang_up(DOWN)
    assert line.out == ["0: u1 ab", "0: d1 c", "0: end1 device"]


def test_latency_keeps_order_and_the_end_behind_the_data(line: Line) -> None:
    bad(line, Latency(300, BOTH))
    line.wire.enter(UP, b"a")
    line.clock.advance(0.1)
    line.wire.enter(UP, b"b")
    line.wire.hang_up(UP)
    assert line.wire.waiting(1) == 2
    line.clock.advance(1)
    assert line.out == ["300: u1 a", "400: u1 b", "400: end1 pos"]


def test_jitter_is_the_same_for_the_same_seed() -> None:
    def run(seed: int) -> list[str]:
        line = bad(Line(), Jitter(500, seed, UPSTREAM))
        for text in (b"a", b"b", b"c"):
            line.wire.enter(UP, text)
        line.clock.advance(2)
        return line.out

    assert run(1) == run(1) != run(2)
    assert [text[-1] for text in run(1)] == ["a", "b", "c"]


def test_bandwidth_takes_its_time(line: Line) -> None:
    bad(line, Bandwidth(100, BOTH))
    line.wire.enter(DOWN, b"0123456789")
    line.clock.advance(0.05)
    assert "".join(text[-2:] for text in line.out) == "0123"
    line.clock.advance(1)
    assert line.out[-1] == "100: d1 89"


def test_a_slicer_cuts_and_spaces(line: Line) -> None:
    bad(line, Slicer(2, 10, DOWNSTREAM))
    line.wire.enter(DOWN, b"abcde")
    line.wire.enter(UP, b"whole")
    line.clock.advance(1)
    assert line.out == ["0: u1 whole", "10: d1 ab", "20: d1 cd", "30: d1 e"]


def test_a_joiner_joins_and_lets_nothing_lie(line: Line) -> None:
    bad(line, Joiner(2, BOTH))
    for text in (b"a", b"b", b"c"):
        line.wire.enter(UP, text)
    line.wire.hang_up(UP)
    assert line.out == ["0: u1 ab", "0: u1 c", "0: end1 pos"]


def test_limit_data_ends_each_connection_at_its_byte(line: Line) -> None:
    bad(line, LimitData(3, UPSTREAM))
    line.wire.enter(UP, b"ab")
    line.wire.enter(UP, b"cd")
    line.wire.enter(UP2, b"xyz")
    assert line.out == ["0: u1 ab", "0: u1 c", "0: end1 reset", "0: u2 xyz", "0: end2 reset"]
    assert line.spoils == ["u1 lost 1 altered 0"]


def test_a_stall_goes_on_when_mended(line: Line) -> None:
    bad(line, Stall(0, BOTH))
    line.wire.enter(UP, b"a")
    line.wire.enter(UP, b"b")
    line.wire.hang_up(UP)
    line.clock.advance(60)
    assert (line.out, line.wire.waiting(1), line.wire.states) == ([], 2, ("silent",))
    line.wire.restore("it")
    assert line.out == ["60000: u1 a", "60000: u1 b", "60000: end1 pos"]


def test_a_stall_may_end_in_a_reset(line: Line) -> None:
    bad(line, Stall(500, UPSTREAM))
    line.wire.enter(UP, b"abc")
    line.clock.advance(1)
    assert line.out == ["500: end1 reset"]
    assert line.spoils == ["u1 lost 3 altered 0"]


def test_a_slow_close(line: Line) -> None:
    bad(line, SlowClose(1000))
    line.wire.enter(DOWN, b"a")
    line.wire.hang_up(DOWN)
    line.clock.advance(2)
    assert line.out == ["0: d1 a", "1000: end1 device"]


def test_half_open_is_about_the_connections_of_that_moment(line: Line) -> None:
    bad(line, HalfOpen(frozenset({1}), DOWNSTREAM))
    line.wire.enter(DOWN, b"a")
    line.wire.enter(UP, b"b")
    line.wire.enter(Flow(2, DOWNSTREAM), b"c")
    line.wire.restore("it")
    assert line.out == ["0: u1 b", "0: d2 c", "0: end1 reset"]


def test_a_black_hole_swallows_and_its_connections_do_not_live_again(line: Line) -> None:
    bad(line, BlackHole())
    line.wire.enter(UP, b"abc")
    line.wire.hang_up(DOWN)
    assert line.out == []
    line.wire.restore("it")
    assert line.out == ["0: end1 reset"]


@given(st.binary(max_size=60), st.integers(1, 7), st.integers(1, 7))
def test_flipped_bits_do_not_depend_on_how_the_bytes_were_cut(
    data: bytes, first: int, second: int
) -> None:
    def run(size: int) -> str:
        line = bad(Line(), Corrupt(0.3, 0, 7, UPSTREAM))
        for at in range(0, len(data), size):
            line.wire.enter(UP, data[at : at + size])
        return "".join(text.removeprefix("0: u1 ") for text in line.out)

    assert run(first) == run(second)


def test_so_many_bytes_each_lose_a_bit(line: Line) -> None:
    bad(line, Corrupt(0.0, 2, 1, UPSTREAM))
    line.wire.enter(UP, b"aaaa")
    turned = line.out[0].removeprefix("0: u1 ")
    assert [(ord(char) ^ ord("a")).bit_count() for char in turned] == [1, 1, 0, 0]
    assert line.spoils == ["u1 lost 0 altered 2"]


def test_a_whole_message_is_lost_however_it_is_cut(line: Line) -> None:
    bad(line, Drop(UPSTREAM, 2, messages))
    stream = message("one") + message("two") + message("three")
    for at in range(len(stream)):
        line.wire.enter(UP, stream[at : at + 1])
    got = b"".join(text.removeprefix("0: u1 ").encode() for text in line.out)
    assert got == message("one") + message("three")
    assert line.spoils == ["u1 lost 5 altered 0"]


def test_a_message_comes_twice(line: Line) -> None:
    bad(line, Duplicate(DOWNSTREAM, 1, messages))
    line.wire.enter(DOWN, message("a") + message("b"))
    assert [text[-1] for text in line.out] == ["a", "a", "b"]


def test_a_message_is_overtaken(line: Line) -> None:
    bad(line, Reorder(UPSTREAM, 1, messages))
    line.wire.enter(UP, message("a"))
    line.wire.enter(UP2, message("x"))
    line.wire.enter(UP, message("b") + message("c"))
    assert [text[-1] for text in line.out] == ["x", "b", "a", "c"]


def test_a_late_message_is_gone_with_its_connection_or_goes_on_when_mended(line: Line) -> None:
    bad(line, Reorder(UPSTREAM, 1, messages))
    line.wire.enter(UP, message("a"))
    line.wire.forget(1)
    line.wire.enter(UP2, message("b"))
    bad(line, Reorder(UPSTREAM, 1, messages))
    line.wire.enter(UP2, message("c"))
    line.wire.restore("it")
    assert [text[-1] for text in line.out] == ["b", "c"]


def test_a_serial_line_loses_so_many_bytes(line: Line) -> None:
    bad(line, Drop(UPSTREAM, 2, runs(3)))
    line.wire.enter(UP, b"abcde")
    line.wire.enter(UP, b"fgh")
    assert "".join(text.removeprefix("0: u1 ") for text in line.out) == "abcgh"


def test_impairments_add_up(line: Line) -> None:
    line.wire.impair("slow", Latency(100, BOTH))
    line.wire.impair("cut", Slicer(1, 10, BOTH))
    line.wire.enter(UP, b"ab")
    line.clock.advance(1)
    assert line.out == ["100: u1 a", "110: u1 b"]


@pytest.mark.parametrize(
    "make",
    [
        partial(Latency, 5, BOTH),
        partial(Jitter, 5, 1, BOTH),
        partial(Bandwidth, 1000, BOTH),
        partial(Slicer, 3, 0, BOTH),
        partial(Stall, 0, BOTH),
        partial(Joiner, 3, BOTH),
        partial(Duplicate, UPSTREAM, 99, messages),
        partial(Drop, UPSTREAM, 99, messages),
        partial(Reorder, UPSTREAM, 99, messages),
    ],
)
def test_nothing_is_lost_or_moved_that_need_not_be(line: Line, make: partial[Impairment]) -> None:
    bad(line, make())
    sent = [message(text) for text in ("one", "three", "")]
    for data in sent:
        line.wire.enter(UP, data)
    line.clock.advance(10)
    line.wire.restore("it")
    got = "".join(text.split("u1 ", 1)[1] for text in line.out)
    assert got.encode("latin-1") == b"".join(sent)


@pytest.mark.parametrize("make", [partial(Stall, 0, BOTH), partial(Latency, 60_000, BOTH)])
def test_who_asks_and_never_takes_is_cut_off(line: Line, make: partial[Impairment]) -> None:
    bad(line, make())
    for _ in range(100):
        line.wire.enter(DOWN, bytes(65536))
        if line.out:
            break
    assert line.out == ["0: end1 reset"]


HTTP = (
    b"POST /a HTTP/1.1\r\nHost: b\r\nContent-Length: 3\r\n\r\n{ }",
    b"GET / HTTP/1.1\r\nHost: b\r\n\r\n",
)
ZVT = (b"\x06\x01\x03abc", b"\x80\x00\x00", b"\x04\x0f\xff\x02\x01" + bytes(258))


@pytest.mark.parametrize(
    ("cutter", "whole"),
    [(messages, (b"\x00\x03abc", b"\x00\x00")), (http_messages, HTTP), (zvt_units, ZVT)],
)
def test_messages_are_told_apart_however_they_come(
    cutter: Cutter, whole: tuple[bytes, ...]
) -> None:
    rest, found = b"", []
    for byte in b"".join(whole):
        units, rest = cutter(rest + bytes([byte]))
        found += units
    assert (tuple(found), rest) == (whole, b"")
