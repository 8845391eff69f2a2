"""A load client, to be run as a process of its own: terminals that sell as fast as they may.

``python -m tests.benchmarks.load '{"port": …}'`` prints what it measured as one line of JSON.
"""

import json
import selectors
import socket
import sys
import time
from collections import deque
from dataclasses import asdict, dataclass, field

from tests.emulators.acquirer.till import Till


@dataclass(frozen=True)
class Plan:
    """``per_second`` 0: each terminal sends its next sale when the last one is answered."""

    port: int
    terminals: int = 50
    messages: int = 20_000
    per_second: int = 0
    first_terminal: int = 0


@dataclass(frozen=True)
class Figures:
    per_second: float
    p50_ms: float
    p99_ms: float
    slowest_ms: float
    refused: int
    cpu_us: float  # of this client, a message


@dataclass(slots=True)
class Terminal:
    """One connection with one sale under way at a time."""

    sock: socket.socket
    left: deque[bytes]
    sent_s: float = 0.0
    took_s: list[float] = field(default_factory=list)
    refused: int = 0

    def send(self) -> None:
        self.sent_s = time.perf_counter()
        self.sock.sendall(self.left.popleft())

    def receive(self) -> None:
        """An answer of these is always shorter than a segment: one read has it whole."""
        data = self.sock.recv(4096)
        self.took_s.append(time.perf_counter() - self.sent_s)
        self.refused += b"00TP" not in data  # DE 39, with DE 41 behind it


def open_terminals(plan: Plan) -> list[Terminal]:
    each = plan.messages // plan.terminals
    terminals = []
    for number in range(plan.first_terminal, plan.first_terminal + plan.terminals):
        till = Till(terminal=f"TP{number:06d}")
        sales = deque(till.sale(trace, 1250) for trace in range(1, each + 1))
        sock = socket.create_connection(("127.0.0.1", plan.port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        terminals.append(Terminal(sock, sales))
    return terminals


def run(plan: Plan) -> Figures:
    terminals = open_terminals(plan)
    begin_s, used_s = time.perf_counter(), time.process_time()
    if plan.per_second:
        at_a_rate(terminals, plan.per_second)
    else:
        flat_out(terminals)
    took_s, used_s = time.perf_counter() - begin_s, time.process_time() - used_s
    waits = sorted(wait for item in terminals for wait in item.took_s)
    return Figures(
        len(waits) / took_s,
        waits[len(waits) // 2] * 1000,
        waits[len(waits) * 99 // 100] * 1000,
        waits[-1] * 1000,
        sum(item.refused for item in terminals),
        used_s / len(waits) * 1e6,
    )


def flat_out(terminals: list[Terminal]) -> None:
    with selectors.DefaultSelector() as selector:
        for item in terminals:
            selector.register(item.sock, selectors.EVENT_READ, item)
            item.send()
        open_ = len(terminals)
        while open_:
            for key, _ in selector.select():
                item = key.data
                item.receive()
                if item.left:
                    item.send()
                else:
                    selector.unregister(item.sock)
                    open_ -= 1


def at_a_rate(terminals: list[Terminal], per_second: int) -> None:
    """Each sale at its own moment, whichever terminal is free; late when none is.

    The wait of a sale counts from the moment at which it was due, so that a host that stalls cannot
    hide it by holding the client up.
    """
    idle = deque(terminals)
    due_s = time.perf_counter()
    left = sum(len(item.left) for item in terminals)
    with selectors.DefaultSelector() as selector:
        for item in terminals:
            selector.register(item.sock, selectors.EVENT_READ, item)
        busy = 0
        while left or busy:
            while left and idle and time.perf_counter() >= due_s:
                item = idle.popleft()
                if not item.left:
                    continue
                item.send()
                item.sent_s = due_s
                due_s += 1 / per_second
                left, busy = left - 1, busy + 1
            wait_s = max(0.0, due_s - time.perf_counter()) if left and idle else None
            for key, _ in selector.select(wait_s):
                key.data.receive()
                idle.append(key.data)
                busy -= 1


def main() -> None:
    print(json.dumps(asdict(run(Plan(**json.loads(sys.argv[1]))))))


if __name__ == "__main__":
    main()
