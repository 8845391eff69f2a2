"""Pairs of faults that swarms of schedules once made fail: the reference POS gets over each."""

from pathlib import Path

import pytest

from harness.config import Config
from harness.explore.schedule import Schedule
from harness.explore.trial import Extras, run_trial
from harness.virtual.bench import MakeTill
from harness.workloads.files import parse_workload
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

CARD = {"do": "sale", "reference": "A1", "amount": "12.50"}
CASH = {"do": "sale", "reference": "A2", "amount": "5.00", "tender": "cash"}
VOID = {"do": "void", "reference": "A1"}
REFUND = {"do": "refund", "reference": "A3", "amount": "3.00"}

LONGER = {
    # Three pulses wait for the cutter: each belongs to a cash operation of its own.
    "drawer pulses put off": (
        [CARD, CASH],
        "operator.wrong_amount@point(operator/1/operation.invoked/sale/1)",
        "printer.cutter_jam@point(pos/0/pos.started//1)",
    ),
    # The till's slip says what it was answered; the copy that the line made was booked.
    "a copy is booked": (
        [CARD, VOID, REFUND],
        "host.approved_not_booked@point(acquirer/3/host.request/0200.3/1)",
        "acquirer.link.duplicate@point(acquirer/2/host.request/0200.2/1)",
    ),
    # Bits flip in the amount of a reversal, which is sent again.
    "a spoilt reversal": (
        [CARD, CASH, VOID],
        "acquirer.link.corrupt@point(operator/2/operation.invoked/sale/1)",
        f"acquirer.link.reset_peer@{PAID}",
    ),
    # The reversal overtakes its sale, which the host then refuses.
    "a reversal overtakes": (
        [CARD, REFUND],
        "acquirer.link.reorder@point(acquirer/0/host.booking/0800.1/1)",
        "host.response_lost@point(acquirer/1/host.booked/0200.1/1)",
    ),
}

ALL = {
    **{name: ([CARD], *faults) for name, faults in PAIRS.items()},
    **LONGER,
}


@pytest.mark.parametrize(("steps", "first", "second"), ALL.values(), ids=ALL.keys())
def test_the_till_gets_over_both(
    config: Config,
    reference: MakeTill,
    steps: list[dict[str, str]],
    first: str,
    second: str,
    tmp_path: Path,
) -> None:
    values = {"version": 1, "name": "Some", "step": steps}
    schedule = Schedule(careful(parse_workload(values, "a test")), (first, second))
    finding = run_trial(schedule, config, tmp_path / "run", 1.0, Extras(make=reference))
    assert (finding.verdict, finding.broken, finding.fired) == ("pass", (), 2)
