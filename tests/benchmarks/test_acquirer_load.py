"""The bounds of a stand-alone host: real process, real SQLite, a load client in another process.

The client and the host share the machine's cores with whatever else runs there. So beside each
figure of the wall clock stand those that a load does not change: the processor time of a message,
at the host and at the client, and what a flush of this disk takes before and after.
"""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from emulators.acquirer.books import FIRST_BATCH
from emulators.acquirer.ledger import SqliteStore
from emulators.acquirer.rows import BatchRow, Posting
from emulators.acquirer.totals import Totals
from tests.benchmarks.conftest import Say
from tests.benchmarks.test_acquirer_speed import told_flushes
from tests.emulators.acquirer.loop import HandLoop
from tests.emulators.acquirer.till import Till

pytestmark = [pytest.mark.benchmark, pytest.mark.slow]
HOST = [sys.executable, "-m", "harness", "acquirer", "--listen", "127.0.0.1:0"]
TERMINALS, EACH = 2_000, 500  # of the ledger of one million transactions


@contextmanager
def serving(command: list[str], port: int = 0) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A host process and its port; the first line of its output has it, when ``port`` is 0."""
    pipe = subprocess.DEVNULL if port else subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=subprocess.DEVNULL, text=True) as process:
        if process.stdout is not None:
            port = int(process.stdout.readline().rpartition(":")[2])
        try:
            wait_for(port)
            yield process, port
        finally:
            process.send_signal(signal.SIGTERM)


def wait_for(port: int) -> None:
    deadline_s = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            assert time.monotonic() < deadline_s
            time.sleep(0.05)
        else:
            return


def load(port: int, **plan: int) -> dict[str, float]:
    words = [sys.executable, "-m", "tests.benchmarks.load", json.dumps({"port": port, **plan})]
    done = subprocess.run(words, capture_output=True, check=True, text=True, timeout=300)
    figures: dict[str, float] = json.loads(done.stdout)
    assert not figures["refused"]
    return figures


def cpu_us(process: subprocess.Popen[str]) -> float:
    used = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").split()
    return (int(used[13]) + int(used[14])) / os.sysconf("SC_CLK_TCK") * 1e6


def resident_mb(process: subprocess.Popen[str]) -> float:
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+)", status)
    assert found is not None
    return int(found[1]) / 1024


@dataclass(frozen=True)
class Measured:
    """A host process under load; figures are said as they come."""

    process: subprocess.Popen[str]
    port: int
    say: Say

    def load(self, name: str, bound: str, **plan: int) -> dict[str, float]:
        used_us = cpu_us(self.process)
        figures = load(self.port, **plan)
        messages = plan["messages"]
        used_us = (cpu_us(self.process) - used_us) / messages
        self.say(f"  {name}: {told(figures)} (bound {bound})")
        self.say(f"    CPU a message: host {used_us:.0f} µs, client {figures['cpu_us']:.0f} µs")
        return figures


def told(figures: dict[str, float]) -> str:
    return (
        f"{figures['per_second']:,.0f} msg/s, "
        f"p50 {figures['p50_ms']:.1f} ms, p99 {figures['p99_ms']:.1f} ms"
    )


def told_machine(folder: Path) -> str:
    return f"{told_flushes(folder)}, load average {os.getloadavg()[0]:.1f}"


@pytest.mark.parametrize(
    ("loop", "history", "bound"),
    [
        ("asyncio", "memory", "3,500"),
        ("uvloop", "memory", "6,000"),
        ("uvloop", "disk", "none: every event as JSON"),
    ],
)
def test_messages_a_second(loop: str, history: str, bound: str, tmp_path: Path, say: Say) -> None:
    if loop == "uvloop":
        pytest.importorskip("uvloop")
    say(f"\nhost on {loop}, History in {history}; {told_machine(tmp_path)}")
    command = [*HOST, "--loop", loop, "--books", str(tmp_path / "books.sqlite")]
    if history == "disk":
        command += ["--results-dir", str(tmp_path / "runs")]
    with serving(command) as (process, port):
        load(port, terminals=50, messages=2_000)
        host = Measured(process, port, say)
        host.load("50 connections", bound, first_terminal=100, messages=20_000)
        host.load("1 connection", "1,500", first_terminal=200, terminals=1, messages=4_000)
        plan = {"first_terminal": 300, "messages": 10_000, "per_second": 2_000}
        host.load("at 2,000 msg/s", "p99 25 ms", **plan)
    say(f"  afterwards {told_machine(tmp_path)}")


def test_a_thousand_idle_terminals(tmp_path: Path, say: Say) -> None:
    with serving([*HOST, "--books", str(tmp_path / "books.sqlite")]) as (process, port):
        load(port, terminals=1_000, messages=1_000)
        idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(1_000)]
        load(port, first_terminal=5_000, terminals=1, messages=10)
        say(f"\n1,000 idle terminals: {resident_mb(process):.0f} MB (bound 200 MB)")
        for sock in idle:
            sock.close()


def a_million(path: Path) -> None:
    """The books of many terminals with an open batch each."""
    SqliteStore(path, HandLoop().call_soon).close()  # the schema
    with closing(sqlite3.connect(path)) as file, file:
        names = ", ".join(["seq", *BatchRow._fields])
        opened = "0, 0, 0, 0, ?, ?, 'opened', 'first_use', '2026-01-05', '', ''"
        for number in range(TERMINALS):
            values = (number + 1, f"TP{number:06d}", FIRST_BATCH)
            file.execute(f"INSERT INTO batches ({names}) VALUES (?, {opened})", values)  # noqa: S608
        names = ", ".join(["seq", *Posting._fields])
        marks = ", ".join("?" * (1 + len(Posting._fields)))
        rows = (
            (
                *(TERMINALS + n + 1, 1, 1250, 0, 0, f"TP{n % TERMINALS:06d}", FIRST_BATCH),
                *(f"{n // TERMINALS + 500_001:06d}", "purchase", "booked", 1250, 156, "debit"),
                *(f"6005{n:08d}", f"{n % 10**6:06d}", "411111******1111", "00", "", ""),
                *(f"{n:064x}", "2026-01-05"),
            )
            for n in range(TERMINALS * EACH)
        )
        file.executemany(f"INSERT INTO journal ({names}) VALUES ({marks})", rows)  # noqa: S608


def test_a_ledger_of_a_million_transactions(tmp_path: Path, say: Say) -> None:
    used = []
    path = tmp_path / "full.sqlite"
    a_million(path)
    for books in (tmp_path / "empty.sqlite", path):
        with serving([*HOST, "--books", str(books)]) as (process, port):
            load(port, messages=2_000)
            before_us = cpu_us(process)
            figures = load(port, first_terminal=100, messages=10_000)
            used.append((cpu_us(process) - before_us) / 10_000)
            say(f"\n{books.name}: {told(figures)}, {used[-1]:.0f} µs of CPU a message")
            if books == path:
                took_ms = settle(port)
                say(f"  settlement of a terminal with {EACH} sales: {took_ms:.1f} ms (bound 200)")
                say(f"  resident {resident_mb(process):.0f} MB")
    say(f"  a message costs {used[1] / used[0] - 1:+.0%} on the full ledger (bound +20%)")


def settle(port: int) -> float:
    till = Till(terminal="TP001999")
    with socket.create_connection(("127.0.0.1", port)) as sock:
        begin_s = time.perf_counter()
        sock.sendall(till.settle(999_999, Totals(EACH, EACH * 1250)))
        answer = sock.recv(4096)
        took_s = time.perf_counter() - begin_s
    assert b"00TP001999" in answer
    return took_s * 1000
