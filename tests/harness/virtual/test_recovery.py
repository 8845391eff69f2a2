"""What a till does after a while counts, as long as it has time: in virtual time, to the moment."""

from collections.abc import Callable, Mapping

import pytest

from emulators.faults.events import FaultFired
from emulators.history import of
from harness.events import Quiet
from harness.pos.protocol import Json, Params
from harness.virtual.bench import VirtualBench
from harness.virtual.world import World
from tests.harness.virtual.conftest import SmallTill

MakeBench = Callable[..., VirtualBench]


class Slow(SmallTill):
    """It sells at once, and knows and prints three seconds later."""

    knows_after_s = 3.0

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.known = self.owes = False

    def call(self, number: int, method: str, params: Params) -> None:
        if method == "sale":
            self.world.answer(number, {"outcome": "approved" if self.known else "pending"})
            if not (self.known or self.owes):
                self.owes = True
                self.world.after(self.knows_after_s, self.know)
        elif method == "status":
            pending: Mapping[str, Json] = {"receipts": int(self.owes and self.tells)}
            self.world.answer(number, {"ready": True, "pending": pending})
        else:
            super().call(number, method, params)

    tells = False

    def know(self) -> None:
        self.known, self.owes = True, False
        self.line.write(b"SOLD\n\x1dV\x00")


class Tells(Slow):
    """As that, and its status says that a slip has yet to come."""

    tells = True


@pytest.mark.parametrize(("knows_after_s", "outcome"), [(3.0, "approved"), (60.0, "pending")])
def test_what_is_pending_is_asked_for_until_its_time_to_recover_is_over(
    made: MakeBench, monkeypatch: pytest.MonkeyPatch, knows_after_s: float, outcome: str
) -> None:
    monkeypatch.setattr(Slow, "knows_after_s", knows_after_s)
    with made(Slow) as bench:
        bench.operator.call("sale", {"reference": "A1"})
        bench.settle()
        assert bench.operator.outcome("A1") == outcome
    (quiet,) = [one for _, one in of(bench.events, Quiet)]
    assert quiet.waited_s < 11


def test_a_fault_waits_for_what_the_till_says_that_it_owes(made: MakeBench) -> None:
    with made(Tells, schedule=["printer.paper_out@line(1)"]) as bench:
        bench.operator.call("sale", {"reference": "A1"})
        bench.settle()
    assert [one.fault for _, one in of(bench.events, FaultFired)] == ["printer.paper_out"]


def test_a_till_that_owes_nothing_is_not_waited_for(made: MakeBench) -> None:
    with made(Slow, schedule=["printer.paper_out@line(1)"]) as bench:
        bench.operator.call("sale", {"reference": "A1"})
        bench.settle()
    assert not list(of(bench.events, FaultFired))
