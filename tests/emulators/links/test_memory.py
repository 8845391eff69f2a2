"""A link without a socket: what one end does, the other hears of in a later turn."""

import pytest

from emulators.clock import VirtualClock
from emulators.effects import Injected
from emulators.history import History
from emulators.links import effects
from emulators.links.link import Line
from emulators.links.memory import KERNEL_BYTES, Dialled, MemoryLink


class Far:
    """A device with so much room, that keeps what comes."""

    def __init__(self, room: int = 1 << 20) -> None:
        self.space, self.got = room, b""
        self.lines: dict[int, Line] = {}

    def connect(self, conn: int, line: Line) -> None:
        self.lines[conn] = line

    def disconnect(self, conn: int) -> None:
        del self.lines[conn]

    def feed(self, conn: int, data: bytes) -> None:
        del conn
        self.got += data
        self.space -= len(data)

    def room(self, conn: int) -> int:
        del conn
        return self.space


class Near:
    """A POS that keeps what it hears."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def line_up(self) -> None:
        self.heard.append("up")

    def line_said(self, data: bytes) -> None:
        self.heard.append(data.decode())

    def line_room(self) -> None:
        self.heard.append("room")

    def line_down(self, why: str) -> None:
        self.heard.append(why)


class Bench:
    def __init__(self, room: int = 1 << 20) -> None:
        self.clock = VirtualClock()
        self.history = History(self.clock)
        self.far, self.near = Far(room), Near()
        recorder = self.history.recorder("printer.link")
        self.link = MemoryLink(recorder, self.far, self.clock, "tcp://printer:9100")
        self.link.listen()

    def dialled(self) -> Dialled:
        line = self.link.dial(self.near)
        self.clock.advance()
        return line

    def kinds(self) -> list[str]:
        return [item.kind for item in self.history.events]


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_nothing_is_heard_before_the_call_returns(bench: Bench) -> None:
    line = bench.link.dial(bench.near)
    assert bench.near.heard == []
    bench.clock.advance()
    assert bench.near.heard == ["up"]
    assert line.write(b"abc") == 3
    assert bench.far.got == b""
    bench.clock.advance()
    assert bench.far.got == b"abc"
    assert bench.kinds() == ["link.opened", "link.sent", "link.delivered"]


def test_answers_come_back_in_order(bench: Bench) -> None:
    bench.dialled()
    bench.far.lines[1].send(b"one")
    bench.far.lines[1].send(b"two")
    assert bench.near.heard == ["up"]
    bench.clock.advance()
    assert bench.near.heard == ["up", "onetwo"]  # what was answered in one turn


def test_a_link_that_refuses(bench: Bench) -> None:
    bench.link.apply(Injected(effects.Refuse(), 1))
    bench.dialled()
    assert bench.near.heard == ["connection refused"]


def test_a_cable_that_is_pulled_breaks_the_line_off(bench: Bench) -> None:
    line = bench.dialled()
    line.write(b"never arrives")
    bench.link.apply(Injected(effects.GoDown(), 1))
    bench.clock.advance()
    assert bench.near.heard == ["up", "connection reset by peer"]
    assert bench.far.got == b""
    assert bench.far.lines == {}
    assert line.write(b"more") == 0


def test_what_was_written_before_hanging_up_arrives(bench: Bench) -> None:
    line = bench.dialled()
    line.write(b"last words")
    line.hang_up()
    bench.far.lines[1].send(b"nobody hears this")
    bench.clock.advance()
    assert bench.far.got == b"last words"
    assert bench.far.lines == {}
    assert bench.near.heard == ["up"]
    assert bench.history.events[-1].payload.by == "pos"  # type: ignore[attr-defined]


def test_a_device_without_room_holds_the_pos_back_as_the_kernel_would() -> None:
    bench = Bench(room=10)
    line = bench.dialled()
    assert line.write(b"x" * 50_000) == KERNEL_BYTES
    bench.clock.advance()
    assert len(bench.far.got) == 10
    bench.far.space = 1 << 20
    bench.link.resume()
    bench.clock.advance()
    assert len(bench.far.got) == KERNEL_BYTES
    assert bench.near.heard == ["up", "room"]
