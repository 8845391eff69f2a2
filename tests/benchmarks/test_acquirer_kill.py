"""``kill -9`` of the stand-alone host in mid-load, again and again on the same books, with figures.

What was answered before the kill has to be in the books behind it, under the same reference; what
was booked and not answered is answered to its repeat as the first time.
"""

import random
import selectors
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.emulators.acquirer.till import DIALECT, Till

ROUNDS, TERMINALS, LONGEST_S = 12, 20, 0.8
HOST = [sys.executable, "-m", "harness", "acquirer", "--listen", "127.0.0.1:0"]
Sale = tuple[str, str]  # terminal and trace number


@contextmanager
def host(books: Path) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    command = [*HOST, "--books", str(books)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        yield process, int(process.stdout.readline().rpartition(":")[2])
        process.kill()


class Terminal:
    """One connection; its sales are numbered on from round to round."""

    def __init__(self, number: int) -> None:
        self.till = Till(terminal=f"TP{number:06d}")
        self.trace = 0

    def connect(self, port: int) -> None:
        self.sock = socket.create_connection(("127.0.0.1", port))

    def sell(self, *, again: bool = False) -> None:
        self.trace += not again
        self.sock.sendall(self.till.sale(self.trace, 100 + self.trace))

    def hear(self) -> tuple[Sale, str] | None:
        """The sale that is answered and its reference; None when the line has ended."""
        try:
            data = self.sock.recv(4096)
        except ConnectionError:
            data = b""
        if len(data) < 2 or len(data) < 2 + int.from_bytes(data[:2]):
            self.sock.close()
            return None
        answer = DIALECT.decode(data[2:])
        assert answer.get(39) == "00"
        return (answer.get(41), answer.get(11)), answer.get(37)


def load(
    terminals: list[Terminal], process: "subprocess.Popen[str]", lasts_s: float
) -> dict[Sale, str]:
    """Sell until the host is killed, and hear what it had said by then."""
    answered: dict[Sale, str] = {}
    end_s = time.monotonic() + lasts_s
    with selectors.DefaultSelector() as selector:
        for one in terminals:
            selector.register(one.sock, selectors.EVENT_READ, one)
            one.sell(again=one.trace > 0)  # what the last host may have booked, once more
        while selector.get_map():
            if time.monotonic() >= end_s:
                process.kill()
            for key, _ in selector.select(0.01):
                heard = key.data.hear()
                if heard is None:
                    selector.unregister(key.fileobj)
                    continue
                answered[heard[0]] = heard[1]
                if time.monotonic() < end_s:
                    key.data.sell()
    return answered


def booked(path: Path) -> tuple[dict[Sale, str], int]:
    """The reference of each sale in the file, and how many batches do not add up."""
    with closing(sqlite3.connect(path)) as file:
        found = file.execute("SELECT terminal, trace, rrn FROM journal")
        rows = {(terminal, trace): rrn for terminal, trace, rrn in found}
        (wrong,) = file.execute("SELECT count(*) FROM imbalances").fetchone()
    return rows, wrong


@pytest.mark.benchmark
@pytest.mark.slow
def test_kill_and_kill_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, chance = tmp_path / "books.sqlite", random.Random(7)
    terminals = [Terminal(number) for number in range(TERMINALS)]
    answered: dict[Sale, str] = {}
    for _ in range(ROUNDS):
        with host(path) as (process, port):
            for one in terminals:
                one.connect(port)
            answered |= load(terminals, process, chance.uniform(0.02, LONGEST_S))
        rows, wrong = booked(path)
        lost = [sale for sale, rrn in answered.items() if rows.get(sale) != rrn]
        assert (lost, wrong) == ([], 0)
    with capsys.disabled():
        print(
            f"\n{ROUNDS} times kill -9 under load: {len(answered):,} sales answered, none lost; "
            f"{len(rows) - len(answered)} booked and not answered by the last kill"
        )
