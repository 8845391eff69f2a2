"""The reference POS in virtual time: what it does there is what it does as a process."""

from collections.abc import Callable
from pathlib import Path

import pytest

from emulators.acquirer.events import BooksEntry
from emulators.faults.events import FaultFired
from emulators.history import of
from emulators.history_file import load_events
from emulators.printer.events import SlipEnded
from harness.checks.judge import judge, run_verdict
from harness.checks.result import Verdict
from harness.config import Config
from harness.explore.schedule import Schedule
from harness.explore.trial import Extras, run_trial
from harness.virtual.bench import MakeTill, VirtualBench
from harness.workloads.files import find_workload
from harness.workloads.player import play
from harness.workloads.steps import Step, Workload, careful

MakeBench = Callable[..., VirtualBench]


@pytest.fixture
def day() -> Workload:
    return careful(find_workload("six-operations"))


def ran(make: MakeBench, reference: MakeTill, day: Workload, *faults: str) -> VirtualBench:
    bench = make(reference, schedule=faults)
    with bench:
        play(bench, day)
        bench.settle()
    return bench


def test_two_runs_are_the_same_to_the_last_event(
    made: MakeBench, reference: MakeTill, day: Workload
) -> None:
    fault = "host.response_lost@point(acquirer/1/host.response/0200.1/1)"
    one, other = (ran(made, reference, day, fault).events for _ in range(2))
    assert one == other


@pytest.mark.parametrize(
    "fault",
    [
        "pos.kill@point(acquirer/1/host.booked/0200.1/1)",
        "pos.power_cut@point(printer/1/printer.line/1.6/1)",
        "printer.paper_out@point(printer/1/printer.line/1.6/1)",
        "acquirer.link.down@point(operator/3/operation.invoked/void/1)",
        "operator.double_press@point(operator/1/operation.invoked/sale/1)",
        "pos.freeze@point(operator/6/operation.invoked/settle/1)",
    ],
)
def test_it_recovers(made: MakeBench, reference: MakeTill, day: Workload, fault: str) -> None:
    assert_recovered(ran(made, reference, day, fault))


def test_the_operator_asks_again_for_the_reprint_at_which_the_till_died(
    made: MakeBench, reference: MakeTill
) -> None:
    sold = find_workload("one-sale").steps[:1]
    complained = Workload("a complaint", (*sold, Step("mend"), Step("reprint", sold[0].reference)))
    dots = "printer.head_dead_dots@point(printer/1/printer.replied/DLE EOT 1/1)"
    killed = "pos.kill@point(operator/2/operation.invoked/reprint/1)"
    assert_recovered(ran(made, reference, complained, dots, killed))


def assert_recovered(bench: VirtualBench) -> None:
    results = judge(bench.events, bench.history.blobs)
    assert run_verdict(bench.events, results).verdict is Verdict.PASS, results


def test_the_date_goes_on(made: MakeBench, reference: MakeTill) -> None:
    with made(reference) as bench:
        before = bench.operator.status().text("business_date")
        bench.next_day()
        after = bench.operator.status().text("business_date")
    assert (before, after) == ("2026-01-05", "2026-01-06")


def test_a_defect_is_caught_and_its_evidence_has_pictures(
    config: Config, reference: MakeTill, day: Workload, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("TILLPROOF_POS_DEFECT", "spool-in-memory")
    fault = "pos.kill@point(printer/1/printer.line/1.6/1)"
    extras = Extras(make=reference, pictures=False)
    finding = run_trial(Schedule(day, (fault,)), config, tmp_path / "run", 1.0, extras)
    assert finding.verdict == "fail"
    assert "receipt-per-sale" in [one.check for one in finding.broken]
    events = load_events(tmp_path / "run" / "history.jsonl")
    assert events[-1].kind == "run.ended"
    assert any((tmp_path / "run" / "blobs").iterdir())
    assert all(item.payload.blob for item in events if item.kind == "printer.slip")  # type: ignore[attr-defined]


def test_what_passed_leaves_nothing(
    config: Config, reference: MakeTill, day: Workload, tmp_path: Path
) -> None:
    extras = Extras(make=reference, pictures=False)
    assert run_trial(Schedule(day), config, tmp_path / "run", 1.0, extras).verdict == "pass"
    assert not (tmp_path / "run").exists()


def told(folder: Path) -> tuple[list[tuple[str, str, int]], list[int]]:
    """What came into the books, and how many lines each slip has."""
    events = load_events(folder / "history.jsonl")
    entries = [(one.trace, one.change, one.amount_minor) for _, one in of(events, BooksEntry)]
    return entries, [len(one.text) for _, one in of(events, SlipEnded)]


@pytest.mark.slow
def test_it_does_the_same_as_a_process(
    config: Config, reference: MakeTill, day: Workload, tmp_path: Path
) -> None:
    fault = "host.response_lost@point(acquirer/1/host.response/0200.1/1)"
    schedule = Schedule(day, (fault,))
    run_trial(schedule, config, tmp_path / "process", 1.0, Extras(keep_all=True))
    run_trial(schedule, config, tmp_path / "class", 1.0, Extras(make=reference, keep_all=True))
    assert told(tmp_path / "process") == told(tmp_path / "class")


def test_a_second_fault_strikes_while_it_gets_over_what_was_mended(
    made: MakeBench, reference: MakeTill
) -> None:
    """The slip that had waited for paper comes out when the roll is new: there the power goes."""
    bench = ran(
        made,
        reference,
        find_workload("one-sale"),
        "printer.paper_out@point(operator/1/operation.invoked/sale/1)",
        "pos.power_cut@point(printer/1/printer.line/1.6/1)",
    )
    struck = [fired.fault for _, fired in of(bench.events, FaultFired)]
    assert struck == ["printer.paper_out", "pos.power_cut"]
    results = judge(bench.events, bench.history.blobs)
    assert run_verdict(bench.events, results).verdict is Verdict.PASS, results
