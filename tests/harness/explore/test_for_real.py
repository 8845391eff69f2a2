"""Campaigns with real benches: a till that recovers, one that does not, an explorer that is killed.

Slow: each run of a bench takes a part of a second.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.paths import data_dir
from harness.runs import Request, run

pytestmark = pytest.mark.slow

POS = data_dir("fixtures") / "pos"
ONE_SALE = (sys.executable, "-m", "harness", "explore", "--workload", "one-sale")
EXPLORE = (*ONE_SALE, "--only", "pos.kill")
POWER = (*ONE_SALE, "--only", "pos.power_cut")
PATIENCE_S = 120


def configured(folder: Path, defect: str = "") -> Path:
    words = [sys.executable, str(POS), *(["--defect", defect] if defect else [])]
    modules = ["refpos.shell.program", "refpos.defects.registry", "escpos.printer"]
    path = folder / "tillproof.toml"
    path.write_text(f"[pos]\ncommand = {json.dumps(words)}\npreload = {json.dumps(modules)}\n")
    return path


def explored(
    folder: Path, *options: str, command: tuple[str, ...] = EXPLORE
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (*command, "--format", "json", *options),
        cwd=folder, capture_output=True, text=True, timeout=PATIENCE_S, check=False,
    )  # fmt: skip


def until(true: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline_s
        time.sleep(0.02)


def judged(folder: Path) -> list[tuple[int, str]]:
    path = folder / "runs" / "latest" / "campaign.sqlite"
    if not path.is_file():
        return []
    base = sqlite3.connect(path)
    try:
        return base.execute("SELECT number, verdict FROM trial ORDER BY number").fetchall()
    except sqlite3.OperationalError:  # made, and its tables are not
        return []
    finally:
        base.close()


def test_the_reference_gets_over_a_crash_at_any_moment(tmp_path: Path) -> None:
    configured(tmp_path)
    done = explored(tmp_path, "-j", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["runs"] >= 10


def test_a_lost_spool_is_found_made_small_and_fails_as_a_feature(tmp_path: Path) -> None:
    config = configured(tmp_path, "spool-in-memory")
    done = explored(tmp_path, "-j", "2", "--fail-fast")
    assert done.returncode == 1, done.stdout + done.stderr
    feature = next((tmp_path / "runs/latest/failures").rglob("*.feature"))
    schedule = json.loads((feature.parent / "schedule.json").read_text())
    assert len(schedule["faults"]) == 1
    finished = run(Request([str(feature.resolve())], config, tmp_path / "again"), lambda _: None)
    assert finished.exit_status == 1
    assert "receipt-per-sale" in (tmp_path / "runs/latest/report.html").read_text()


def test_the_power_goes_at_each_flush_of_a_process(tmp_path: Path) -> None:
    configured(tmp_path)
    listed = json.loads(explored(tmp_path, "--list", command=POWER).stdout)
    ((flushes, points),) = [(one["flushes"], one["points"]) for one in listed["faults"]]
    assert (listed["unwatched"], listed["schedules"]) == ("", points)
    assert 6 <= flushes < points
    done = explored(tmp_path, "-j", "2", command=POWER)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["runs"] >= flushes


def test_a_slip_that_is_flushed_behind_its_sale_is_found_between_the_two(tmp_path: Path) -> None:
    config = configured(tmp_path, "one-by-one")
    done = explored(tmp_path, "-j", "2", "--fail-fast", command=POWER)
    assert done.returncode == 1, done.stdout + done.stderr
    feature = next((tmp_path / "runs/latest/failures").rglob("*.feature"))
    (fault,) = json.loads((feature.parent / "schedule.json").read_text())["faults"]
    assert fault.startswith("pos.power_cut:flushes=")
    finished = run(Request([str(feature.resolve())], config, tmp_path / "again"), lambda _: None)
    assert finished.exit_status == 1


def test_a_campaign_in_virtual_time_goes_on_with_its_flushes(tmp_path: Path) -> None:
    begun = json.loads(explored(tmp_path, "--virtual", "--max-runs", "4", command=POWER).stdout)
    folder = (tmp_path / "runs" / "latest").resolve()
    done = explored(tmp_path, "--resume", str(folder), command=POWER)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["runs"] == begun["campaign"]["planned"] > 4
    specs = [one["faults"][0] for one in schedules(folder)]
    assert len(set(specs)) == len(specs) == begun["campaign"]["planned"]
    assert sum("flushes=" in spec for spec in specs) >= 6


def schedules(folder: Path) -> list[dict[str, list[str]]]:
    base = sqlite3.connect(folder / "campaign.sqlite")
    try:
        return [json.loads(row[0]) for row in base.execute("SELECT schedule FROM trial")]
    finally:
        base.close()


def test_a_campaign_goes_on_where_its_explorer_was_killed(tmp_path: Path) -> None:
    configured(tmp_path)
    explorer = subprocess.Popen(
        EXPLORE, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until(lambda: len(judged(tmp_path)) >= 3)
    os.kill(explorer.pid, signal.SIGKILL)
    explorer.wait()
    before = judged(tmp_path)
    folder = (tmp_path / "runs" / "latest").resolve()
    done = explored(tmp_path, "--resume", str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    after = judged(tmp_path)
    assert after[: len(before)] == before
    assert [number for number, _ in after] == list(range(1, len(after) + 1))
    assert json.loads(done.stdout)["runs"] == len(after) > len(before)


def test_a_day_that_fails_by_itself_is_told_and_no_fault_is_tried(tmp_path: Path) -> None:
    done = subprocess.run(
        (*EXPLORE, "--virtual", "--format", "json"),
        cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE_S, check=False,
        env={**os.environ, "TILLPROOF_POS_DEFECT": "socket-is-proof"},
    )  # fmt: skip
    assert done.returncode == 1
    said = json.loads(done.stdout)
    failed = {one["name"] for one in said["checks"] if one["verdict"] == "fail"}
    assert (said["verdict"], said["runs"], said["faults"]) == ("fail", 1, [])
    assert "receipt-claim-honest" in failed
    folder = tmp_path / "runs" / "latest"
    assert json.loads((folder / "verdict.json").read_text()) == said
    assert (folder / "clean" / "1" / "schedule.json").is_file()
    assert "receipt-claim-honest" in (folder / "report.html").read_text()
