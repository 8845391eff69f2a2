"""Scenarios against a POS that is a class: as against any other, at once."""

from pathlib import Path

import pytest

from harness.paths import data_dir
from harness.runs import Request, run

pytestmark = pytest.mark.slow


def test_scenarios_run_in_virtual_time(tmp_path: Path) -> None:
    folder = str(data_dir("fixtures") / "pos")
    (tmp_path / "virtual_till.py").write_text(
        f"import sys\nsys.path.insert(0, {folder!r})\nfrom refpos.virtual.till import Till\n"
    )
    config = tmp_path / "tillproof.toml"
    config.write_text('[pos]\ndriver = "python"\nclass = "virtual_till:Till"\n')
    feature = str(data_dir("features") / "printing" / "paper_out.feature")
    finished = run(Request([feature], config, tmp_path / "runs"), lambda _: None)
    assert finished.exit_status == 0
    assert (tmp_path / "runs" / "latest" / "report.html").is_file()
