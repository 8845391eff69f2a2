"""A POS that is a class and does not return: it hangs as a process would, and the bench goes on."""

import signal
from collections.abc import Callable, Iterator

import pytest

from emulators.history import of
from harness.events import Quiet
from harness.pos.protocol import Params
from harness.virtual import driver
from harness.virtual.bench import VirtualBench
from harness.virtual.patience import HungError, Patience
from tests.harness.virtual.conftest import SmallTill
from tests.harness.virtual.test_driver import log_of

MakeBench = Callable[..., VirtualBench]


class Hangs(SmallTill):
    """It waits for ever when it sells, as if for a socket."""

    def call(self, number: int, method: str, params: Params) -> None:
        while method == "sale":
            signal.pause()
        super().call(number, method, params)


@pytest.fixture
def _hasty(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    driver.PATIENCE.rest()
    monkeypatch.setattr(driver, "PATIENCE", Patience(0.02))
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)


@pytest.mark.usefixtures("_hasty")
def test_it_hangs_until_it_is_started_again(made: MakeBench) -> None:
    with made(Hangs) as bench:
        assert "no answer within 15 s" in bench.operator.sale("A1", 100, "cash").reason
        assert bench.operator.status().status == "unknown"
        bench.settle()
    assert [one.ready for _, one in of(bench.events, Quiet)] == [False]
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    log = log_of(bench)
    assert "signal.pause()" in log
    assert driver.HUNG in log


@pytest.mark.usefixtures("_hasty")
def test_two_alarms_in_one_turn_are_a_hang_and_one_is_none() -> None:
    patience = Patience(0.02)
    for _ in range(3):
        patience.begin()
        patience.end()
    patience.begin()
    signal.pause()
    with pytest.raises(HungError):
        signal.pause()
    patience.end()


@pytest.mark.usefixtures("_hasty")
def test_an_alarm_that_is_somebody_elses_is_left_alone() -> None:
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    Patience(0.02).begin()
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0
