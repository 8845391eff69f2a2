"""Workload files: what they may say, and what is said of a wrong one."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from harness.workloads.files import (
    WorkloadError,
    find_workload,
    load_workload,
    parse_workload,
    shipped,
    standard_day,
)
from harness.workloads.steps import VERBS, Step, careful, values_of

SALE = {"do": "sale", "reference": "A1", "amount": "12.50"}


def steps(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"version": 1, "name": "test", "step": list(rows)}


def test_the_standard_day_holds_every_verb() -> None:
    day = standard_day()
    assert {step.do for step in day.steps} == set(VERBS) - {"mend", "ask_again"}
    assert day.moves_clock


def test_a_sale_is_read() -> None:
    read = parse_workload(steps(SALE), "w")
    assert read.steps == (Step("sale", "A1", Decimal("12.50")),)
    assert not read.moves_clock


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"do": "sell"}, "did you mean settle?|did you mean sale?"),
        ({"do": 7}, "use one of sale, void"),
        ({}, "do = None is nothing that can be done"),
        ({"do": "sale", "reference": "A2"}, "sale needs amount"),
        ({**SALE, "amount": 12.5}, 'amount = 12.5: write a text, such as "12.50"'),
        ({**SALE, "amount": "-1"}, "write a positive amount"),
        ({**SALE, "amount": "NaN"}, "write a positive amount"),
        ({**SALE, "amount": "1e999999"}, "write a positive amount"),
        ({**SALE, "tender": "shells"}, "write card or cash"),
        ({**SALE, "days": 2}, "sale has no days: it takes reference, amount, tender"),
        ({"do": "settle", "days": 2}, "settle has no days: it takes nothing"),
        ({"do": "next_morning", "days": 0}, "write a whole number from 1 to 366"),
        ({"do": "next_morning", "days": True}, "write a whole number from 1 to 366"),
    ],
)
def test_a_wrong_step_is_named(row: dict[str, Any], said: str) -> None:
    with pytest.raises(WorkloadError) as told:
        parse_workload(steps(row), "w.toml")
    assert str(told.value).startswith("w.toml: step 1: ")
    assert any(word in str(told.value) for word in said.split("|"))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"do": "void", "reference": "A1"}], "step 1: void names A1, which no step before it has"),
        ([SALE, SALE], "step 2: the reference A1 stands for two things"),
        ([{"do": "end_of_day"}, SALE], "step 2: sale while the till is shut"),
        (
            [{"do": "refund", "reference": "R", "amount": "1"}, {"do": "void", "reference": "R"}],
            "step 2: void names R, which is no sale",
        ),
    ],
)
def test_a_step_that_cannot_be_done_there_is_named(rows: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(WorkloadError, match=said):
        parse_workload(steps(*rows), "w")


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(WorkloadError) as told:
        parse_workload({"version": 2, "speed": 1, "step": [{"do": "void"}, {"do": "x"}]}, "w")
    assert len(str(told.value).splitlines()) == 4


@pytest.mark.parametrize("values", [{"version": 1}, {"version": 1, "step": "sale"}])
def test_nothing_to_do(values: dict[str, Any]) -> None:
    with pytest.raises(WorkloadError, match="it has no steps"):
        parse_workload(values, "w")


def test_a_file_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "w.toml"
    with pytest.raises(WorkloadError, match="cannot be read"):
        load_workload(path)
    path.write_bytes(b"\xff = 1")
    with pytest.raises(WorkloadError, match="is not TOML"):
        load_workload(path)


@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_shipped_workload_reads_back_from_its_values(name: str) -> None:
    workload = find_workload(name.replace("-", "_"))
    assert parse_workload(values_of(workload), name) == workload


def test_a_careful_cashier_asks_again_before_he_settles() -> None:
    day = careful(find_workload("six-operations"))
    assert [step.do for step in day.steps[-2:]] == ["ask_again", "settle"]
    assert careful(day) == day


def test_a_workload_that_is_not_there() -> None:
    with pytest.raises(WorkloadError, match="did you mean six-operations"):
        find_workload("six-operation")
