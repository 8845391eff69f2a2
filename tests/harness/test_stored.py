"""Histories that are judged from disk."""

from pathlib import Path

from emulators.history_file import line_of
from harness.checks.result import Verdict
from harness.reports.chinese import in_chinese
from harness.reports.summary import Status
from harness.stored import judge_again
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.till import Till


def test_sales_at_a_host_by_itself_accuse_nobody(tmp_path: Path) -> None:
    """Nobody knows what a cashier asked for."""
    rig = Rig()
    assert rig.code(Till().sale(1, 1250)) == "00"
    lines = "".join(line_of(event) for event in rig.history.events)
    (tmp_path / "history.jsonl").write_text(lines, encoding="utf-8")
    stored = judge_again(tmp_path)
    (one,) = stored.scenarios
    assert (stored.verdict, one.status, one.results) == (Verdict.UNKNOWN, Status.UNKNOWN, ())
    (reason,) = one.reasons
    assert "served by itself" in reason
    assert "单独运行" in in_chinese(reason)
