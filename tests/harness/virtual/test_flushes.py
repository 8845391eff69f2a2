"""A power cut between two flushes of one turn: exact, and explored at each of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from emulators.events import Event
from emulators.faults.fault import catalogue
from emulators.history import of
from emulators.history_file import load_events
from harness.checks.judge import judge, run_verdict
from harness.checks.result import Verdict
from harness.config import Config
from harness.events import PosDisk, PosEnded, PosFlushed, PosLog, PosStarted
from harness.explore.executor import Done, Task
from harness.explore.flushed import FAULT, between
from harness.explore.flushes import run_watched
from harness.explore.points import moments, points
from harness.explore.schedule import Schedule
from harness.explore.trial import Extras, Finding, Then, run_trial
from harness.virtual.bench import MakeTill, VirtualBench
from harness.virtual.disk import MemoryDisk, PowerGoneError
from harness.virtual.world import World
from harness.workloads.files import find_workload
from harness.workloads.player import play
from harness.workloads.steps import Workload, careful

from .conftest import SmallTill

MakeBench = Callable[..., VirtualBench]
SOLD = "point(operator/1/operation.invoked/sale/1)"


@pytest.fixture
def day() -> Workload:
    return careful(find_workload("one-sale"))


class TwoFiles(SmallTill):
    """It writes a sale down twice, and tries to go on whatever happens to it."""

    held: list[tuple[bytes, ...]]  # what each life finds

    def __init__(self, world: World) -> None:
        super().__init__(world)
        disk = world.disk
        self.held.append(tuple(disk.read(name) for name in disk.names()))

    def sell(self, number: int, reference: str) -> None:
        disk = self.world.disk
        for action in (
            lambda: disk.append("unflushed", b"x", flush=False),
            lambda: disk.append("sales", b"x"),
            lambda: disk.append("totals", b"x"),
            lambda: self.world.connect(self.world.environ["TILLPROOF_PRINTER"], self),
            lambda: self.world.log("goes on"),
            lambda: self.world.answer(number, {"outcome": "approved"}),
        ):
            with suppress(BaseException):
                action()


@pytest.fixture
def lives(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bytes, ...]]:
    monkeypatch.setattr(TwoFiles, "held", [], raising=False)
    return TwoFiles.held


@pytest.mark.parametrize(
    ("flushes", "left"), [(1, (b"", b"x")), (2, (b"", b"x", b"x"))], ids=["first", "second"]
)
def test_from_that_flush_on_its_life_is_over(
    made: MakeBench, lives: list[tuple[bytes, ...]], flushes: int, left: tuple[bytes, ...]
) -> None:
    with made(TwoFiles, schedule=[f"{FAULT}:flushes={flushes}@{SOLD}"]) as bench:
        reply = bench.operator.sale("A1", 100, "cash")
        bench.settle()
    assert (reply.status, reply.reason) == ("unknown", "the POS's process ended")
    assert lives == [(), left]
    ((_, kept),) = of(bench.events, PosLog)
    log = bench.history.blobs.get(kept.blob).decode()
    assert log.count("goes on") == 1  # of the second life, which is asked again
    assert log.count("printer at") == 3  # and only that one has called the printer once more
    assert [one.state for _, one in of(bench.events, PosDisk)] == ["cut"]
    assert [one.asked for _, one in of(bench.events, PosEnded)] == [True, True]
    assert [one.start for _, one in of(bench.events, PosStarted)] == [1, 2]


def test_it_lives_on_when_there_are_fewer_flushes(
    made: MakeBench, lives: list[tuple[bytes, ...]]
) -> None:
    with made(TwoFiles, schedule=[f"{FAULT}:flushes=3@{SOLD}"]) as bench:
        assert bench.operator.sale("A1", 100, "cash").outcome == "approved"
        bench.settle()
        assert bench.operator.sale("A2", 100, "cash").outcome == "approved"
    assert [one.state for _, one in of(bench.events, PosDisk)] == ["kept"]
    assert lives == [()]


def test_a_till_that_dies_as_it_is_shut_down_stays_off(made: MakeBench) -> None:
    class Tidy(SmallTill):
        def call(self, number: int, method: str, params: object) -> None:
            if method == "shutdown":
                self.world.disk.append("last words", b"x")
            super().call(number, method, params)  # type: ignore[arg-type]

    with made(Tidy, schedule=[f"{FAULT}:flushes=2@{SOLD}"]) as bench:
        bench.operator.sale("A1", 100, "cash")
        bench.close_shop()
        assert not bench.pos.alive
        assert not bench.pos.coming
        bench.next_morning()
        assert bench.operator.sale("A2", 100, "cash").outcome == "approved"
        bench.settle()
    assert [one.state for _, one in of(bench.events, PosDisk)] == ["cut"]


def test_a_dead_one_has_no_disk() -> None:
    disk, told = MemoryDisk(), list[int]()
    disk.on_cut = lambda: told.append(disk.flushed)
    disk.append("a", b"1")
    disk.dies_at(2)
    disk.append("a", b"2")
    with pytest.raises(PowerGoneError):
        disk.append("a", b"3")
    for action in (disk.names, lambda: disk.read("a"), lambda: disk.append("a", b"4"),
                   lambda: disk.rename("a", "b"), lambda: disk.remove("a")):  # fmt: skip
        with pytest.raises(PowerGoneError):
            action()
    disk.cut()
    assert (told, disk.read("a")) == ([3], b"123")


class Here:
    """An executor in this process."""

    def __init__(self, config: Config, make: MakeTill) -> None:
        self._config, self._make = config, make

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        for task in tasks:
            extras = Extras(
                make=self._make, keep_all=task.keep_all, counts_flushes=task.counts_flushes
            )
            folder = Path(task.folder)
            yield Done(task, run_trial(task.schedule, self._config, folder, 1.0, extras))

    def close(self) -> None:
        """Nothing runs."""


@pytest.fixture
def found(config: Config, reference: MakeTill, day: Workload, tmp_path: Path) -> list[str]:
    """The power cut at each flush of the day."""
    watched = run_watched(day, Here(config, reference), tmp_path / "clean")
    assert watched.days[0] == watched.days[1]
    starts = points(watched.days[0], catalogue()[FAULT], every_poll=True)
    return [one.spec(FAULT) for one in between(watched.days, starts)]


def ran(make: MakeBench, till: MakeTill, day: Workload, fault: str) -> VirtualBench:
    bench = make(till, schedule=[fault], needs=["flushes"])
    with bench:
        play(bench, day)
        bench.settle()
    return bench


def test_each_flush_of_a_day_is_one_power_cut_and_the_reference_recovers(
    made: MakeBench, reference: MakeTill, day: Workload, found: list[str]
) -> None:
    assert len(found) >= 6
    for number, fault in enumerate(found, start=1):
        bench = ran(made, reference, day, fault)
        (cut,) = (event.seq for event, disk in of(bench.events, PosDisk) if disk.state == "cut")
        ((_, told),) = of(bench.events, PosFlushed)
        assert sum(seq < cut for seq in told.before) == number
        results = judge(bench.events, bench.history.blobs)
        assert run_verdict(bench.events, results).verdict is Verdict.PASS, (fault, results)


def test_two_runs_are_the_same_to_the_last_event(
    made: MakeBench, reference: MakeTill, day: Workload, found: list[str]
) -> None:
    one, other = (ran(made, reference, day, found[3]).events for _ in range(2))
    assert one == other


def test_the_power_goes_again_while_it_gets_over_a_crash(
    config: Config, reference: MakeTill, day: Workload, tmp_path: Path
) -> None:
    first = "pos.kill@point(acquirer/1/host.request/0200.1/1)"
    clean = ran_once(config, reference, Schedule(day), tmp_path)
    then = Then((catalogue()[FAULT],), moments(clean[1]))
    seconds = ran_once(config, reference, Schedule(day, (first,)), tmp_path, then)[0].further
    cuts = [spec for spec in seconds if "flushes=" in spec]
    assert len(cuts) >= 3
    for spec in cuts:
        finding, events = ran_once(config, reference, Schedule(day, (first, spec)), tmp_path)
        assert (finding.verdict, finding.fired) == ("pass", 2), (spec, finding)
        assert [one.state for _, one in of(events, PosDisk)] == ["cut"]


def ran_once(
    config: Config, reference: MakeTill, schedule: Schedule, folder: Path, then: Then | None = None
) -> tuple[Finding, Sequence[Event]]:
    extras = Extras(then, make=reference, pictures=False, keep_all=True)
    finding = run_trial(schedule, config, folder / "run", 1.0, extras)
    return finding, load_events(folder / "run" / "history.jsonl")


def test_what_is_flushed_record_by_record_shows_between_two_flushes_only(
    made: MakeBench, reference: MakeTill, day: Workload, monkeypatch: pytest.MonkeyPatch,
    config: Config, tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.setenv("TILLPROOF_POS_DEFECT", "one-by-one")
    watched = run_watched(day, Here(config, reference), tmp_path / "clean")
    starts = points(watched.days[0], catalogue()[FAULT], every_poll=True)
    cuts = between(watched.days, starts)
    assert {one.flushes for one in cuts} >= {1, 2}
    for specs, verdicts in ((starts, {"pass"}), (cuts, {"pass", "fail"})):
        benches = (ran(made, reference, day, one.spec(FAULT)) for one in specs)
        assert {
            run_verdict(one.events, judge(one.events, one.history.blobs)).verdict.value
            for one in benches
        } == verdicts
