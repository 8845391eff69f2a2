"""The POS's clock, on real child processes that wait in each of the usual ways."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest

from emulators.errors import UsageError
from harness.pos.clock import CONTROL_VARIABLE, PosClock

DAY_S = 86_400
FAST = 50.0
PYTHON = (sys.executable, "-c")
TELL = """
import json, sys, time
for line in sys.stdin:
    print(json.dumps([time.time(), time.monotonic()]), flush=True)
"""
TELL_NODE = """
require("readline").createInterface({input: process.stdin}).on("line", () =>
    console.log(JSON.stringify([Date.now() / 1000, performance.now() / 1000])));
"""
WAIT_NODE = "setTimeout(() => console.log('[]'), 5000)"


class Child:
    """A program that tells its wall and its monotonic clock, in seconds, for each line it reads."""

    def __init__(self, command: tuple[str, ...], env: dict[str, str]) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            command, env=os.environ | env, stdin=pipe, stdout=pipe, text=True
        )

    def clocks(self) -> tuple[float, float]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        wall_s, monotonic_s = json.loads(self.process.stdout.readline())
        return wall_s, monotonic_s

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()


@pytest.fixture
def clock(tmp_path: Path) -> Iterator[PosClock]:
    made = PosClock(tmp_path, PYTHON)
    if reason := made.why_not():
        pytest.skip(reason)
    yield made
    made.close()


def run(clock: PosClock, command: tuple[str, ...]) -> tuple[Any, float]:
    """The JSON that a command prints under the clock, and the real seconds it took."""
    began_s = time.monotonic()
    env = os.environ | clock.environment()
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=120)
    return json.loads(done.stdout), time.monotonic() - began_s


def tellers() -> list[Any]:
    node = shutil.which("node")
    why = pytest.mark.skipif(node is None, reason="node is not here")
    return [
        pytest.param((*PYTHON, TELL), id="python"),
        pytest.param((node or "node", "-e", TELL_NODE), id="node", marks=why),
    ]


@pytest.mark.parametrize("command", tellers())
def test_the_wall_jumps_by_days_while_monotonic_time_runs_on(
    clock: PosClock, command: tuple[str, ...]
) -> None:
    with Child(command, clock.environment()) as child:
        wall_s, monotonic_s = child.clocks()
        assert wall_s == pytest.approx(time.time(), abs=5)
        clock.shift_days(1)
        tomorrow_s, later_s = child.clocks()
        assert 0 <= later_s - monotonic_s < 5
        assert tomorrow_s - wall_s == pytest.approx(DAY_S + later_s - monotonic_s, abs=0.1)
        clock.shift_days(-1)
        clock.shift_wall(-3600.0)
        assert child.clocks()[0] == pytest.approx(time.time() - 3600, abs=5)
    assert clock.days == 0


@pytest.mark.parametrize("command", tellers())
def test_a_new_rate_begins_without_a_jump(clock: PosClock, command: tuple[str, ...]) -> None:
    with Child(command, clock.environment()) as child:
        child.clocks()
        before_s = time.monotonic()
        wall_s, monotonic_s = child.clocks()
        clock.set_rate(FAST)
        clock.set_rate(1.0)
        after_wall_s, after_s = child.clocks()
        real_s = time.monotonic() - before_s
        assert 0 <= after_s - monotonic_s <= real_s * FAST
        assert after_wall_s - wall_s == pytest.approx(after_s - monotonic_s, abs=0.05)


def test_time_runs_at_the_rate_in_every_process_of_the_pos(clock: PosClock) -> None:
    clock.set_rate(FAST)
    code = f"import subprocess; print(subprocess.check_output({[*PYTHON, TELL]!r}, text=True, "
    code += "input='\\n'))"
    (first, _), _ = run(clock, (*PYTHON, code))
    began_s = time.monotonic()
    (second, _), _ = run(clock, (*PYTHON, code))
    assert second - first >= (time.monotonic() - began_s) * FAST / 2
    assert clock.attached() >= 4


WAITS = {
    "sleep": "time.sleep(5)",
    "Event.wait": "threading.Event().wait(5)",
    "Lock": "lock = threading.Lock(); lock.acquire(); lock.acquire(timeout=5)",
    "Condition": "c = threading.Condition(); c.acquire(); c.wait(5)",
    "queue": "import queue\ntry: queue.Queue().get(timeout=5)\nexcept queue.Empty: pass",
    "select": "select.select([], [], [], 5)",
    "poll": "select.poll().poll(5000)",
    "epoll": "select.epoll().poll(5)",
    "asyncio": "import asyncio; asyncio.run(asyncio.sleep(5))",
    "setitimer": "signal.signal(signal.SIGALRM, lambda *_: None); "
    "signal.setitimer(signal.ITIMER_REAL, 5); signal.pause()",
    "alarm": "signal.signal(signal.SIGALRM, lambda *_: None); signal.alarm(5); signal.pause()",
    "socket": "a, b = socket.socketpair(); a.settimeout(5)\ntry: a.recv(1)\nexcept TimeoutError: 0",
    "SO_RCVTIMEO": "a, b = socket.socketpair(); import struct\n"
    "a.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack('qq', 5, 0))\n"
    "try: a.recv(1)\nexcept BlockingIOError: 0",
}


@pytest.mark.parametrize("wait", WAITS)
def test_a_wait_of_five_seconds_takes_a_tenth_at_rate_50(clock: PosClock, wait: str) -> None:
    clock.set_rate(FAST)
    code = (
        "import json, select, signal, socket, threading, time\nbegan = time.monotonic()\n"
        f"{WAITS[wait]}\nprint(json.dumps(time.monotonic() - began))"
    )
    waited_s, took_s = run(clock, (*PYTHON, code))
    assert waited_s >= 4.999
    assert took_s < 4.0


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not here")
def test_node_waits_at_the_rate(clock: PosClock) -> None:
    clock.set_rate(FAST)
    _, took_s = run(clock, ("node", "-e", WAIT_NODE))
    assert took_s < 4.0


def test_what_a_signal_left_of_a_select_is_in_the_programs_time(clock: PosClock) -> None:
    clock.set_rate(0.5)
    code = """
