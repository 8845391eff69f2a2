"""How fast a campaign is. Printed, never judged by the clock."""

import resource
import time
from dataclasses import replace
from pathlib import Path

import pytest

from harness.explore.campaign import Limits, Place, Progress, explore
from harness.explore.request import Request
from harness.explore.session import begin
from harness.explore.store import Store
from harness.faults import add_harness_faults

pytestmark = pytest.mark.benchmark

RUNS = 60


def campaign(folder: Path, request: Request, runs: int = RUNS) -> tuple[float, float]:
    """Runs a second, and seconds of processor time a run, all processes together."""
    add_harness_faults()
    folder.mkdir()
    session = begin(replace(request, seed=1, max_runs=runs), folder)
    store = Store(folder)
    progress = Progress(runs)
    start_s = time.perf_counter()
    place = Place(session.executor, store, folder)
    explore(session.plan(), place, Limits(max_runs=runs), progress, lambda _: None)
    took_s = time.perf_counter() - start_s
    before_s = children_s()
    store.close()
    session.close()
    return progress.ran / took_s, (children_s() - before_s) / progress.ran


def children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak_mb() -> int:
    """The most that this process has held, whatever ran in it before."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def test_runs_a_second(tmp_path: Path) -> None:
    print()
    rates = {}
    for name, cold, jobs in (
        ("cold", True, 2),
        ("warm, one bench", False, 1),
        ("warm", False, 2),
        ("warm, six benches", False, 6),
    ):
        rate, cpu_s = campaign(tmp_path / name, Request(jobs=jobs, cold=cold))
        rates[name] = rate
        print(f"{name:18} -j {jobs}: {rate:5.1f} runs/s, {cpu_s:.2f} s of processor a run")
    print(f"two benches for one: {rates['warm'] / rates['warm, one bench']:.2f} times (bound 1.8)")
    print("bounds: 3 runs/s cold, 8 warm, on two idle cores")


def test_schedules_a_second_in_virtual_time(tmp_path: Path) -> None:
    print()
    for name, all_dots in (("dots when asked for", False), ("all dots", True)):
        request = Request(jobs=2, virtual=True, all_dots=all_dots)
        before_mb = peak_mb()
        rate, cpu_s = campaign(tmp_path / name, request, 10 * RUNS)
        print(f"{name:20}: {rate:5.1f} schedules/s, {1000 * cpu_s:.1f} ms of processor each")
        print(f"{'':20}  the explorer's peak rose by {peak_mb() - before_mb} MB")
    print("bounds: 100/s with all dots, 300 with dots when asked for, on two idle cores")
