"""Workers that are forked: each a fresh process all the same, and none is missed without them."""

import json
import os
import signal
from pathlib import Path

import pytest

from harness.bdd import worker_fork
from harness.bdd.worker_fork import let_go, start_worker
from harness.runs import UNKNOWN, Request, run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="workers start afresh here"),
]
STEPS = """
import atexit, json, os, sys
from behave import when

@when("somebody looks")
def looks(context):
    seen = {"env": os.environ.get("MOOD"), "folder": os.getcwd(), "parent": os.getppid(),
            "pid": os.getpid(), "path": sys.path[0]}
    with open("seen", "a") as told:
        print(json.dumps(seen), file=told)
    atexit.register(lambda: open("ended", "a").write("once"))
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "steps").mkdir()
    (tmp_path / "steps/own.py").write_text(STEPS)
    (tmp_path / "f.feature").write_text("Feature: f\n  Scenario: s\n    When somebody looks\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def looked(folder: Path) -> dict[str, object]:
    """What a worker saw, in a run of its own."""
    finished = run(Request([str(folder / "f.feature")], None, folder / "runs"), lambda _: None)
    assert finished.exit_status == UNKNOWN  # it ran, and there was no bench to judge
    seen: dict[str, object] = json.loads((folder / "seen").read_text().splitlines()[-1])
    return seen


def test_each_is_a_process_of_its_own_in_the_state_of_the_day(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOOD", "good")
    first = looked(folder)
    monkeypatch.setenv("MOOD", "bad")
    second = looked(folder)
    assert first["parent"] == second["parent"] != os.getpid()
    assert first["pid"] != second["pid"]
    assert (first["env"], second["env"]) == ("good", "bad")
    assert first["folder"] == str(folder)
    assert (folder / "ended").read_text() == "onceonce"


def test_what_python_reads_at_its_start_takes_another_zygote(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = looked(folder)
    monkeypatch.setenv("PYTHONHASHSEED", "1")
    assert looked(folder)["parent"] not in (first["parent"], os.getpid())


def test_a_zygote_that_is_gone_is_not_missed(folder: Path) -> None:
    parent = looked(folder)["parent"]
    assert isinstance(parent, int)
    os.kill(parent, signal.SIGKILL)
    assert looked(folder)["parent"] != parent


def test_without_one_workers_start_afresh(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    let_go()
    monkeypatch.setattr(worker_fork, "ZYGOTE", ("false",))
    assert looked(folder)["parent"] == os.getpid()


def test_one_that_is_killed_says_so(folder: Path) -> None:
    worker = start_worker()
    assert worker.poll() is None
    worker.kill()
    assert worker.wait(10) == worker.returncode == -signal.SIGKILL
    worker.terminate()  # nothing is left to be ended
    for pipe in (worker.stdin, worker.stdout):
        assert pipe is not None
        pipe.close()