import ctypes, json, signal
signal.signal(signal.SIGALRM, lambda *_: None)
rest = (ctypes.c_long * 2)(60, 0)
libc = ctypes.CDLL(None, use_errno=True)
signal.setitimer(signal.ITIMER_REAL, 0.05)
libc.select(0, None, None, None, rest)
print(json.dumps(rest[0] + rest[1] / 1e6))
"""
    left_s, _ = run(clock, (*PYTHON, code))
    assert 58 < left_s < 60


def test_without_the_control_file_the_shim_changes_nothing(clock: PosClock, tmp_path: Path) -> None:
    clock.shift_days(1)
    env = clock.environment()
    gone = {CONTROL_VARIABLE: str(tmp_path / "gone")}
    (tmp_path / "other").write_bytes(bytes(4096))
    alien = {CONTROL_VARIABLE: str(tmp_path / "other")}
    for changed in (gone, alien):
        with Child((*PYTHON, TELL), env | changed) as child:
            assert child.clocks()[0] == pytest.approx(time.time(), abs=5)
    assert clock.attached() == 0


def test_a_process_outlives_the_control_file(clock: PosClock, tmp_path: Path) -> None:
    with Child((*PYTHON, TELL), clock.environment()) as child:
        child.clocks()
        clock.shift_days(2)
        clock.close()
        PosClock(tmp_path, PYTHON).shift_days(5)
        assert child.clocks()[0] == pytest.approx(time.time() + 2 * DAY_S, abs=5)


def test_a_library_that_is_preloaded_already_stays(tmp_path: Path) -> None:
    clock = PosClock(tmp_path, PYTHON, env={"LD_PRELOAD": "/lib/other.so"})
    preload = clock.environment()["LD_PRELOAD"].split(":")
    assert preload[0] == "/lib/other.so"
    assert Path(preload[1]).is_file()
    clock.close()


@pytest.mark.parametrize("rate", [0.0, -1.0, 1e9, float("nan"), float("inf")])
def test_an_impossible_rate_is_refused(tmp_path: Path, rate: float) -> None:
    with pytest.raises(UsageError, match="times as fast"):
        PosClock(tmp_path, PYTHON).set_rate(rate)


COUNT = """
import json, time
best = min
def cost(calls=200_000):
    began = time.perf_counter()
    for _ in range(calls): time.time()
    return (time.perf_counter() - began) / calls * 1e9
print(json.dumps(min(cost() for _ in range(5))))
"""


@pytest.mark.benchmark
def test_cost_of_asking_the_time(clock: PosClock, capsys: pytest.CaptureFixture[str]) -> None:
    bare_ns = float(subprocess.check_output([*PYTHON, COUNT], text=True))
    shim_ns, _ = run(clock, (*PYTHON, COUNT))
    clock.set_rate(2.0)
    fast_ns, _ = run(clock, (*PYTHON, COUNT))
    with capsys.disabled():
        sys.stdout.write(
            f"\ntime.time(): {bare_ns:.0f} ns, with the shim {shim_ns:.0f} ns, "
            f"at rate 2 {fast_ns / 2:.0f} ns\n"
        )
    assert min(bare_ns, shim_ns, fast_ns) > 0
