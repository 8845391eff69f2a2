"""The TCP link with real sockets on the loopback."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator

import pytest

from emulators.faults.fault import parse_fault
from emulators.faults.nemesis import Nemesis
from emulators.history import History
from emulators.links.events import Closed, Delivered, Sent
from emulators.links.tcp import RST_ON_CLOSE, PortError, TcpLink

from .conftest import Remembering, kinds

DEADLINE_S = 60.0


@pytest.fixture
def link(
    history: History, device: Remembering, loop: asyncio.AbstractEventLoop, nemesis: Nemesis
) -> Iterator[TcpLink]:
    link = TcpLink(history.recorder("printer.link"), device, loop)
    nemesis.attach("printer.link", link)
    link.listen()
    yield link
    link.stop()


def until(loop: asyncio.AbstractEventLoop, condition: Callable[[], object]) -> None:
    """Run the loop until the condition holds."""

    async def wait() -> None:
        async with asyncio.timeout(DEADLINE_S):
            while not condition():
                await asyncio.sleep(0)

    loop.run_until_complete(wait())


@contextlib.contextmanager
def client(link: TcpLink) -> Iterator[socket.socket]:
    with socket.create_connection((link.host, link.port), DEADLINE_S) as sock:
        yield sock


def test_bytes_reach_the_device_and_the_history_says_what_was_sent_and_delivered(
    link: TcpLink, device: Remembering, history: History, loop: asyncio.AbstractEventLoop
) -> None:
    with client(link) as pos:
        pos.sendall(b"TOTAL 12.50\n")
        until(loop, lambda: device.got)
    until(loop, lambda: device.gone)
    assert b"".join(device.got) == b"TOTAL 12.50\n"
    assert kinds(history.events) == ["link.opened", "link.sent", "link.delivered", "link.closed"]
    assert history.events[1].payload == Sent(1, 0, 12, data_hex=b"TOTAL 12.50\n".hex())
    assert history.events[3].payload == Closed(1, "pos", "fin")


def test_the_device_answers_on_the_same_connection(
    link: TcpLink, device: Remembering, loop: asyncio.AbstractEventLoop
) -> None:
    with client(link) as pos:
        until(loop, lambda: device.lines)
        device.lines[1].send(b"\x12")
        assert pos.recv(16) == b"\x12"


def test_a_card_number_is_masked_in_what_is_kept(
    link: TcpLink, device: Remembering, history: History, loop: asyncio.AbstractEventLoop
) -> None:
    with client(link) as pos:
        pos.sendall(b"CARD 4111111111111111\n")
        until(loop, lambda: device.got)
    sent = next(payload for _, payload in history.of(Sent))
    assert bytes.fromhex(sent.data_hex) == b"CARD 411111******1111\n"
    assert device.got == [b"CARD 4111111111111111\n"]


def test_a_fault_at_byte_n_strikes_exactly_there(
    link: TcpLink,
    device: Remembering,
    history: History,
    nemesis: Nemesis,
    loop: asyncio.AbstractEventLoop,
) -> None:
    nemesis.arm(parse_fault("printer.link.down@byte(5)"))
    with client(link) as pos:
        pos.sendall(b"0123456789")
        until(loop, lambda: device.gone)
        with pytest.raises(ConnectionResetError):
            pos.recv(1)
    assert device.got == [b"01234"]
    assert [p.delivered_bytes for _, p in history.of(Delivered)] == [5]


def test_a_link_that_is_down_refuses_and_comes_back_under_the_same_address(
    link: TcpLink, nemesis: Nemesis, device: Remembering, loop: asyncio.AbstractEventLoop
) -> None:
    address = (link.host, link.port)
    nemesis.arm(parse_fault("printer.link.down@now"))
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, DEADLINE_S)
    nemesis.mend()
    with socket.create_connection(address, DEADLINE_S):
        until(loop, lambda: device.lines)


def test_a_device_without_room_stops_the_pos_from_writing(
    link: TcpLink, device: Remembering, loop: asyncio.AbstractEventLoop
) -> None:
    device.room_bytes = 0
    with client(link) as pos:
        until(loop, lambda: device.lines)
        pos.settimeout(0)
        swallowed = 0
        with contextlib.suppress(BlockingIOError):
            while swallowed < 8_000_000:
                swallowed += pos.send(b"x" * 65536)
        assert swallowed < 8_000_000
        assert not device.got
        device.room_bytes = 1000
        link.resume()
        until(loop, lambda: device.got)
        assert all(len(data) <= 1000 for data in device.got)


def test_two_hundred_connections_at_once(
    link: TcpLink, device: Remembering, loop: asyncio.AbstractEventLoop
) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(200):
            stack.enter_context(client(link))
        until(loop, lambda: len(device.lines) == 200)
    until(loop, lambda: len(device.gone) == 200)


def test_a_port_in_use_is_said_in_a_sentence(
    link: TcpLink, history: History, device: Remembering, loop: asyncio.AbstractEventLoop
) -> None:
    with pytest.raises(PortError, match=f"{link.port} is in use"):
        TcpLink(history.recorder("x"), device, loop, port=link.port)


def test_a_pos_that_never_reads_is_cut_off(
    link: TcpLink, device: Remembering, loop: asyncio.AbstractEventLoop
) -> None:
    with client(link):
        until(loop, lambda: device.lines)
        for _ in range(200):
            device.lines[1].send(b"x" * 65536)
        assert device.gone == [1]


def test_stopping_leaves_the_port_free(
    history: History, device: Remembering, loop: asyncio.AbstractEventLoop
) -> None:
    link = TcpLink(history.recorder("x"), device, loop)
    link.listen()
    link.stop()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((link.host, link.port), DEADLINE_S)


def test_refused_while_the_open_connection_goes_on(
    link: TcpLink, device: Remembering, nemesis: Nemesis, loop: asyncio.AbstractEventLoop
) -> None:
    with client(link) as pos:
        until(loop, lambda: device.lines)
        nemesis.arm(parse_fault("printer.link.refuse"))
        with pytest.raises(ConnectionRefusedError), client(link):
            pass
        pos.sendall(b"still here")
        until(loop, lambda: device.got)
        nemesis.mend()
        with client(link):
            until(loop, lambda: len(device.lines) == 2)


def test_what_is_on_its_way_arrives_before_the_news_that_the_pos_hung_up(
    link: TcpLink,
    device: Remembering,
    history: History,
    nemesis: Nemesis,
    loop: asyncio.AbstractEventLoop,
) -> None:
    nemesis.arm(parse_fault("printer.link.timeout"))
    with client(link) as pos:
        pos.sendall(b"late")
        until(loop, lambda: list(history.of(Sent)))
    until(loop, lambda: not link.reads(1))
    assert (device.got, device.gone) == ([], [])
    nemesis.mend()
    assert (device.got, device.gone) == ([b"late"], [1])


def test_a_whole_message_needs_a_line_that_has_messages(link: TcpLink, nemesis: Nemesis) -> None:
    assert "TCP brings every byte once" in nemesis.why_not(parse_fault("printer.link.drop"))
    assert nemesis.why_not(parse_fault("printer.link.latency")) == ""


def test_an_armed_fault_that_does_not_fire_changes_nothing(
    link: TcpLink,
    device: Remembering,
    history: History,
    nemesis: Nemesis,
    loop: asyncio.AbstractEventLoop,
) -> None:
    for name in ("corrupt", "latency", "black_hole", "limit_data"):
        nemesis.arm(parse_fault(f"printer.link.{name}@event(no.such.event)"))
    with client(link) as pos:
        pos.sendall(b"TOTAL 12.50\n")
        until(loop, lambda: device.got)
    until(loop, lambda: device.gone)
    own = [item for item in history.events if item.device == "printer.link"]
    assert kinds(own) == ["link.opened", "link.sent", "link.delivered", "link.closed"]
    assert device.got == [b"TOTAL 12.50\n"]


def test_a_line_that_its_loop_has_given_up_is_over(
    link: TcpLink,
    device: Remembering,
    loop: asyncio.AbstractEventLoop,
    history: History,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So uvloop does with a socket on which it has seen an error."""

    def closed(*_: object) -> None:
        raise RuntimeError("the handler is closed")

    with client(link), client(link) as other:
        until(loop, lambda: len(device.lines) == 2)
        device.room_bytes = 0
        link.resume()
        device.room_bytes = 65536
        with monkeypatch.context() as patch:
            patch.setattr(loop, "add_reader", closed)
            link.lines[0].read_on()
        link.resume()
        other.sendall(b"TOTAL")
        until(loop, lambda: device.got)
    assert device.gone[0] == 1
    assert next(item for _, item in history.of(Closed)) == Closed(1, "pos", "reset")


