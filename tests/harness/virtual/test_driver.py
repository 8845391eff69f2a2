"""A POS that is a class: its lives, what it is told in which order, what is left of it."""

from collections.abc import Callable

import pytest

from emulators.effects import Injected
from emulators.history import of
from emulators.printer.events import LineBurnt
from harness.events import PosEnded, PosLog, PosStarted, Quiet
from harness.loop import LoopError
from harness.pos import effects
from harness.pos.protocol import Params
from harness.virtual.bench import VirtualBench
from tests.harness.virtual.conftest import SmallTill

MakeBench = Callable[..., VirtualBench]


def log_of(bench: VirtualBench) -> str:
    return "".join(
        bench.history.blobs.get(one.blob).decode() for _, one in of(bench.events, PosLog)
    )


def test_it_is_asked_prints_and_answers(made: MakeBench) -> None:
    with made() as bench:
        assert bench.pos.hello.text("name") == "Small"
        assert bench.operator.sale("A1", 100, "cash").outcome == "approved"
        assert bench.operator.reprint().status == "not_applicable"
        bench.settle()
        lines = [one.line_text for _, one in of(bench.events, LineBurnt)]
        assert lines == ["SOLD A1"]
    assert "begins\n" in log_of(bench)
    assert not bench.folder.exists()


def test_time_jumps(made: MakeBench) -> None:
    with made() as bench:
        reply = bench.operator.sale("slow", 100, "cash")
    assert reply.status == "unknown"
    assert "no answer within 15 s" in reply.reason


def test_a_crash_is_the_end_of_that_life_with_its_traceback(made: MakeBench) -> None:
    with made() as bench:
        reply = bench.operator.sale("crash", 100, "cash")
        assert reply.reason == "the POS's process ended"
    assert "ZeroDivisionError: at the till" in log_of(bench)
    (ended,) = [one for _, one in of(bench.events, PosEnded)]
    assert (ended.status, ended.asked) == (1, False)


def test_its_time_to_recover_begins_when_its_power_is_back(made: MakeBench) -> None:
    with made(schedule=["pos.kill:off_for_ms=600000@event(operation.invoked)"]) as bench:
        bench.operator.call("sale", {"reference": "A1"})
        bench.settle()
    assert [one.start for _, one in of(bench.events, PosStarted)] == [1, 2]
    assert [one.ready for _, one in of(bench.events, Quiet)] == [True]


def test_what_breaks_in_a_turn_is_no_verdict_on_it(
    made: MakeBench, caplog: pytest.LogCaptureFixture
) -> None:
    with made() as bench:
        bench.operator.call("sale", {"reference": "A1"})
        bench.clock.call_later(0, lambda: 1 // 0)
        with pytest.raises(LoopError, match="the bench itself broke: ZeroDivisionError"):
            bench.settle()
    assert "Exception in a turn" in caplog.text


def test_what_is_on_the_disk_outlives_it(made: MakeBench) -> None:
    sales: list[bytes] = []

    class Remembers(SmallTill):
        def start(self) -> None:
            held = "sales" in self.world.disk.names()
            sales.append(self.world.disk.read("sales") if held else b"")

    with made(Remembers, schedule=["pos.kill@point(operator/2/operation.invoked/sale/1)"]) as bench:
        bench.operator.sale("A1", 100, "cash")
        bench.operator.sale("A2", 100, "cash")
        bench.settle()
    assert sales == [b"", b"A1\n"]
    assert len(list(of(bench.events, PosStarted))) == 2


def test_a_disk_that_is_full_is_told_so(made: MakeBench) -> None:
    with made() as bench:
        bench.arm("pos.disk_full")
        assert bench.operator.sale("A1", 100, "cash").outcome == "failed"
        bench.mend()
        assert bench.operator.sale("A2", 100, "cash").outcome == "approved"
    assert "No space left" in log_of(bench)


def test_a_pos_that_stands_still_hears_all_later_in_order(made: MakeBench) -> None:
    heard: list[str] = []

    class Hears(SmallTill):
        def start(self) -> None:
            self.world.after(1, lambda: heard.append("timer"))

        def call(self, number: int, method: str, params: Params) -> None:
            heard.extend([str(params["reference"])] if method == "sale" else [])
            super().call(number, method, params)

    with made(Hears) as bench:
        bench.do(lambda: bench.pos.apply(Injected(effects.Freeze(), 1)))
        bench.clock.call_later(4, lambda: heard.append("four seconds"))
        bench.clock.call_later(5, lambda: bench.pos.apply(Injected(effects.Thaw(), 1)))
        bench.operator.sale("A1", 100, "cash")
    assert heard == ["four seconds", "A1", "timer"]


def test_a_timer_that_is_called_off_in_time_never_runs(made: MakeBench) -> None:
    heard: list[str] = []

    class Ticks(SmallTill):
        def start(self) -> None:
            first = self.world.after(2, lambda: heard.append("second"))
            self.world.after(1, first.cancel)
            self.world.after(3, lambda: heard.append("third"))

    with made(Ticks) as bench:
        bench.do(lambda: bench.pos.apply(Injected(effects.Freeze(), 1)))
        bench.clock.call_later(5, lambda: bench.pos.apply(Injected(effects.Thaw(), 1)))
        bench.operator.sale("A1", 100, "cash")
    assert heard == ["third"]
