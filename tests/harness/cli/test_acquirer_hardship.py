"""A real host process under load: killed, and beset by clients that behave badly."""

import os
import random
import selectors
import signal
import socket
import sys
from pathlib import Path

import pytest

from emulators.acquirer.books import Books
from emulators.acquirer.dialects.base import MessageError
from emulators.acquirer.events import Sent
from emulators.acquirer.ledger import SqliteStore
from emulators.history import of
from emulators.history_file import load_events
from harness.vocabulary import load_vocabulary
from tests.emulators.acquirer.loop import HandLoop
from tests.emulators.acquirer.till import DIALECT, Till

from .child import DEADLINE_S, Child

pytestmark = pytest.mark.slow
Answered = dict[tuple[str, str], str]  # terminal and trace number: retrieval reference
TERMINALS = 20


def port_of(child: Child) -> int:
    return int(child.out.line().rpartition(":")[2])


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), DEADLINE_S)


def read(path: Path) -> Books:
    store = SqliteStore(path, HandLoop().call_soon)
    books = Books(store.load())
    store.close()
    return books


def take(data: bytes, answered: Answered) -> None:
    """Keep what was answered; one answer a read, as one sale is under way at a time."""
    message = DIALECT.decode(data[2:])
    assert message.get(39) == "00"
    answered[message.get(41), message.get(11)] = message.get(37)


def sell_until_killed(child: Child, port: int, kill_after: int) -> Answered:
    answered: Answered = {}
    with selectors.DefaultSelector() as selector:
        for number in range(TERMINALS):
            till = Till(terminal=f"TP{number:06d}")
            sock = connect(port)
            selector.register(sock, selectors.EVENT_READ, [till, 1])
            sock.sendall(till.sale(1, 1250))
        killed = False
        while selector.get_map():
            for key, _ in selector.select(DEADLINE_S):
                sock, (till, trace) = key.fileobj, key.data
                assert isinstance(sock, socket.socket)
                try:
                    take(sock.recv(4096), answered)
                    sock.sendall(till.sale(trace + 1, 1250))
                    key.data[1] += 1
                except (OSError, MessageError):  # it has been killed
                    selector.unregister(sock)
                    sock.close()
                if len(answered) >= kill_after and not killed:
                    child.process.send_signal(signal.SIGKILL)
                    killed = True
    return answered


@pytest.mark.parametrize("kill_after", [1, 200, 1_500])
def test_kill_9_under_load_loses_nothing_that_was_answered(
    tmp_path: Path, kill_after: int, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "books.sqlite"
    arguments = ("acquirer", "--listen", "127.0.0.1:0", "--books", path)
    with Child(*arguments) as child:
        answered = sell_until_killed(child, port_of(child), kill_after)
    books = read(path)
    booked = {(row.terminal, row.trace): row.rrn for row in books.journal}
    assert len(answered) >= kill_after
    assert {name: booked.get(name) for name in answered} == answered
    assert books.audit() == []
    with capsys.disabled():
        sys.stdout.write(
            f"\nkill -9 with {TERMINALS} terminals: {len(answered)} answered, {len(booked)} booked,"
            " 0 answered and lost\n"
        )
    with Child(*arguments) as child, connect(port_of(child)) as sock:
        (terminal, trace), rrn = next(iter(answered.items()))
        sock.sendall(Till(terminal=terminal).sale(int(trace), 1250))
        again: Answered = {}
        take(sock.recv(4096), again)
        assert again == {(terminal, trace): rrn}


def test_kill_9_leaves_a_history_of_everything_that_was_answered(tmp_path: Path) -> None:
    arguments = ("acquirer", "--listen", "127.0.0.1:0", "--results-dir", tmp_path)
    with Child(*arguments) as child:
        answered = sell_until_killed(child, port_of(child), 300)
    load_vocabulary()
    events = load_events(next(tmp_path.glob("*/history.jsonl")))
    sent = {(p.terminal, p.trace) for _, p in of(events, Sent)}
    assert len(answered) >= 300
    assert set(answered) <= sent
    assert [item.seq for item in events] == list(range(1, len(events) + 1))


def never_reads(port: int) -> socket.socket:
    """Sends repeats until nothing more is taken, and reads none of the answers."""
    sock = connect(port)
    sock.settimeout(0)
    request = Till(terminal="TPDEAF01").sale(1, 100) * 200
    left = 20_000_000
    with selectors.DefaultSelector() as selector:
        selector.register(sock, selectors.EVENT_WRITE)
        while left > 0 and selector.select(0.2):
            try:
                left -= sock.send(request)
            except OSError:
                return sock
    assert left > 0  # the host has stopped to read, or has hung up
    return sock


def random_frames(port: int, seed: int) -> socket.socket:
    draw = random.Random(seed)
    sock = connect(port)
    frame = draw.randbytes(draw.randrange(1, 300))
    sock.sendall(len(frame).to_bytes(2) + frame)
    return sock


def test_bad_clients_leave_the_neighbours_alone(tmp_path: Path) -> None:
    path = tmp_path / "books.sqlite"
    with Child("acquirer", "--listen", "127.0.0.1:0", "--books", path) as child:
        port = port_of(child)
        bad = [never_reads(port)]
        short = connect(port)
        short.sendall(b"\xff\xff123")
        bad.append(short)
        neighbour = connect(port)
        answered: Answered = {}
        for trace in range(1, 201):
            bad.append(random_frames(port, trace))
            neighbour.sendall(Till().sale(trace, 100))
            take(neighbour.recv(4096), answered)
        assert len(answered) == 200
        for sock in [*bad, neighbour]:
            sock.close()
        os.kill(child.process.pid, signal.SIGTERM)
        assert child.process.wait(DEADLINE_S) == 0
        assert "Traceback" not in "".join(child.err.rest())
    books = read(path)
    sold = {(row.terminal, row.trace): row.rrn for row in books.journal}
    assert {name: sold[name] for name in answered} == answered
    assert books.audit() == []
