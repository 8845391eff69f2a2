"""A schedule that goes on from a checkpoint comes to the History of its whole day."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

import pytest

from emulators.events import Event
from harness.config import Config
from harness.errors import NotApplicable
from harness.explore.prefixes import PAYS_FROM, Prefixes
from harness.explore.schedule import Schedule
from harness.pos.protocol import Params
from harness.virtual.bench import MakeTill, VirtualBench
from harness.virtual.world import World
from harness.workloads.files import find_workload
from harness.workloads.player import play
from harness.workloads.steps import Step, Workload, careful

from .conftest import SmallTill

SALES = Workload(
    "three sales", tuple(Step("sale", f"C{n}", Decimal(5), tender="cash") for n in (1, 2, 3))
)
LATE = "printer.paper_out@point(operator/3/operation.invoked/sale/1)"


def whole(schedule: Schedule, config: Config, make: MakeTill) -> list[Event]:
    bench = VirtualBench(
        config, Path(), make, name=schedule.id, schedule=schedule.faults, pictures=False
    )
    bench.start()
    return ended(bench, schedule.workload, 0)


def ended(bench: VirtualBench, workload: Workload, done: int) -> list[Event]:
    with bench:
        play(bench, workload, done)
        bench.settle()
    return bench.events


def begun(prefixes: Prefixes, schedule: Schedule) -> tuple[VirtualBench, int] | None:
    """As a campaign that has asked often enough."""
    for _ in range(PAYS_FROM - 1):
        assert once_begun(prefixes, schedule) is None
    return once_begun(prefixes, schedule)


def once_begun(prefixes: Prefixes, schedule: Schedule) -> tuple[VirtualBench, int] | None:
    return prefixes.begin(schedule, schedule.id, Path(), pictures=False)


def known(prefixes: Prefixes, schedule: Schedule) -> None:
    """From now on its day has checkpoints."""
    found = begun(prefixes, schedule)
    assert found is not None
    found[0].let_go()


@pytest.mark.parametrize(
    ("faults", "steps"),
    [
        (["printer.paper_out@point(printer/1/printer.line/1.6/1)"], 0),
        (["pos.power_cut@point(operator/3/operation.invoked/void/1)"], 2),
        (["host.response_lost@point(acquirer/4/host.booked/0200.3/1)"], 3),
        (["pos.freeze@point(operator/6/operation.invoked/settle/1)"], 6),
        (["pos.power_cut:flushes=2@point(operator/3/operation.invoked/void/1)"], 2),
        (["printer.head_worn@point(printer/5/printer.line/8.6/1)", LATE], 4),
        (["printer.paper_out@point(printer/4/printer.line/99.1/1)"], 7),  # it never strikes
    ],
)
def test_it_is_the_whole_day(
    config: Config, reference: MakeTill, faults: list[str], steps: int
) -> None:
    day = careful(find_workload("six-operations"))
    schedule = Schedule(day, tuple(faults))
    found = begun(Prefixes(config, reference), schedule)
    assert found is not None
    bench, done = found
    assert done == steps
    assert ended(bench, day, done) == whole(schedule, config, reference)


def test_a_checkpoint_serves_many(config: Config, reference: MakeTill) -> None:
    day = careful(find_workload("six-operations"))
    schedule = Schedule(day, ("pos.kill@point(operator/4/operation.invoked/refund/1)",))
    prefixes = Prefixes(config, reference)
    found = begun(prefixes, schedule)
    for _ in range(2):
        assert found is not None
        assert ended(found[0], day, found[1]) == whole(schedule, config, reference)
        found = once_begun(prefixes, schedule)
    assert found is not None
    found[0].let_go()


def test_it_goes_as_far_as_the_steps_are_the_same(config: Config) -> None:
    prefixes = Prefixes(config, SmallTill)
    known(prefixes, Schedule(SALES, (LATE,)))
    mended = (*SALES.steps[:1], Step("mend"), *SALES.steps[1:])
    schedule = Schedule(replace(SALES, steps=mended), (LATE,))
    found = once_begun(prefixes, schedule)
    assert found is not None
    assert found[1] == 1
    assert ended(found[0], schedule.workload, 1) == whole(schedule, config, SmallTill)


@pytest.mark.parametrize(
    "fault",
    ["printer.paper_out@line(40)", "printer.paper_out@now", "pos.kill@point(pos/0/pos.ready//1)"],
)
def test_what_may_strike_before_the_first_operation_has_its_whole_day(
    config: Config, fault: str
) -> None:
    assert begun(Prefixes(config, SmallTill), Schedule(SALES, (fault,))) is None


def test_what_the_bench_cannot_have_is_said_as_ever(config: Config) -> None:
    prefixes = Prefixes(config, SmallTill)
    known(prefixes, Schedule(SALES, (LATE,)))
    swapped = Schedule(SALES, ("pos.wrong_printer@point(operator/3/operation.invoked/sale/1)",))
    with pytest.raises(NotApplicable, match="one printer"):
        once_begun(prefixes, swapped)


class Forgetful(SmallTill):
    """It looks up its line where another life of it may have put another one."""

    lines: ClassVar[list[object]] = []

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.lines[:] = [self.line]

    def sell(self, number: int, reference: str) -> None:
        self.line = self.lines[0]  # type: ignore[assignment]
        super().sell(number, reference)


class Counting(SmallTill):
    """It counts its sales where each life of it begins anew, and all of them see."""

    counted: ClassVar[list[str]] = []

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.counted.clear()

    def sell(self, number: int, reference: str) -> None:
        self.counted.append(reference)
        super().sell(number, f"{reference}, number {len(self.counted)}")


class Waiting(SmallTill):
    """Its sales are counted by a generator, which nothing can copy."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.counted: Iterator[int] = (number for number in range(99))

    def call(self, number: int, method: str, params: Params) -> None:
        next(self.counted)
        super().call(number, method, params)


@pytest.mark.parametrize("till", [Forgetful, Counting, Waiting])
def test_a_till_that_cannot_be_copied_has_its_whole_day(
    config: Config, till: type[SmallTill]
) -> None:
    assert begun(Prefixes(config, till), Schedule(SALES, (LATE,))) is None


def test_the_longest_beginning_that_is_known_serves(config: Config) -> None:
    first, *rest = SALES.steps
    other = Workload("others", (first, Step("mend"), replace(first, reference="X1"), *rest))
    prefixes = Prefixes(config, SmallTill)
    known(prefixes, Schedule(other, (LATE,)))  # which is known as far as it is mended
    for schedule, steps in ((Schedule(SALES, (LATE,)), 1), (Schedule(other, (LATE,)), 1)):
        found = once_begun(prefixes, schedule)
        assert found is not None
        assert found[1] == steps
        assert ended(found[0], schedule.workload, steps) == whole(schedule, config, SmallTill)
    for _ in range(PAYS_FROM - 1):
        found = once_begun(prefixes, Schedule(SALES, (LATE,)))
        assert found is not None
        found[0].let_go()
    assert found[1] == 2
