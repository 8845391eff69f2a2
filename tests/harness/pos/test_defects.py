"""The list of defects that a POS prints."""

from pathlib import Path

import pytest

from emulators.errors import UsageError
from harness.config import Config, load_config
from harness.pos.defects import listed


def till(folder: Path, checks: str) -> Config:
    """A POS that lists one defect, which these checks are to show."""
    (folder / "list.txt").write_text(f"lost\tA slip is lost\t{checks}\tA day\n", encoding="utf-8")
    (folder / "tillproof.toml").write_text(
        '[pos]\ncommand = ["sh", "-c", "cat list.txt"]\n', encoding="utf-8"
    )
    return load_config(folder / "tillproof.toml")


@pytest.mark.parametrize("between", [",", ", "])
def test_checks_have_commas_between_them(between: str, tmp_path: Path) -> None:
    (found,) = listed(till(tmp_path, between.join(["charged-once", "settled-once"])))
    assert found.checks == ("charged-once", "settled-once")


def test_a_check_that_is_not_there_could_never_fail(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="lost: there is no check 'charged-twice'"):
        listed(till(tmp_path, "charged-once, charged-twice"))
