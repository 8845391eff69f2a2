"""Everything that a run leaves for people and programs, written in one go at its end."""

import contextlib
from dataclasses import replace

from emulators.errors import HistoryError
from emulators.history_file import load_events
from harness.reports.export import export
from harness.reports.folder import RunFolder
from harness.reports.html import write_report
from harness.reports.junit import write_junit
from harness.reports.summary import RunSummary, ScenarioResult
from harness.reports.verdict import write_verdict


def publish(summary: RunSummary, folder: RunFolder, lang: str = "en") -> RunSummary:
    """Write ``verdict.json``, ``report.html``, ``junit.xml``, and each scenario's own files.

    The answer is the summary with the folders where they stand now: those of an only scenario are
    moved to the top. Raises OSError, and UsageError for a language that there is not.
    """
    summary = _lifted(summary, folder)
    for scenario in summary.executed:
        _write_scenario(summary, scenario)
    write_verdict(summary, folder.verdict)
    write_junit(summary, folder.junit)
    write_report(summary, folder.report, lang)
    return summary


def _lifted(summary: RunSummary, folder: RunFolder) -> RunSummary:
    kept = [one for one in summary.scenarios if one.folder is not None]
    if len(summary.scenarios) != 1 or not kept or kept[0].folder is None:
        return summary
    if kept[0].folder.path == folder.path or not kept[0].folder.path.is_dir():
        return summary
    return replace(summary, scenarios=(replace(kept[0], folder=folder.lift(kept[0].folder)),))


def _write_scenario(summary: RunSummary, scenario: ScenarioResult) -> None:
    """Its receipts, its wires, its verdict."""
    if scenario.folder is None or not scenario.folder.path.is_dir():
        return
    with contextlib.suppress(HistoryError):  # the report says that it cannot be read
        export(load_events(scenario.folder.history), scenario.folder)
    own = replace(summary, scenarios=(scenario,), seed=scenario.seed)
    write_verdict(own, scenario.folder.verdict)
