"""What the page shows of one scenario: its evidence, read and put in order."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from emulators.blobs import Blobs
from emulators.errors import HistoryError
from emulators.history_file import load_events
from harness.checks.result import Verdict
from harness.reports.chinese import in_chinese
from harness.reports.sentences import speaker
from harness.reports.slips import Slip, slips
from harness.reports.summary import ScenarioResult, Status
from harness.reports.tables import (
    BatchRow,
    OperationRow,
    TransactionRow,
    batches,
    operations,
    transactions,
)
from harness.reports.timeline import Row, timeline

_LOG_END_BYTES = 1500  # the last words of a crash, and no more


@dataclass(frozen=True, slots=True)
class Finding:
    """A violation, with the check that found it."""

    check: str
    message: str
    events: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the History of a scenario shows. ``problem`` says why there is nothing to show."""

    problem: str = ""
    events: int = 0
    slips: tuple[Slip, ...] = ()
    operations: tuple[OperationRow, ...] = ()
    transactions: tuple[TransactionRow, ...] = ()
    batches: tuple[BatchRow, ...] = ()
    rows: tuple[Row, ...] = ()

    @property
    def story(self) -> tuple[Row, ...]:
        """The rows that tell the story."""
        return tuple(row for row in self.rows if row.key_moment)

    @property
    def picture_bytes(self) -> int:
        """What the slips' pictures take in the page."""
        return sum(len(slip.png) for slip in self.slips)


@dataclass(frozen=True, slots=True)
class Case:
    """A scenario on the page.

    ``path`` leads from the report to its folder, '' for none; ``log_end`` is the end of what the
    POS wrote to its standard error.
    """

    anchor: str
    scenario: ScenarioResult
    findings: tuple[Finding, ...]
    reasons: tuple[str, ...]
    evidence: Evidence
    path: str
    can_replay: bool
    log_end: str

    def file(self, name: str) -> str:
        """The way from the report to a file of the scenario."""
        return name if self.path == "." else f"{self.path}/{name}"

    @property
    def told_as_story(self) -> bool:
        """Whether the page tells it at length: everything that is not green."""
        return self.scenario.status is not Status.PASS


def _said(scenario: ScenarioResult, say: Callable[[str], str]) -> ScenarioResult:
    """The scenario with its sentences as they are said on the page."""
    return replace(
        scenario,
        error="\n".join(map(say, scenario.error.split("\n"))),
        left_behind=tuple(map(say, scenario.left_behind)),
        not_applicable=say(scenario.not_applicable),
    )


def make_case(number: int, scenario: ScenarioResult, base: Path, lang: str) -> Case:
    """Read a scenario's evidence for a report in folder ``base``; whatever is missing is told."""
    say = in_chinese if lang == "zh" else str
    findings = tuple(
        Finding(result.check, say(violation.message), violation.events)
        for result in scenario.results
        for violation in result.violations
    )
    unsure = tuple(
        say(f"{result.check}: {result.why}")
        for result in scenario.results
        if result.why and result.verdict is Verdict.UNKNOWN
    )
    pinned = {seq for finding in findings for seq in finding.events}
    folder = scenario.folder
    return Case(
        anchor=f"s{number}",
        scenario=_said(scenario, say),
        findings=findings,
        reasons=tuple(map(say, scenario.reasons)) + unsure,
        evidence=_read(scenario, pinned, lang),
        path="" if folder is None else Path(os.path.relpath(folder.path, base)).as_posix(),
        can_replay=folder is not None and folder.schedule.is_file(),
        log_end="" if folder is None else _end_of(folder.pos_stderr),
    )


def _end_of(log: Path) -> str:
    try:
        with log.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _LOG_END_BYTES))
            if file.tell():
                file.readline()  # half a line could be half a card number, which nothing masks
            return file.read().decode("utf-8", "replace").strip()
    except OSError:
        return ""


def _read(scenario: ScenarioResult, pinned: set[int], lang: str) -> Evidence:
    if scenario.folder is None:
        return Evidence()
    try:
        events = load_events(scenario.folder.history)
    except (HistoryError, UnicodeDecodeError) as error:
        return Evidence(problem=str(error))
    say = speaker(lang, events)
    return Evidence(
        events=len(events),
        slips=tuple(slips(events, Blobs(scenario.folder.blobs))),
        operations=tuple(operations(events, say)),
        transactions=tuple(transactions(events, say)),
        batches=tuple(batches(events, say)),
        rows=tuple(timeline(events, say, pinned)),
    )
