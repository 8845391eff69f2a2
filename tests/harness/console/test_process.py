"""``tillproof console`` as a process."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest


def start(tmp_path: Path, *args: str) -> "subprocess.Popen[str]":
    command = (sys.executable, "-m", "harness", "console", "--results-dir", str(tmp_path), *args)
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path
    )


@pytest.mark.slow
@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_and_ends_cleanly(tmp_path: Path, signum: signal.Signals) -> None:
    with start(tmp_path, "--listen", "127.0.0.1:0") as console:
        assert console.stdout is not None
        assert console.stdout.readline().startswith("http://127.0.0.1:")
        console.send_signal(signum)
        _, errors = console.communicate(timeout=120)
    assert (console.returncode, errors) == (0, "")
    (history,) = tmp_path.glob("2*/scenarios/*/history.jsonl")
    assert '"run.ended"' in history.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--listen", "0.0.0.0:0"), "give a --token"),
        (("--listen", "127.0.0.1:99999"), "write HOST:PORT"),
        (("--listen", "192.0.2.1:0", "--token", "x"), "cannot be listened on"),
    ],
)
def test_wrong_use_in_a_line(tmp_path: Path, args: tuple[str, ...], said: str) -> None:
    with start(tmp_path, *args) as console:
        _, errors = console.communicate(timeout=120)
    assert console.returncode == 3
    assert said in errors
    assert len(errors.splitlines()) == 1
