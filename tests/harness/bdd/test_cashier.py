"""Cashier and operator wait for what is about to happen, as people at a till would."""

from pathlib import Path

from emulators.faults.events import FaultCleared, FaultFired
from harness.bench import Bench
from harness.events import PosReady
from tests.harness.conftest import MakeConfig


def test_nobody_sells_on_a_till_that_is_being_started_again(
    tiny: MakeConfig, tmp_path: Path
) -> None:
    with Bench(tiny(), tmp_path / "run") as bench:
        bench.arm("pos.kill:off_for_ms=50@now")
        reply = bench.operator.sale("A1", 1250)
    assert (reply.status, reply.reason) == ("ok", "")
    assert [ready.start for _, ready in bench.history.of(PosReady)] == [1, 2]


def test_the_operator_does_not_mend_before_it_has_broken(tiny: MakeConfig, tmp_path: Path) -> None:
    with Bench(tiny(), tmp_path / "run") as bench:
        bench.arm("printer.paper_out@after_ms(50)")
        assert bench.operator.mend("printer.paper_out") == 1


def test_the_second_time_is_waited_for_only_when_the_first_is_mended(
    tiny: MakeConfig, tmp_path: Path
) -> None:
    with Bench(tiny(), tmp_path / "run") as bench:
        bench.arm("printer.cover_open@now")
        bench.arm("printer.cover_open@after_ms(100)")
        assert [bench.operator.mend("printer.cover_open") for _ in range(2)] == [1, 1]
    assert len(list(bench.history.of(FaultCleared))) == 2


def test_a_fault_that_never_strikes_is_not_waited_for_for_ever(
    tiny: MakeConfig, tmp_path: Path
) -> None:
    with Bench(tiny(alert_within_s=0.05), tmp_path / "run") as bench:
        bench.arm("printer.paper_out@text(NEVER)")
        assert bench.operator.mend("printer.paper_out") == 0


def test_a_fault_that_is_about_to_strike_still_strikes_at_the_end(
    tiny: MakeConfig, tmp_path: Path
) -> None:
    with Bench(tiny(), tmp_path / "run") as bench:
        bench.arm("printer.cover_open@after_ms(30)")
        bench.operator.sale("A1", 1250)
        bench.settle()
    assert len(list(bench.history.of(FaultFired))) == 1


def test_who_waits_for_the_till_sees_that_it_breaks_again(tiny: MakeConfig, tmp_path: Path) -> None:
    never_ready = """
    plain = answer
    def answer(method, params):
        return {"ready": False} if method == "status" else plain(method, params)
    """
    with Bench(tiny(never_ready), tmp_path / "run") as bench:
        bench.arm("printer.cover_open@after_ms(20)")
        bench.open_shop()
        struck = next(event for event, _ in bench.history.of(FaultFired))
        assert bench.events[-1].t_ms - struck.t_ms < 1000
