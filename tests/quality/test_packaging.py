"""The wheel holds everything, and works from a folder where nothing else is."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the tree and unpacked as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=180)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def test_features_fixtures_and_data_are_inside(installed: Path) -> None:
    for name in (
        "harness/features/printing/paper_out.feature",
        "harness/fixtures/pos/__main__.py",
        "harness/docs/contract.md",
        "harness/docs/dialects.md",
        "harness/docs/gateway.md",
        "harness/docs/zh/contract.md",
        "harness/docs/zh/dialects.md",
        "harness/docs/zh/gateway.md",
        "harness/pos/shim/clock_shim.c",
        "harness/reports/templates/report.html.jinja",
        "emulators/acquirer/cards.toml",
        "emulators/acquirer/schema.sql",
        "emulators/printer/models/TM-T88V.toml",
        "emulators/printer/pages.toml",
        "harness/py.typed",
        "emulators/py.typed",
    ):
        assert (installed / name).is_file(), name
    assert list((installed / "emulators/printer/fonts").glob("LICENSE*"))
    assert not (installed / "tests").exists()


@pytest.mark.slow
def test_it_runs_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(installed)}
    feature = installed / "harness/features/printing/paper_out.feature"
    command = [sys.executable, "-m", "harness", "run", f"{feature}:6"]
    done = subprocess.run(
        command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 held" in done.stdout
    history = (tmp_path / "runs/latest/history.jsonl").read_text()
    assert "printer.slip" in history
    verdict = (tmp_path / "runs/latest/verdict.json").read_text()
    assert str(installed / "harness/fixtures/pos") in verdict
