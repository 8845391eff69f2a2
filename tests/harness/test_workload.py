"""Workload files: what they say, and what is said of a wrong one."""

import tomllib
from pathlib import Path

import pytest

from emulators.errors import UsageError
from harness.bench import Bench
from harness.events import Invoked
from harness.workload import (
    Workload,
    load_workload,
    parse_workload,
    perform,
    shipped,
    workload_values,
)

from .conftest import MakeConfig


def parsed(*rows: str) -> Workload:
    text = "version = 1\nname = 'a day'\n" + "".join(f"[[do]]\n{row}\n" for row in rows)
    return parse_workload(tomllib.loads(text), "day.toml")


@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_shipped_workload_reads_back_from_its_values(name: str) -> None:
    workload = load_workload(name)
    assert parse_workload(workload_values(workload), name) == workload
    assert workload.zh


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["call = 'sell'"], r"1\. \[\[do\]\]: call = 'sell': write one of sale, void"),
        (["call = 'sale'\nreference = 'A'"], "sale needs amount_minor"),
        (["call = 'sale'\nreference = 'A'\namount_minor = '12'"], "'12' is not a whole number"),
        (["call = 'sale'\nreference = 'A'\namount_minor = -5"], "above 0"),
        (["call = 'sale'\nreference = 'A'\namount_minor = 5\ntender = 'gold'"], "card or cash"),
        (["call = 'void'\nreference = 'A'"], "nothing before it has the reference A"),
        (["call = 'settle'\namount_minor = 5"], "settle does not take amount_minor"),
        (
            [
                "call = 'sale'\nreference = 'A'\namount_minor = 5",
                "call = 'refund'\nreference = 'A'\namount_minor = 5",
            ],
            r"2\. \[\[do\]\]: reference A stands for something else",
        ),
        ([], "at least one"),
    ],
)
def test_a_wrong_workload_is_told_with_its_place(rows: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        parsed(*rows)


def test_a_workload_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="did you mean standard-day"):
        load_workload("standardday")
    (tmp_path / "bad.toml").write_text("version = ")
    with pytest.raises(UsageError, match="is not TOML"):
        load_workload(str(tmp_path / "bad.toml"))
    with pytest.raises(UsageError, match="cannot be read"):
        load_workload(str(tmp_path))


def test_the_operator_does_what_stands_there(tiny: MakeConfig, tmp_path: Path) -> None:
    workload = load_workload("standard-day")
    with Bench(tiny(), tmp_path / "run") as bench:
        for one in workload.operations:
            perform(bench, one)
    asked = [p for _, p in bench.history.of(Invoked) if p.method not in ("hello", "status")]
    assert [p.method for p in asked] == [one.call for one in workload.operations]
    assert (asked[0].amount_minor, asked[0].tender) == (1250, "card")
