"""What was judged stands, though its evidence cannot be written."""

import shutil
from pathlib import Path

import pytest

from harness.bench import Bench
from harness.config import load_config
from harness.explore.schedule import Schedule, schedule_values
from harness.explore.trial import Extras, Finding, run_trial, without_evidence
from harness.explore.worker import Job, _tidied
from harness.faults import add_harness_faults
from harness.pos.protocol import Params
from harness.reports.chinese import in_chinese
from harness.virtual.find import find_till
from harness.virtual.world import World
from harness.workloads.files import find_workload
from harness.workloads.player import LeftOut
from harness.workloads.steps import Workload

LOST = "Its evidence cannot be written: "


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    """A place in a file, as on a full disk: nothing can be made there, whoever asks."""
    (tmp_path / "file").touch()
    return tmp_path / "file" / "case"


def test_of_a_trial(nowhere: Path) -> None:
    add_harness_faults()
    config = load_config(None, Path("/"))
    extras = Extras(make=find_till(config), keep_all=True)
    finding = run_trial(Schedule(find_workload("one-sale")), config, nowhere, 1.0, extras)
    assert finding.verdict == "pass"
    assert finding.why.startswith(LOST)


def test_of_a_worker(nowhere: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    job = Job(schedule_values(Schedule(find_workload("one-sale"))), str(nowhere))
    finding = _tidied(own, job, Finding("unknown", why="Nobody knows."))
    assert finding.verdict == "unknown"
    assert finding.why.startswith(f"Nobody knows. {LOST}")
    assert not own.exists()


def test_the_first_file_that_could_not_be_copied_stands_for_all(tmp_path: Path) -> None:
    """On a full disk shutil lists each of them."""
    own = tmp_path / "own"
    own.mkdir()
    full = shutil.Error(
        [(f"{own}/{name}", "there", "[Errno 28] No space left on device") for name in "abc"]
    )
    for why, said in (
        ("", f"{LOST}No space left on device."),
        ("Nobody knows.", f"Nobody knows. {LOST}No space left on device."),
        ("no idea", "no idea; its evidence cannot be written: No space left on device."),
    ):
        finding = without_evidence(Finding("unknown", why=why), own, full)
        assert finding.why == said
    assert in_chinese(f"{LOST}No space left on device.") == "证据无法写入：磁盘空间不足。"


def test_a_bench_that_breaks_is_told_and_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_harness_faults()
    config = load_config(None, Path("/"))
    days: list[str] = []

    def breaks(bench: Bench, _day: Workload, _done: int) -> tuple[LeftOut, ...]:
        days.append(bench.name)
        bench.clock.call_later(0, lambda: 1 // 0)
        bench.operator.call("status", {})
        return ()

    monkeypatch.setattr("harness.explore.trial.play", breaks)
    extras = Extras(make=find_till(config))
    schedule = Schedule(find_workload("one-sale"))
    finding = run_trial(schedule, config, tmp_path / "run", 5.0, extras)
    assert (finding.verdict, finding.broke, len(days)) == ("unknown", True, 1)
    assert finding.why.startswith("the bench itself broke: ZeroDivisionError")


class Crashing:
    """It raises at its first sale, and tells a card number."""

    def __init__(self, world: World) -> None:
        self.world = world

    def start(self) -> None: ...

    def call(self, number: int, method: str, params: Params) -> None:
        del params
        if method == "sale":
            raise KeyError("card 4111111111111111")
        told: Params = {"name": "Crashing", "version": "1", "capabilities": ["sale.card"]}
        self.world.answer(number, told)


class NeverMade(Crashing):
    """It raises before it is there."""

    def __init__(self, world: World) -> None:
        raise ValueError("no paper, no till")


@pytest.mark.parametrize(
    ("till", "said"),
    [(Crashing, "KeyError: 'card 411111******1111'"), (NeverMade, "ValueError: no paper, no till")],
)
def test_a_class_that_raises_is_told_with_what_it_raised(
    tmp_path: Path, till: type[Crashing], said: str
) -> None:
    add_harness_faults()
    config = load_config(None, Path("/"))
    day = find_workload("one-sale")
    finding = run_trial(Schedule(day), config, tmp_path / "run", 1.0, Extras(make=till))
    assert finding.verdict == "fail"
    told = "the POS ended by itself with status 1; the last error in its log: " + said
    assert told in (finding.why, finding.broken[0].message)
