"""Power cuts between two flushes: where a day has them, and what becomes of them in the plan."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from emulators.clock import VirtualClock
from emulators.events import Event, InjectionPoint
from emulators.faults.events import FaultCleared, FaultFired
from emulators.faults.fault import catalogue
from emulators.history import History
from emulators.links.events import Sent
from emulators.printer.events import Replied
from harness.canonical import difference
from harness.events import (
    Healed,
    Invoked,
    PosFlushed,
    PosReady,
    PosScreen,
    PosStarted,
    Returned,
)
from harness.explore.clean import Clean
from harness.explore.executor import Done, Task
from harness.explore.flushed import FAULT, between, further_flushes
from harness.explore.flushes import Watched, run_watched, stored_watched, with_flushes
from harness.explore.plan import Cell, depth_one, swarm
from harness.explore.points import moment, moments, names, points
from harness.explore.trial import Finding
from harness.pos.flushes import FlushCount

from .fakes import DAY, PASS

CUT = catalogue()[FAULT]


def a_day(*flushed: int) -> list[Event]:
    """Two sales, healed, a status: so many flushes before each event but the first one."""
    history, done = History(VirtualClock()), 0
    count = FlushCount(history, lambda: done)
    told = [
        payload
        for number in (1, 2)
        for payload in (
            Invoked(number, "sale", f"A{number}", 1250, 156, "card", "{}"),
            Returned(number, "sale", "ok", "approved", "printed", "{}"),
        )
    ]
    for payload, more in zip((*told, Healed(10), Invoked(3, "status", "", None, None, "", "{}")),
                             (0, *flushed), strict=True):  # fmt: skip
        done += more
        if isinstance(payload, Invoked):
            history.op = payload.operation
        history.record("bench" if isinstance(payload, Healed) else "operator", payload)
    history.record("pos", count.told())
    return list(history.events)


def cuts(*days: Sequence[Event]) -> list[str]:
    return [one.spec(FAULT) for one in between(days, points(days[0], CUT))]


def at(number: int, kind: str) -> str:
    return f"point(operator/{number}/operation.{kind}/sale/1)"


def test_each_flush_is_counted_from_the_last_point_before_it() -> None:
    day = a_day(2, 1, 0, 3, 9)
    assert cuts(day, day) == [
        f"pos.power_cut:flushes=1@{at(1, 'invoked')}",
        f"pos.power_cut:flushes=2@{at(1, 'invoked')}",
        f"pos.power_cut:flushes=1@{at(1, 'returned')}",
        f"pos.power_cut:flushes=1@{at(2, 'returned')}",
        f"pos.power_cut:flushes=2@{at(2, 'returned')}",
        f"pos.power_cut:flushes=3@{at(2, 'returned')}",
    ]


def test_no_point_counts_at_which_the_days_had_flushed_unequally() -> None:
    """The till answers, and flushes: which of the two is seen first is a matter of time."""
    assert cuts(a_day(1, 1, 0, 0, 0), a_day(0, 2, 0, 0, 0)) == [
        f"pos.power_cut:flushes=1@{at(1, 'invoked')}",
        f"pos.power_cut:flushes=2@{at(1, 'invoked')}",
    ]


def test_what_one_day_has_more_moves_no_other_operation() -> None:
    assert cuts(a_day(2, 0, 1, 0, 0), a_day(1, 0, 1, 0, 0)) == [
        f"pos.power_cut:flushes=1@{at(1, 'invoked')}",
        f"pos.power_cut:flushes=1@{at(2, 'invoked')}",
    ]


def test_a_count_is_no_difference_between_two_days() -> None:
    assert difference(a_day(1, 0, 0, 0, 0), a_day(0, 1, 2, 0, 3)) is None


def after_a_crash(mended_after: int) -> list[Event]:
    """A sale, a crash; started again it flushes three times, is ready, and flushes once more."""
    history, done = History(VirtualClock()), 0
    count = FlushCount(history, lambda: done)
    history.op = 1
    history.record("operator", Invoked(1, "sale", "A1", 1250, 156, "card", "{}"))
    history.record("nemesis", FaultFired(1, "pos.kill", "pos.kill@now", "pos", False))
    history.record("pos", PosStarted(2))
    for number in (1, 2, 3):
        done += 1
        payload = FaultCleared(1, "pos.kill") if number == mended_after else PosScreen("", "")
        history.record("nemesis" if number == mended_after else "pos", payload)
    history.record("pos", PosReady(2, "", "", ()))
    done += 1
    history.record("bench", Healed(10))
    history.record("operator", Invoked(2, "sale", "A1", 1250, 156, "card", "{}"))
    history.record("pos", count.told())
    return list(history.events)


STARTED, READY = "point(pos/1/pos.started//1)", "point(pos/1/pos.ready//1)"


@pytest.mark.parametrize(("mended_after", "flushes"), [(0, 3), (2, 2)])
def test_a_second_cut_comes_at_each_flush_of_the_recovery_until_something_is_mended(
    mended_after: int, flushes: int
) -> None:
    found = further_flushes(after_a_crash(mended_after), frozenset())
    assert found == (
        *(f"{FAULT}:flushes={number}@{STARTED}" for number in range(1, flushes + 1)),
        f"{FAULT}:flushes=1@{READY}",
    )


def test_a_second_cut_is_counted_from_what_the_first_fault_brought_about() -> None:
    events = after_a_crash(0)
    old = frozenset(moment(item) for item in events if item.kind != "pos.ready")
    assert further_flushes(events, old) == (f"{FAULT}:flushes=1@{READY}",)
    assert further_flushes(events, moments(events)) == ()
    assert further_flushes(a_day(1, 1, 1, 1, 1), frozenset()) == ()


class Counting:
    """Each run comes to ``finding``, and tells of a day."""

    def __init__(self, finding: Finding = PASS) -> None:
        self._finding, self.asked = finding, list[Task]()

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        for task in tasks:
            self.asked.append(task)
            history = History(VirtualClock())
            for item in a_day(1, 0, 0, 2, 0):
                history.op = item.op
                history.record(item.device, item.payload)
            if self._finding.verdict != "not_applicable":
                history.save(Path(task.folder) / "history.jsonl")
            yield Done(task, replace(self._finding, duration_s=float(len(self.asked))))

    def close(self) -> None:
        """Nothing runs."""


def cells() -> tuple[Cell, ...]:
    kinds = (CUT, catalogue()["pos.kill"])
    return tuple(Cell(kind, tuple(points(a_day(0, 0, 0, 0, 0), kind))) for kind in kinds)


def a_clean_day() -> Clean:
    day = a_day(0, 0, 0, 0, 0)
    return Clean(day, names(day), DAY, PASS, (), None, 1.0)


def planned(watched: Watched, *, mends: str = "end") -> list[tuple[str, str, int]]:
    found = with_flushes(cells(), a_clean_day(), watched, fold=True, every_poll=False)
    return [
        (one.schedule.faults[0], one.moment, len(one.schedule.workload.steps))
        for one in depth_one(found, DAY, mends=mends)
    ]


def test_the_plan_has_each_flush_as_a_schedule_of_its_own(tmp_path: Path) -> None:
    executor = Counting()
    watched = run_watched(DAY, executor, tmp_path / "clean")
    assert [one.counts_flushes and one.keep_all for one in executor.asked] == [True, True]
    assert (watched.why, watched.run_s) == ("", 1.0)
    assert stored_watched(tmp_path / "clean").days == watched.days
    own = [one for one in planned(watched) if one[1] == PosFlushed.kind]
    assert sorted(spec for spec, _, _ in own) == sorted(cuts(*watched.days))
    assert len(planned(watched)) == len(planned(Watched())) + 3


def test_none_is_counted_from_a_point_that_a_watched_day_has_not() -> None:
    day = a_day(1, 1, 0, 2, 0)
    missing = InjectionPoint.parse("operator/1/operation.returned/sale/1")
    other = [item for item in day if item.point != missing]
    own = [spec for spec, kind, _ in planned(Watched((day, other))) if kind == PosFlushed.kind]
    assert sorted(own) == [
        f"pos.power_cut:flushes=1@{at(1, 'invoked')}",
        f"pos.power_cut:flushes=1@{at(2, 'returned')}",
        f"pos.power_cut:flushes=2@{at(1, 'invoked')}",
        f"pos.power_cut:flushes=2@{at(2, 'returned')}",
    ]


@pytest.mark.parametrize("every_poll", [False, True])
def test_a_poll_is_where_it_is_counted_from_only_in_virtual_time(every_poll: bool) -> None:
    history, done = History(VirtualClock()), 0
    count = FlushCount(history, lambda: done)
    history.op = 1
    history.record("operator", Invoked(1, "sale", "A1", 1250, 156, "card", "{}"))
    history.record("printer.link", Sent(1, 0, 3, "", ""))
    history.record("printer", Replied(1, "DLE EOT 1", "12", trouble=False))
    done = 1
    history.record("bench", Healed(10))
    history.record("pos", count.told())
    day = list(history.events)
    (cell,) = with_flushes(
        [Cell(CUT, ())], replace(a_clean_day(), known=names(day)), Watched((day, day)),
        fold=True, every_poll=every_poll,
    )  # fmt: skip
    (point,) = cell.points
    assert ("printer.replied" in point.trigger) == every_poll


def test_nothing_is_mended_where_a_cut_waits_for_a_flush(tmp_path: Path) -> None:
    watched = run_watched(DAY, Counting(), tmp_path / "clean")
    found = planned(watched, mends="next")
    steps = {moment: count for _, moment, count in found}
    assert steps[PosFlushed.kind] == len(DAY.steps) == steps["operation.invoked"] - 1


def test_a_draw_may_be_one(tmp_path: Path) -> None:
    watched = run_watched(DAY, Counting(), tmp_path / "clean")
    found = with_flushes(cells(), a_clean_day(), watched, fold=True, every_poll=False)
    assert any(
        "flushes=" in spec for one in swarm(found, DAY, 40, 1) for spec in one.schedule.faults
    )


@pytest.mark.parametrize(
    ("finding", "why"),
    [
        (Finding("not_applicable", why="The program is static."), "The program is static."),
        (Finding("fail"), "with its disk watched the POS fails without any fault"),
        (replace(PASS, why="Its evidence cannot be written."), "Its evidence cannot be written."),
    ],
)
def test_a_disk_that_cannot_be_watched_is_told_of(
    tmp_path: Path, finding: Finding, why: str
) -> None:
    watched = run_watched(DAY, Counting(finding), tmp_path / "clean")
    assert watched == Watched(why=why)
    assert list(tmp_path.iterdir()) == []
    assert planned(watched) == planned(Watched())


def test_a_campaign_that_was_begun_without_has_the_plan_that_it_had(tmp_path: Path) -> None:
    watched = stored_watched(tmp_path / "clean")
    assert watched.why == "the flushes of its clean runs were not counted"
    assert planned(watched) == planned(Watched())
