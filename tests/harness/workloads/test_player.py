"""Workloads on a bench."""

from pathlib import Path

import pytest

from emulators.acquirer.events import BooksBatch
from emulators.errors import UsageError
from harness.bench import Bench
from harness.checks.judge import judge
from harness.checks.result import Verdict
from harness.config import Config
from harness.events import Invoked, PosStarted
from harness.pos.clock import PosClock
from harness.workloads.files import parse_workload, standard_day
from harness.workloads.player import play
from tests.harness.conftest import MakeConfig

SALE = {"do": "sale", "reference": "A1", "amount": "12.50"}


def test_the_standard_day_of_the_reference_pos(tmp_path: Path) -> None:
    why = PosClock(tmp_path, Config().command()).why_not()
    if why:
        pytest.skip(why)
    with Bench(Config(), tmp_path / "run", moves_clock=True) as bench:
        assert play(bench, standard_day()) == ()
        bench.settle()
    failed = [r for r in judge(bench.events, bench.history.blobs) if r.verdict is Verdict.FAIL]
    assert not failed
    assert len(list(bench.history.of(PosStarted))) == 2
    closed = [batch for _, batch in bench.history.of(BooksBatch) if batch.state == "closed"]
    assert [batch.how for batch in closed] == ["settlement", "settlement"]


def test_what_the_pos_cannot_do_is_left_out_with_what_hangs_on_it(
    tiny: MakeConfig, tmp_path: Path
) -> None:
    cash = {**SALE, "reference": "A2", "tender": "cash"}
    rows = [SALE, cash, {"do": "void", "reference": "A1"}, {"do": "reprint", "reference": "A2"}]
    work = parse_workload({"version": 1, "step": rows}, "w")
    with Bench(tiny(), tmp_path / "run") as bench:
        left_out = play(bench, work)
        called = [invoked.method for item, invoked in bench.history.of(Invoked) if item.op]
    assert [(one.number, one.why) for one in left_out] == [
        (2, "the POS lacks sale.cash"),
        (3, "the POS lacks void"),
        (4, "the POS lacks reprint"),
    ]
    assert called[0] == "sale"
    assert "void" not in called


def test_an_amount_that_the_currency_cannot_have(tiny: MakeConfig, tmp_path: Path) -> None:
    work = parse_workload({"version": 1, "step": [{**SALE, "amount": "12.505"}]}, "w")
    with (
        Bench(tiny(), tmp_path / "run") as bench,
        pytest.raises(UsageError, match="more than the currency's 2 decimals"),
    ):
        play(bench, work)
