"""No artefact of a run holds a whole card number, in whatever form."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.operator import TEST_CARD
from harness.paths import data_dir
from harness.reports.allure.write import write_allure
from harness.runs import Request, run

pytestmark = pytest.mark.slow  # benches
PAN = TEST_CARD["pan"]
GROUPED = " ".join(PAN[at : at + 4] for at in range(0, len(PAN), 4))
FORMS = {
    "text": PAN.encode(),
    "groups": GROUPED.encode(),
    "BCD": bytes.fromhex(PAN),
    "text in hexadecimal": PAN.encode().hex().encode(),
    "UTF-16": PAN.encode("utf-16-le"),
    "EBCDIC": PAN.encode("cp037"),
}
FEATURE = """
Feature: A card
  Scenario: Lost and asked for again
    Given the host's answer to the next sale is lost
    When the cashier sells 12.50 by card
    And the cashier sells 3.00 by card
"""
POS = data_dir("fixtures") / "pos"


def found(data: bytes) -> list[str]:
    return [name for name, form in FORMS.items() if form in data]


def leaks(folder: Path) -> Iterator[str]:
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    assert len(files) > 20
    for path in files:
        yield from (f"{path}: {name}" for name in found(path.read_bytes()))


@pytest.mark.parametrize(
    ("dialect", "link", "defects"),
    [
        ("iso87-ascii", "tcp", ("full-pan-in-log", "full-pan-on-slip")),
        ("iso87-ascii", "pty", ("full-pan-on-slip",)),
        ("unionpay", "tcp", ("full-pan-in-log",)),
        ("iso87-ascii", "tcp", ()),
    ],
)
def test_no_artefact_of_a_run(
    tmp_path: Path, dialect: str, link: str, defects: tuple[str, ...]
) -> None:
    words = [sys.executable, str(POS), *(w for one in defects for w in ("--defect", one))]
    config = tmp_path / "tillproof.toml"
    config.write_text(
        f'[pos]\ncommand = {json.dumps(words)}\n[printer]\nlink = "{link}"\n'
        f'[acquirer]\ndialect = "{dialect}"\nhost_timeout_s = 0.5\n',
        encoding="utf-8",
    )
    feature = tmp_path / "card.feature"
    feature.write_text(FEATURE, encoding="utf-8")
    asked = Request((str(feature),), config, tmp_path / "runs")
    finished = run(asked, lambda _: None)
    (scenario,) = finished.summary.scenarios
    assert (scenario.status.value == "fail") is bool(defects), scenario
    write_allure(finished.summary, tmp_path / "runs" / "allure", {})
    assert list(leaks(tmp_path / "runs")) == []
