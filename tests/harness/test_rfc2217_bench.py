"""The reference POS with its printer behind a device server: the real client, threads and all."""

from pathlib import Path

import pytest

from harness.bench import Bench
from harness.checks.judge import judge
from harness.checks.result import Verdict
from harness.config import Config, Printer

pytestmark = pytest.mark.slow
CONFIG = Config(folder=Path.cwd(), printer=Printer(link="rfc2217"))


@pytest.mark.parametrize(
    "fault",
    ["printer.paper_out@line(6)", "printer.link.reset_peer@line(4)", "printer.link.down@line(4)"],
)
def test_a_slip_comes_out_whole(fault: str, tmp_path: Path) -> None:
    with Bench(CONFIG, tmp_path / "run") as bench:
        bench.arm(fault)
        assert bench.operator.sale("T1", 1250).outcome == "approved"
        bench.settle()
    results = judge(bench.events, bench.history.blobs, {})
    assert {one.check for one in results if one.verdict is Verdict.FAIL} == set()
    assert {one.verdict for one in results if one.check == "receipt-per-sale"} == {Verdict.PASS}
