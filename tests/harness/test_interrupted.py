"""A run that is stopped half-way leaves its evidence and no process, however it was stopped."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

MARK = "TILLPROOF_TEST_FOLDER"
pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc")
TILL = """
import json, subprocess, sys
subprocess.Popen(["sleep", "600"], start_new_session=True)  # a daemon that keeps the pipes
for line in sys.stdin:
    call = json.loads(line)
    if call["method"] == "sale":
        open("selling", "w").close()
        continue
    result = {"name": "slow", "version": "1", "contract": 1, "capabilities": ["sale.card"]}
    result |= {"ready": True}
    print(json.dumps({"jsonrpc": "2.0", "id": call["id"], "result": result}), flush=True)
"""
FEATURE = """Feature: f
  Scenario: s
    When the cashier sells 1.00 by card
"""


@pytest.fixture(autouse=True)
def hears_sigint() -> Iterator[None]:
    """What a shell starts in the background ignores SIGINT, and so would what it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "till.py").write_text(TILL)
    (tmp_path / "s.feature").write_text(FEATURE)
    command = json.dumps([sys.executable, "till.py"])
    (tmp_path / "tillproof.toml").write_text(f"[pos]\ncommand = {command}\n")
    yield tmp_path
    for number in left_of(tmp_path):
        os.kill(number, signal.SIGKILL)


def left_of(folder: Path) -> list[int]:
    """The processes of that run."""
    entry = f"{MARK}={folder}".encode()
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if entry in path.read_bytes().split(b"\0"):
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def eventually(holds: Callable[[], bool]) -> bool:
    end_s = time.monotonic() + 20
    while not holds() and time.monotonic() < end_s:
        time.sleep(0.02)
    return holds()


def selling(folder: Path) -> subprocess.Popen[bytes]:
    """A run whose till was just asked to sell, and never answers."""
    run = subprocess.Popen(
        [sys.executable, "-m", "harness", "run", "s.feature"],
        cwd=folder,
        env={**os.environ, MARK: str(folder), "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert eventually((folder / "selling").exists)
    return run


def verdict(folder: Path) -> dict[str, object]:
    content: dict[str, object] = json.loads((folder / "runs/latest/verdict.json").read_text())
    return content


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_stopped_tells_what_it_has(folder: Path, number: signal.Signals) -> None:
    run = selling(folder)
    run.send_signal(number)
    assert run.wait(60) == 2
    assert eventually(lambda: not left_of(folder))
    assert verdict(folder)["verdict"] == "unknown"
    assert "stopped" in str(verdict(folder)["interrupted"])
    history = (folder / "runs/latest/history.jsonl").read_text()
    assert '"interrupted":"the run was stopped"' in history
    assert (folder / "runs/latest/report.html").is_file()


def test_a_run_that_is_killed_leaves_nothing_running(folder: Path) -> None:
    run = selling(folder)
    run.kill()
    run.wait()
    assert eventually(lambda: not left_of(folder))
    assert "not come to its end" in str(verdict(folder)["interrupted"])


def test_workers_that_are_killed_too_leave_no_till(folder: Path) -> None:
    run = selling(folder)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()

    def tills() -> list[int]:
        lines = [(n, Path(f"/proc/{n}/cmdline")) for n in left_of(folder)]
        return [n for n, path in lines if path.exists() and b"till.py" in path.read_bytes()]

    assert eventually(lambda: not tills())
