"""The cashier stands at a till: one that is being started again is waited for."""

from pathlib import Path

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
