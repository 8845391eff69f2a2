"""A campaign keeps what was judged, stops where it is told to, and goes on where it stopped."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.explore.campaign import Limits, Place, Progress, explore
from harness.explore.marks import missing_marks
from harness.explore.plan import Planned
from harness.explore.schedule import Schedule
from harness.explore.store import Store, StoreError
from harness.explore.trial import Finding

from .fakes import CHARGED, PASS, FakeExecutor, planned

PLAN = [planned(number) for number in range(1, 11)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path)
    yield opened
    opened.close()


def ran(
    store: Store, executor: FakeExecutor, plan: list[Planned] = PLAN, **limits: int
) -> Progress:
    progress = Progress(len(plan))
    place = Place(executor, store, store.path.parent)
    explore(plan, place, Limits(**limits), progress, lambda _: None)
    return progress


def third_fails(schedule: Schedule) -> Finding:
    return CHARGED if "1.3/" in schedule.faults[0] else PASS


def test_everything_is_run_once_and_counted(store: Store) -> None:
    executor = FakeExecutor(third_fails)
    progress = ran(store, executor)
    assert (progress.ran, progress.failed, progress.stopped) == (10, 1, "")
    assert store.counts() == {"pass": 9, "fail": 1}
    assert store.groups() == [("charged-once", "pos.kill", 1)]
    assert store.cells() == [
        ("pos.kill", "printer.line", "fail", 1, 3),
        ("pos.kill", "printer.line", "pass", 9, 52),
    ]
    assert store.held() == ("charged-once",)


def test_a_second_go_runs_only_what_is_left(store: Store) -> None:
    assert ran(store, FakeExecutor(), max_runs=4).stopped == "stopped after 4 runs"
    executor = FakeExecutor()
    ran(store, executor)
    assert [one.id for one in executor.ran] == [one.schedule.id for one in PLAN[4:]]


def test_a_limit_that_holds_for_pairs_too_is_told_in_all_its_runs(store: Store) -> None:
    progress = Progress(3)
    place = Place(FakeExecutor(), store, store.path.parent)
    limits = Limits(max_runs=3)
    explore(PLAN[:3], place, limits, progress, lambda _: None)
    assert progress.stopped == ""
    progress.total = 10
    explore(PLAN[3:], place, limits.after(progress), progress, lambda _: None)
    assert (progress.ran, progress.stopped) == (3, "stopped after 3 runs")


def test_it_stops_at_the_first_failure(store: Store) -> None:
    progress = ran(store, FakeExecutor(third_fails), fail_fast=True)
    assert (progress.ran, progress.stopped) == (3, "stopped at the first failure")


def test_it_stops_when_the_time_is_up(store: Store) -> None:
    assert ran(store, FakeExecutor(), time_limit_s=0).stopped == "stopped after 0 s"


def test_ctrl_c_keeps_what_was_judged(store: Store) -> None:
    def interrupted(schedule: Schedule) -> Finding:
        if "1.4/" in schedule.faults[0]:
            raise KeyboardInterrupt
        return PASS

    assert ran(store, FakeExecutor(interrupted)).stopped == "interrupted"
    assert store.counts() == {"pass": 3}


def test_evidence_is_kept_of_the_first_failures_of_a_group_only(store: Store) -> None:
    ran(store, FakeExecutor(lambda _: CHARGED))
    kept = [row.folder for row in store.rows("fail") if row.folder]
    assert kept == ["cases/1-000001", "cases/1-000002", "cases/1-000003"]
    assert sorted(p.name for p in (store.path.parent / "cases").iterdir()) == [
        "1-000001", "1-000002", "1-000003"
    ]  # fmt: skip


def test_the_memory_holds_only_what_is_under_way(store: Store) -> None:
    alive: list[int] = []

    def plan() -> Iterator[Planned]:
        for number in range(1, 50):
            alive.append(number)
            yield planned(number)

    seen: list[int] = []
    progress = Progress(49)
    explore(
        plan(),
        Place(FakeExecutor(), store, store.path.parent),
        Limits(),
        progress,
        lambda p: seen.append(len(alive) - p.ran),
    )
    assert max(seen) <= 1


def test_a_full_disk_is_told_and_keeps_what_was_judged(store: Store) -> None:
    ran(store, FakeExecutor(), max_runs=3)
    store._base.execute("PRAGMA max_page_count = 1")  # as many as there are, and no more
    long = Finding("pass", why="x" * 100_000)
    with pytest.raises(StoreError, match=r"cannot be written: .*full; make room"):
        ran(store, FakeExecutor(lambda _: long))
    assert store.counts() == {"pass": 3}


def test_a_disk_that_is_full_before_the_first_schedule_is_told_as_well(store: Store) -> None:
    store._base.execute("PRAGMA max_page_count = 1")
    with pytest.raises(StoreError, match=r"cannot be written: .*full; make room"):
        store.note("request", "x" * 100_000)


def test_a_campaign_must_have_seen_what_its_faults_bring_about() -> None:
    assert missing_marks((), ("pos.kill",)) == ("never seen: the POS was started again",)
    assert missing_marks(("restart",), ("pos.kill",)) == ()
