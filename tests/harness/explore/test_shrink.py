"""Shrinking finds the smallest schedule that still fails the same check."""

from collections.abc import Sequence

from emulators.clock import VirtualClock
from emulators.events import Event
from emulators.faults.fault import parse_fault
from emulators.history import History
from emulators.printer.events import LineBurnt
from harness.events import Invoked
from harness.explore.schedule import Schedule
from harness.explore.shrink import Shrinker
from harness.explore.trial import Finding
from harness.workloads.steps import counts

from .fakes import CHARGED, DAY, PASS

LINES = 20


def a_run(schedule: Schedule) -> list[Event]:
    """Each operation prints a slip of twenty lines."""
    history = History(VirtualClock())
    for number, step in enumerate(filter(counts, schedule.workload.steps), start=1):
        history.op = number
        history.record("operator", Invoked(number, step.do, step.reference, 1, 156, "card", "{}"))
        for line in range(1, LINES + 1):
            said = f"{step.do} {line}"
            history.record("printer", LineBurnt(number, line, said, 24, 0, 24, 0, 8, 9, 9, True))
    return history.events


class Till:
    """Fails when the paper runs out in a refund's slip after its fourth line."""

    def __init__(self) -> None:
        self.runs = 0

    def run(self, schedule: Schedule) -> tuple[Finding, Sequence[Event]]:
        self.runs += 1
        events = a_run(schedule)
        struck = [
            event.payload.line_text
            for event in events
            if isinstance(event.payload, LineBurnt)
            and f"printer.paper_out@point({event.point})" in schedule.faults
        ]
        late = [text for text in struck if text.startswith("refund") and int(text[7:]) > 4]
        return (CHARGED if late else PASS), events


def shrunk(*faults: str, check: str = "charged-once") -> tuple[Schedule, Till]:
    till = Till()
    return Shrinker(Schedule(DAY, faults), check, till.run).shrink(), till


ENDS = "printer.paper_out@point(printer/4/printer.line/4.19/1)"


def test_the_day_the_faults_and_the_moment_become_as_small_as_can_be() -> None:
    smallest, till = shrunk("pos.kill@point(printer/1/printer.line/1.3/1)", ENDS)
    assert [step.do for step in smallest.workload.steps] == ["refund"]
    assert smallest.faults == ("printer.paper_out@point(printer/1/printer.line/1.5/1)",)
    assert smallest.check == "charged-once"
    assert till.runs <= 40


def test_a_fault_of_another_kind_of_trigger_stays_as_it_is() -> None:
    smallest, _ = shrunk("pos.kill@line(3)", ENDS)
    assert smallest.faults == ("printer.paper_out@point(printer/1/printer.line/1.5/1)",)


def test_a_power_cut_that_waits_for_a_flush_comes_as_soon_as_still_fails() -> None:
    def run(schedule: Schedule) -> tuple[Finding, Sequence[Event]]:
        late = any(parse_fault(spec).fault.parameters()["flushes"] >= 3 for spec in schedule.faults)
        return (CHARGED if late else PASS), a_run(schedule)

    at = "point(printer/4/printer.line/4.19/1)"
    cut = Schedule(DAY, (f"pos.power_cut:off_for_ms=100,flushes=7@{at}",))
    smallest = Shrinker(cut, "charged-once", run).shrink()
    assert smallest.faults == (
        "pos.power_cut:off_for_ms=100,flushes=3@point(operator/1/operation.invoked/refund/1)",
    )


def test_another_check_is_another_failure() -> None:
    smallest, _ = shrunk(ENDS, check="receipt-per-sale")
    assert smallest.workload == DAY
    assert smallest.faults == (ENDS,)


def test_it_never_runs_more_than_it_may() -> None:
    till = Till()
    Shrinker(Schedule(DAY, (ENDS,)), "charged-once", till.run, most_runs=3).shrink()
    assert till.runs <= 4


def test_an_earlier_moment_may_need_less_of_the_day() -> None:
    """After its fifth line the till needs a second sale to fail, before it one is enough."""

    def run(schedule: Schedule) -> tuple[Finding, Sequence[Event]]:
        events = a_run(schedule)
        struck = [e for e in events if f"pos.kill@point({e.point})" in schedule.faults]
        lines = [e.payload.line_text for e in struck if isinstance(e.payload, LineBurnt)]
        late = any(int(text.split()[1]) > 5 for text in lines)
        operations = sum(counts(step) for step in schedule.workload.steps)
        fails = struck and (not late or operations > 1)
        return (CHARGED if fails else PASS), events

    spec = "pos.kill@point(printer/1/printer.line/1.19/1)"
    smallest = Shrinker(Schedule(DAY, (spec,)), "charged-once", run).shrink()
    assert sum(counts(step) for step in smallest.workload.steps) == 1
    assert smallest.faults == ("pos.kill@point(operator/1/operation.invoked/sale/1)",)
