"""What a scenario's tags and steps make of its bench."""

from pathlib import Path

import pytest

from harness.config import Config
from harness.reports.summary import Status
from harness.runs import Request, run

FEATURE = """
Feature: Benches
  {tags}
  Scenario: One
    Given the fault {fault}@event(no.such.event)
    When the cashier sells 1.00 for cash
"""


def status(tmp_path: Path, tags: str, fault: str, config: str = "") -> tuple[Status, str]:
    path = tmp_path / "one.feature"
    path.write_text(FEATURE.format(tags=tags, fault=fault), encoding="utf-8")
    (tmp_path / "tillproof.toml").write_text(config, encoding="utf-8")
    done = run(
        Request([str(path)], config=tmp_path / "tillproof.toml", results_dir=tmp_path / "runs"),
        lambda _: None,
    )
    (one,) = done.summary.scenarios
    return one.status, one.not_applicable


@pytest.mark.parametrize(
    ("tags", "fault"),
    [
        ("@bench.standby", "printer2.paper_out"),
        ("@bench.backup_line", "acquirer2.link.down"),
        ("@bench.serial", "printer.wrong_serial_settings"),
    ],
)
def test_a_tag_gives_it_the_devices(tmp_path: Path, tags: str, fault: str) -> None:
    assert status(tmp_path, tags, fault)[0] is Status.UNKNOWN  # armed, and never struck


@pytest.mark.parametrize("printer", ["serial = false", 'link = "epos"'])
def test_a_till_that_prints_over_the_network_only(tmp_path: Path, printer: str) -> None:
    config = f"[printer]\n{printer}\n"
    verdict = status(tmp_path, "@bench.serial", "printer.paper_out", config)
    assert verdict == (Status.NOT_APPLICABLE, "the POS prints over the network only")


def test_another_dialect_does_not_apply(tmp_path: Path) -> None:
    spoken = Config().acquirer.dialect
    verdict = status(tmp_path, "@dialect.unionpay", "printer.paper_out")
    assert verdict == (Status.NOT_APPLICABLE, f"the bench speaks {spoken}, not unionpay")


@pytest.mark.parametrize("between", ['dialect = "json-gateway"', 'link = "zvt"'])
def test_what_only_iso_8583_demands(tmp_path: Path, between: str) -> None:
    """A till that can ask what became of a payment may keep what another has to reverse."""
    verdict, why = status(tmp_path, "@iso8583", "printer.paper_out", f"[acquirer]\n{between}\n")
    assert verdict is Status.NOT_APPLICABLE
    assert "does not speak ISO 8583" in why
    assert status(tmp_path, "@iso8583", "printer.paper_out")[0] is Status.UNKNOWN


def test_a_line_that_cannot_have_it_does_not_apply(tmp_path: Path) -> None:
    verdict, why = status(tmp_path, "", "printer.wrong_serial_settings")
    assert verdict is Status.NOT_APPLICABLE
    assert "TCP, which has no serial settings" in why
