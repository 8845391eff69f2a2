"""Pairs of faults that swarms of schedules once made fail: the reference POS gets over each."""

from pathlib import Path

import pytest

from harness.config import Config
from harness.explore.schedule import Schedule
from harness.explore.trial import Extras, run_trial
from harness.virtual.bench import MakeTill
from harness.workloads.files import find_workload
from harness.workloads.steps import careful

ASKED = "point(printer/1/printer.replied/DLE EOT 1/1)"
EARLIER = "point(printer/0/printer.replied/DLE EOT 2/1)"
SOLD = "point(operator/1/operation.invoked/sale/1)"
PAID = "point(acquirer/1/host.request/0200.1/1)"

PAIRS = {
    # A printer that took a slip for something else answers the probe, and never the proof.
    "misread slip": (
        f"printer.foreign_language@{EARLIER}", f"printer.foreign_language@{ASKED}",
    ),
    # The slip was spoilt before the till was killed: asked again, an honest till says printed.
    "spoilt, then killed": (
        f"printer.head_dead_dots@{EARLIER}", "pos.kill@point(printer/1/printer.line/2.1/1)",
    ),
    "spoilt, then without power": (
        "printer.head_worn@point(printer/1/printer.line/1.21/1)",
        "pos.power_cut@point(printer/1/printer.replied/DLE EOT 1/2)",
    ),
    # The roll is changed amid a slip that waits for the head to cool.
    "roll changed amid a slip": (
        "printer.paper_near_end@point(printer/1/printer.replied/DLE EOT 1/2)",
        "printer.head_overheated@point(printer/1/printer.line/1.1/1)",
    ),
    # What will be reversed once the disk has room is pending before that, too.
    "reversal due, disk full": (f"pos.disk_full@{PAID}", f"acquirer.link.reset_peer@{PAID}"),
    # Dead at a flush and not heard of yet, the till is struck again.
    "power cut twice": (f"pos.power_cut@{ASKED}", f"pos.power_cut:flushes=1@{SOLD}"),
    "power cut, then killed": (f"pos.kill@{ASKED}", f"pos.power_cut:flushes=1@{SOLD}"),
    "power cut, then data lost": (f"pos.data_lost@{ASKED}", f"pos.power_cut:flushes=1@{SOLD}"),
}  # fmt: skip


@pytest.mark.parametrize("faults", PAIRS.values(), ids=PAIRS.keys())
def test_the_till_gets_over_both(
    config: Config, reference: MakeTill, faults: tuple[str, str], tmp_path: Path
) -> None:
    day = careful(find_workload("one-sale"))
    schedule = Schedule(day, faults)
    finding = run_trial(schedule, config, tmp_path / "run", 1.0, Extras(make=reference))
    assert (finding.verdict, finding.broken, finding.fired) == ("pass", (), 2)
