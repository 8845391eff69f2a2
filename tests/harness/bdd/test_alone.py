"""behave by itself, with our runner: the same folder as ``tillproof run`` leaves."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

FEATURE = """
Feature: Paper
  Rule: Under a rule, too
    Scenario: Sold
      When the cashier sells 12.50 by card
      Then the customer was charged 12.50 once

    Scenario: Never fired
      Given the paper runs out after line 900 of the receipt
      When the cashier sells 12.50 by card
"""


@pytest.mark.slow
def test_behave_leaves_reports_and_allure_results(tmp_path: Path) -> None:
    (tmp_path / "paper.feature").write_text(FEATURE, encoding="utf-8")
    words = ["-m", "behave", "--runner", "harness.bdd.runner:BenchRunner", "-D", "allure=results"]
    done = subprocess.run(
        [sys.executable, *words, "paper.feature"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 1  # unknown is no pass
    assert "was armed and never fired" in done.stdout
    latest = tmp_path / "runs" / "latest"
    assert json.loads((latest / "verdict.json").read_text())["verdict"] == "unknown"
    assert {"report.html", "junit.xml"} <= {path.name for path in latest.iterdir()}
    results = [json.loads(one.read_text()) for one in tmp_path.glob("results/*-result.json")]
    assert {one["name"]: one["status"] for one in results} == {
        "Sold": "passed",
        "Never fired": "unknown",
    }
