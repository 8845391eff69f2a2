"""Places of a real labgrid: its coordinator and exporter, and two campaigns that want one place.

labgrid stands in an environment of its own; where there is none, nothing can be said here.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harness.lab import grid
from harness.lab.grid import GridError
from tests.harness.lab.conftest import MakeStandIn

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which(grid.CLIENT) is None, reason="labgrid is not installed"),
]
EXPORTED = """
counter-1:
  NetworkService: {{address: 127.0.0.1, username: printer, port: {port}}}
"""


@pytest.fixture
def lab(
    tmp_path: Path, stand_in: MakeStandIn, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., str]]:
    """A coordinator, an exporter with one printer, and a place ``counter-1`` that has it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        coordinator = f"127.0.0.1:{free.getsockname()[1]}"
    monkeypatch.setenv(grid.COORDINATOR, coordinator)
    (tmp_path / "exported.yaml").write_text(EXPORTED.format(port=stand_in().face.port))
    commands = (
        ["labgrid-coordinator", "-l", coordinator],
        ["labgrid-exporter", "-c", coordinator, "-n", "bench", "exported.yaml"],
    )
    running: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            running.append(
                subprocess.Popen(
                    command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
            )
            until(lambda: client("places").returncode == 0)
        until(lambda: "counter-1" in client("resources").stdout)
        client("-p", "counter-1", "create")
        client("-p", "counter-1", "add-match", "*/counter-1/*")
        yield client
    finally:
        for process in running:
            process.terminate()
            process.wait(10)


def client(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [grid.CLIENT, *words], capture_output=True, text=True, check=False, timeout=30
    )


def until(done: Callable[[], bool], within_s: float = 30) -> None:
    end_s = time.monotonic() + within_s
    while not done():
        assert time.monotonic() < end_s, "it never came"
        time.sleep(0.05)


def test_a_place_is_held_and_given_back_and_the_second_waits(lab: object) -> None:
    order: list[str] = []

    def second() -> None:
        with grid.held(["counter-1"]):
            order.append("second has it")

    with grid.held(["counter-1"]) as seats:
        assert seats[0].place == "counter-1"
        assert seats[0].port.startswith("socket://127.0.0.1:")
        assert grid.place("counter-1").held_by
        waiting = threading.Thread(target=second)
        waiting.start()
        until(lambda: "waiting" in client("reservations").stdout)
        order.append("first gives it back")
    waiting.join(60)
    assert order == ["first gives it back", "second has it"]
    assert not grid.place("counter-1").held_by
    assert "Reservation" not in client("reservations").stdout


def test_a_campaign_that_is_killed_gives_its_place_back(lab: object) -> None:
    holds = (
        "from harness.lab import grid; import sys\n"
        "with grid.held(['counter-1']): print('held', flush=True); sys.stdin.read()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", holds], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"held\n"
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    until(lambda: not grid.place("counter-1").held_by)


def test_a_place_that_is_none_or_has_no_printer(lab: object) -> None:
    with pytest.raises(GridError, match="matches nothing"), grid.held(["no-such"]):
        pass
    client("-p", "empty", "create")
    with pytest.raises(GridError, match="has no printer"), grid.held(["empty"]):
        pass
    assert {one.name for one in grid.places()} == {"counter-1", "empty"}


def test_a_coordinator_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(grid.COORDINATOR, "127.0.0.1:1")
    with pytest.raises(GridError, match=r"coordinator 127\.0\.0\.1:1"):
        grid.places()
