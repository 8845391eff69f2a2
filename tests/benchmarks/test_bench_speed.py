"""Figures of the bench as a user feels them. Printed, never judged by the clock."""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from harness.bench import Bench
from harness.config import Config
from harness.faults import add_harness_faults

pytestmark = pytest.mark.benchmark


def best(times: list[float]) -> str:
    return f"best {min(times):.3f} s, worst {max(times):.3f} s of {len(times)}"


def test_help() -> None:
    times = []
    for _ in range(5):
        start_s = time.perf_counter()
        subprocess.run([sys.executable, "-m", "harness", "--help"], check=True, capture_output=True)
        times.append(time.perf_counter() - start_s)
    print(f"\ntillproof --help: {best(times)} (bound 0.3 s)")


def test_bench_up_and_down(tmp_path: Path) -> None:
    add_harness_faults()
    up, down = [], []
    for number in range(5):
        start_s = time.perf_counter()
        bench = Bench(Config(folder=tmp_path), tmp_path / str(number))
        bench.start()
        up.append(time.perf_counter() - start_s)
        start_s = time.perf_counter()
        bench.stop()
        down.append(time.perf_counter() - start_s)
        assert bench.pos.hello.status == "ok"
    print(f"\nbench up, reference POS ready: {best(up)}; down: {best(down)} (bound 1.0 s together)")


def test_cpu_of_harness_and_pos(tmp_path: Path) -> None:
    add_harness_faults()
    bench = Bench(Config(folder=tmp_path), tmp_path / "run")
    bench.start()
    start_s = time.process_time()
    for number in range(5):
        bench.operator.sale(f"A{number}", 1250)
    bench.settle()
    own_s = time.process_time() - start_s
    before_s = _children_s()
    bench.stop()
    pos_s = _children_s() - before_s
    share = own_s / pos_s
    print(
        f"\nCPU of five sales: harness {own_s:.3f} s, POS {pos_s:.3f} s: {share:.0%} (bound 30 %)"
    )


# By a small process: what a child is said to have used at most begins with what its parent had.
SMALL = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def test_suite_and_memory(tmp_path: Path) -> None:
    start_s = time.perf_counter()
    run = (sys.executable, "-m", "harness", "run", "-j", "2", "--results-dir", str(tmp_path))
    command = [sys.executable, "-c", SMALL, *run]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    took_s = time.perf_counter() - start_s
    verdict = json.loads((tmp_path / "latest/verdict.json").read_text(encoding="utf-8"))
    print(f"\n{verdict['runs']} shipped scenarios with -j 2: {took_s:.1f} s (bound 60 s)")
    print(f"largest process of the run: {float(said):.0f} MB (bound 150 MB)")


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


START = """
import logging, pathlib, re, socket, pytest  # what pytest itself has loaded
import time
start_s, cpu_s = time.perf_counter(), time.process_time()
from harness.testing.{name} import lone_{name}
with lone_{name}() as face:
    face.port
    print(time.perf_counter() - start_s, time.process_time() - cpu_s)
"""


@pytest.mark.parametrize("name", ["printer", "acquirer"])
def test_fixture_of_a_device_alone(name: str) -> None:
    words = [sys.executable, "-c", START.format(name=name)]
    spans = []
    for _ in range(5):
        done = subprocess.run(words, check=True, capture_output=True, text=True)
        spans.append(tuple(map(float, done.stdout.split())))
    wall_s, cpu_s = min(one for one, _ in spans), min(one for _, one in spans)
    print(f"\nfixture {name}, first of a process: {wall_s:.3f} s, {cpu_s:.3f} of CPU (bound 0.3 s)")
