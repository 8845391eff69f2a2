"""Where labgrid's own client is looked for, and what is said when there is none."""

import sys
from pathlib import Path

import pytest

from harness.lab import grid
from harness.lab.grid import GridError


def program(folder: Path) -> Path:
    """A client in a folder of programs."""
    folder.mkdir()
    path = folder / grid.CLIENT
    path.touch(mode=0o755)
    return path


def test_the_one_on_the_path_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_path, beside = program(tmp_path / "pipx"), program(tmp_path / "venv")
    monkeypatch.setenv("PATH", str(on_path.parent))
    monkeypatch.setattr(sys, "executable", str(beside.parent / "python"))
    assert grid.client() == str(on_path)


def test_the_extra_is_found_where_its_environment_is_not_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = program(tmp_path / "venv")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(beside.parent / "python"))
    assert grid.client() == str(beside)


def test_where_there_is_none_it_says_how_to_come_by_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(GridError, match=r"pip install 'tillproof\[labgrid\]'"):
        grid.client()
