"""schedule.json: what is written is read back; what is wrong is told."""

from pathlib import Path

import pytest

from emulators.errors import UsageError
from harness.explore.schedule import Schedule, load_schedule, parse_schedule, save_schedule

from .fakes import DAY


def test_a_schedule_reads_back(tmp_path: Path) -> None:
    schedule = Schedule(DAY, ("pos.kill@line(3)",), "a name", 7, "charged-once")
    save_schedule(schedule, tmp_path / "schedule.json")
    assert load_schedule(tmp_path / "schedule.json") == schedule


def test_its_id_stands_for_what_is_done_not_for_how_it_is_called() -> None:
    one, other = Schedule(DAY, ("pos.kill",), "a"), Schedule(DAY, ("pos.kill",), "b", 3)
    assert one.id == other.id != Schedule(DAY, ("pos.kill@line(1)",)).id


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([], "no schedule of version 1"),
        ({"version": 2}, "no schedule of version 1"),
        ({"version": 1, "falts": []}, "unknown key falts"),
        ({"version": 1, "faults": "pos.kill"}, "faults is a list"),
        ({"version": 1, "faults": ["pos.kill"]}, "names no workload"),
        ({"version": 1, "faults": ["pos.kil"], "workload": {}}, r"did you mean pos\.kill"),
    ],
)
def test_a_wrong_schedule(values: object, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        parse_schedule(values, "schedule.json")


def test_a_file_that_is_not_there_or_not_json(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load_schedule(tmp_path / "none.json")
    (tmp_path / "bad.json").write_text("{")
    with pytest.raises(UsageError, match="is not JSON"):
        load_schedule(tmp_path / "bad.json")
