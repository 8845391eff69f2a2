"""The folder of a run: its name, its link, what stands where."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from harness.reports.folder import make_run_folder, slug

NOON = datetime(2026, 1, 5, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Paper runs out -- twice!", "paper-runs-out-twice"),
        ("纸用完 时 重打", "纸用完-时-重打"),
        ("../../etc/passwd", "etc-passwd"),
        ("\0\n/", "run"),
        ("x" * 500, "x" * 60),
    ],
)
def test_a_name_becomes_a_harmless_part_of_a_path(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_the_folder_bears_the_time_in_utc(tmp_path: Path) -> None:
    east = NOON.astimezone(timezone(timedelta(hours=8)))
    assert make_run_folder(tmp_path / "runs", "My run", east).path.name == "20260105T120000Z-my-run"


def test_runs_of_the_same_second_never_share_a_folder(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: make_run_folder(tmp_path, "x", NOON).path, range(24)))
    assert len(set(made)) == 24
    assert sorted(path.name for path in tmp_path.iterdir() if not path.is_symlink()) == sorted(
        path.name for path in made
    )
    assert (tmp_path / "latest").resolve() in made


def test_latest_is_the_last_one_and_moves_with_the_folder(tmp_path: Path) -> None:
    make_run_folder(tmp_path / "runs", "first", NOON)
    last = make_run_folder(tmp_path / "runs", "second", NOON)
    (tmp_path / "runs").rename(tmp_path / "moved")
    assert (tmp_path / "moved" / "latest").resolve().name == last.path.name


def test_something_else_called_latest_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "latest").mkdir()
    (tmp_path / "latest" / "mine").write_text("")
    made = make_run_folder(tmp_path, "x", NOON)
    assert (tmp_path / "latest" / "mine").is_file()
    assert {path.name for path in tmp_path.iterdir()} == {"latest", made.path.name}


def test_each_scenario_has_a_folder_in_the_order_of_the_features(tmp_path: Path) -> None:
    run = make_run_folder(tmp_path, "x", NOON)
    folders = [run.scenario(number, "Same name") for number in (1, 2, 11)]
    assert [one.path.name for one in folders] == ["001-same-name", "002-same-name", "011-same-name"]
    assert all(one.path.is_dir() for one in folders)
