"""Workers: what dies or hangs takes one trial with it, and nothing is ever run twice."""

import sys
from collections import Counter
from pathlib import Path

import pytest

from harness.explore.executor import Task
from harness.explore.executor_local import LocalExecutor, Worker
from harness.explore.schedule import Schedule
from harness.explore.worker import Setup

from .fakes import DAY

# Answers each job with a pass; dies, hangs or talks rubbish when the schedule's name says so.
WORKER = """
import faulthandler, json, sys
faulthandler.enable()
setup = json.loads(sys.stdin.readline())
for line in sys.stdin:
    name = json.loads(line)["schedule"]["name"]
    with open(setup["scratch"], "a") as log:
        log.write(name + "\\n")
    if name.startswith("dies"):
        sys.exit("the last words")
    if name.startswith("hangs"):
        sys.stdin.read()
    print(json.dumps({"verdict": "pass"}), flush=True)
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


def executor(log: Path, jobs: int = 2, limit_s: float = 60) -> LocalExecutor:
    setup = Setup("", str(log), 1.0)
    return LocalExecutor(setup, jobs, limit_s, (sys.executable, "-S", "-c", WORKER))


def ran(log: Path, names: list[str], jobs: int = 2, limit_s: float = 60) -> dict[str, str]:
    """What each came to, by its name."""
    tasks = [Task(n, Schedule(DAY, name=name), "nowhere") for n, name in enumerate(names)]
    running = executor(log, jobs, limit_s)
    try:
        return {
            done.task.schedule.name: f"{done.finding.verdict} {done.finding.why}".strip()
            for done in running.run(tasks)
        }
    finally:
        running.close()


def test_each_is_run_once(log: Path) -> None:
    names = [f"one {number}" for number in range(12)]
    assert ran(log, names, jobs=3) == dict.fromkeys(names, "pass")
    assert Counter(log.read_text().splitlines()) == Counter(names)


def test_a_worker_that_dies_takes_one_trial_with_it(log: Path) -> None:
    names = ["one", "dies 1", "two", "three", "dies 2", "four"]
    found = ran(log, names)
    assert {name for name, came in found.items() if came != "pass"} == {"dies 1", "dies 2"}
    assert "the last words" in found["dies 1"]
    assert Counter(log.read_text().splitlines()) == Counter(names)


def test_what_a_dead_worker_had_not_begun_is_run_by_the_next_one(log: Path) -> None:
    names = ["dies 1", "dies 2", "dies 3", "one", "two"]
    found = ran(log, names, jobs=1)
    assert {name for name, came in found.items() if came == "pass"} == {"one", "two"}
    assert log.read_text().splitlines() == names


def test_what_a_worker_had_begun_is_not_begun_again_by_the_next_one(log: Path) -> None:
    """It may have died before its last answer but one was read."""
    names = [name for number in range(6) for name in (f"one {number}", f"dies {number}")]
    found = ran(log, names, jobs=1)
    assert {name for name, came in found.items() if came == "pass"} == set(names[::2])
    assert log.read_text().splitlines() == names


def test_one_that_says_nothing_is_given_up(log: Path) -> None:
    found = ran(log, ["hangs", "one"], jobs=1, limit_s=2)
    assert found["hangs"].startswith("unknown nothing was heard of the trial for 2 s")
    assert found["one"] == "pass"


def test_one_that_stands_still_is_said_to_stand_where_it_does(log: Path) -> None:
    worker = Worker(Setup("", str(log), 1.0), (sys.executable, "-S", "-c", WORKER))
    assert worker.run(Task(0, Schedule(DAY, name="one"), "nowhere"), 60).verdict == "pass"
    finding = worker.run(Task(1, Schedule(DAY, name="hangs"), "nowhere"), 0.1)
    worker.stop()
    assert finding.verdict == "unknown"
    assert finding.why.startswith("nothing was heard of the trial for 0.1 s: it stood at <string>:")


def test_whoever_goes_on_after_an_early_end_hears_of_his_own_trials(log: Path) -> None:
    def tasks(word: str, count: int) -> list[Task]:
        return [Task(n, Schedule(DAY, name=f"{word} {n}"), "nowhere") for n in range(count)]

    running = executor(log)
    try:
        for done in running.run(tasks("dies", 2)):
            assert done.finding.verdict == "unknown"
            break
        for _ in range(5):
            results = running.run(tasks("one", 50))
            assert next(results).finding.verdict == "pass"
            results.close()  # type: ignore[attr-defined]  # it is a generator
            assert [one.finding.verdict for one in running.run(tasks("more", 3))] == ["pass"] * 3
    finally:
        running.close()


def test_whoever_has_seen_enough_leaves_nothing_behind(log: Path) -> None:
    tasks = (Task(n, Schedule(DAY, name=f"one {n}"), "nowhere") for n in range(1000))
    running = executor(log)
    results = running.run(tasks)
    assert next(results).finding.verdict == "pass"
    results.close()  # type: ignore[attr-defined]  # it is a generator
    running.close()
    assert len(log.read_text().splitlines()) < 100
