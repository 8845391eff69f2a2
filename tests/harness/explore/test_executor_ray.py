"""Campaigns on a cluster. What Ray itself does is tried where Ray is installed."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from emulators.errors import UsageError
from harness.explore.executor import Task
from harness.explore.executor_ray import HERE, RayExecutor, pack, unpack
from harness.explore.schedule import Schedule
from harness.explore.worker import Setup
from harness.workloads.files import find_workload

DAY = Schedule(find_workload("one-sale"), name="a clean run")


def setup() -> Setup:
    return Setup("", "", 1.0, virtual=True)


def test_a_folder_comes_out_as_it_went_in(tmp_path: Path) -> None:
    (tmp_path / "in" / "blobs").mkdir(parents=True)
    (tmp_path / "in" / "blobs" / "x").write_bytes(b"\x00\xff")
    unpack(pack(tmp_path / "in"), tmp_path / "out")
    assert (tmp_path / "out" / "blobs" / "x").read_bytes() == b"\x00\xff"


def test_no_folder_is_nothing(tmp_path: Path) -> None:
    assert pack(tmp_path / "none") == b""
    unpack(b"", tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_without_ray_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(UsageError, match=r"pip install 'tillproof\[ray\]'"):
        RayExecutor(setup(), 1, HERE)


@pytest.mark.slow
def test_trials_run_there_and_their_evidence_comes_back(tmp_path: Path) -> None:
    pytest.importorskip("ray")
    executor = RayExecutor(setup(), 2, HERE)
    try:
        tasks = [Task(n, DAY, str(tmp_path / str(n)), keep_all=n == 1) for n in range(1, 6)]
        done = list(executor.run(tasks))
    finally:
        executor.close()
    assert sorted(one.task.number for one in done) == [1, 2, 3, 4, 5]
    assert {one.finding.verdict for one in done} == {"pass"}
    assert (tmp_path / "1" / "history.jsonl").is_file()
    assert not (tmp_path / "2").exists()


@pytest.mark.slow
def test_a_worker_that_is_lost_leaves_an_unknown_and_the_rest_goes_on(tmp_path: Path) -> None:
    ray = pytest.importorskip("ray")
    executor = RayExecutor(setup(), 1, HERE)
    try:
        first = list(executor.run([Task(1, DAY, str(tmp_path / "1"))]))
        (slot,) = executor._slots
        pid = ray.get(slot.actor.__ray_call__.remote(lambda _: os.getpid()))
        os.kill(pid, signal.SIGKILL)
        deadline_s = time.monotonic() + 30
        while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline_s:
            time.sleep(0.01)
        rest = list(executor.run(Task(n, DAY, str(tmp_path / str(n))) for n in (2, 3)))
    finally:
        executor.close()
    assert [one.finding.verdict for one in (*first, *rest)] == ["pass", "unknown", "pass"]
    assert "the cluster lost a worker" in rest[0].finding.why
