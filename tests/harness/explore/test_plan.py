"""The plan: what is tried, in which order, in which share."""

import pytest

from emulators.errors import UsageError
from emulators.faults.fault import catalogue
from harness.explore.plan import (
    Cell,
    chosen_faults,
    decidable,
    depth_one,
    depth_two,
    mended,
    share,
    swarm,
    without,
)
from harness.explore.points import Point
from harness.workloads.steps import Step

from .fakes import DAY

TARGETS = ("pos", "printer", "acquirer", "printer.link", "acquirer.link", "calendar")


def cell(name: str, count: int) -> Cell:
    found = tuple(
        Point(f"point(printer/1/printer.line/1.{n}/1)", "printer.line", n) for n in range(count)
    )
    return Cell(catalogue()[name], found)


CELLS = (cell("pos.kill", 5), cell("printer.paper_out", 2))


def test_every_fault_at_every_point_once_and_the_faults_take_turns() -> None:
    plan = list(depth_one(CELLS, DAY))
    assert len({one.schedule.id for one in plan}) == len(plan) == 7
    assert [one.fault for one in plan[:4]] == ["pos.kill", "printer.paper_out"] * 2
    assert [one.number for one in plan] == list(range(1, 8))


def test_the_order_is_the_seeds() -> None:
    one, other, third = (list(depth_one(CELLS, DAY, seed=seed)) for seed in (1, 1, 2))
    assert one == other
    assert {p.schedule.id for p in one} == {p.schedule.id for p in third}


def test_shards_are_disjoint_and_whole() -> None:
    parts = [list(share(depth_one(CELLS, DAY), index, 3)) for index in (1, 2, 3)]
    numbers = sorted(one.number for part in parts for one in part)
    assert numbers == list(range(1, 8))


def test_a_draw_of_a_seed_does_not_depend_on_how_many_are_asked_for() -> None:
    few, many = list(swarm(CELLS, DAY, 3, 9)), list(swarm(CELLS, DAY, 30, 9))
    assert few == many[:3]
    assert {len(one.schedule.faults) for one in many} > {1, 2}


def test_mending_follows_the_operation_that_was_struck() -> None:
    day = mended(DAY, ["point(printer/2/printer.line/3.1/1)"])
    assert day.steps[:3] == (*DAY.steps[:2], Step("mend"))


def test_a_customer_who_shows_a_spoilt_slip_gets_another() -> None:
    worn = cell("printer.head_worn", 1)
    day = next(depth_one([worn], DAY)).schedule.workload
    assert day.steps[:3] == (DAY.steps[0], Step("mend"), Step("reprint", "A1"))


def test_what_spoils_a_settlement_slip_unnoticed_is_nobodys_failure() -> None:
    at = [Point(f"point(printer/{op}/printer.line/1.1/1)", "printer.line", op) for op in (5, 6)]
    assert decidable(catalogue()["printer.head_worn"], at, DAY) == (at[0],)
    assert decidable(catalogue()["printer.paper_out"], at, DAY) == tuple(at)


def test_steps_are_left_out_by_number() -> None:
    assert without(DAY, [1, 3]).steps == (DAY.steps[1], *DAY.steps[3:])


def test_faults_are_chosen_by_name_or_by_its_first_part() -> None:
    assert set(chosen_faults(["pos"], [], TARGETS)) >= {"pos.kill"}
    printer = chosen_faults(["printer.*"], ["printer.link"], TARGETS)
    assert "printer.paper_out" in printer
    assert not any(name.startswith("printer.link") for name in printer)
    assert "pos.kill" not in chosen_faults([], [], ("printer",))
    assert "pos.kill" not in chosen_faults([], [], TARGETS, ("pos.kill",))
    assert "pos.data_lost" not in chosen_faults([], [], TARGETS)
    assert "pos.data_lost" in chosen_faults(["pos.data_lost"], [], TARGETS)
    with pytest.raises(UsageError, match="no fault is called 'prnter'"):
        chosen_faults(["prnter"], [], TARGETS)


def test_a_pair_is_a_first_fault_and_a_second_one_where_it_leads() -> None:
    first = next(depth_one(CELLS, DAY))
    pairs = list(depth_two([(first, ("pos.kill@line(1)", "pos.kill@line(2)"))]))
    assert [one.schedule.faults[1] for one in pairs] == ["pos.kill@line(1)", "pos.kill@line(2)"]
    assert len({one.number for one in pairs}) == 2
    assert (pairs[0].depth, pairs[0].moment) == (2, "after pos.kill")
