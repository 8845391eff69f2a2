"""A till that prints by ePOS-Print XML over HTTP, in scenarios."""

import sys
from pathlib import Path

import pytest

from harness.bench import Bench
from harness.checks.result import Verdict
from harness.config import parse_config
from harness.testing.judged import judged

TILL = Path(__file__).with_name("epos_till.py")
FAULTS = ("printer.paper_out@line(3)", "printer.cover_open@line(2)", "printer.power_cut@line(4)")


def day(tmp_path: Path, fault: str, *words: str) -> dict[str, Verdict]:
    """One cash sale with a fault that is mended; what each check says."""
    values = {
        "pos": {"command": [sys.executable, str(TILL), *words]},
        "printer": {"link": "epos"},
    }
    with Bench(parse_config(values, "test", tmp_path), tmp_path / "run") as bench:
        assert bench.devices.addresses.printer.endswith("/cgi-bin/epos/service.cgi")
        bench.arm(fault)
        bench.operator.sale("A1", 1250, tender="cash")
        bench.mend()
        found = judged(bench)
    return {one.check: one.verdict for one in found.results}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_till_that_reads_the_answers_prints_again(tmp_path: Path, fault: str) -> None:
    said = day(tmp_path, fault)
    assert said["receipt-per-sale"] is Verdict.PASS
    assert Verdict.FAIL not in said.values()


def test_one_that_does_not_has_no_receipt_to_show(tmp_path: Path) -> None:
    said = day(tmp_path, FAULTS[0], "careless")
    assert said["receipt-per-sale"] is Verdict.FAIL
    assert said["receipt-claim-honest"] is Verdict.FAIL