def test_what_came_before_a_reset_is_read_when_the_loop_has_given_the_line_up(
    link: TcpLink,
    device: Remembering,
    loop: asyncio.AbstractEventLoop,
    history: History,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So uvloop: it calls a reader once more, whatever that reads, and never again."""

    def closed(*_: object) -> None:
        raise RuntimeError("the handler is closed")

    link.loop_gives_up = True
    with client(link) as pos:
        pos.sendall(b"TOTAL")
        until(loop, lambda: device.got)
        reset_with(pos, b"12.50")
        with monkeypatch.context() as patch:
            patch.setattr(loop, "add_reader", closed)
            link.lines[0].look_again()
    assert (b"".join(device.got), device.gone) == (b"TOTAL12.50", [1])
    assert history.events[-1].payload == Closed(1, "pos", "reset")


def test_uvloop_too_hears_of_a_reset_that_came_together_with_data(
    history: History, device: Remembering
) -> None:
    uvloop = pytest.importorskip("uvloop")
    loop = uvloop.new_event_loop()
    link = TcpLink(history.recorder("acquirer.link"), device, loop)
    link.listen()
    try:
        with client(link) as pos:
            until(loop, lambda: device.lines)
            reset_with(pos, b"0800")
        until(loop, lambda: device.gone)
    finally:
        link.stop()
        loop.close()
    assert device.got == [b"0800"]


def reset_with(pos: socket.socket, data: bytes) -> None:
    """The POS is gone (RST) with its last words."""
    pos.sendall(data)
    pos.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RST_ON_CLOSE)
    pos.close()
