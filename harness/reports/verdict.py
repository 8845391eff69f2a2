"""``verdict.json``: what became of a run, for programs (docs/runs.md)."""

import json
from dataclasses import replace
from pathlib import Path
from typing import NotRequired, TypedDict

from harness.checks.result import Verdict, Violation
from harness.reports.clean import clean
from harness.reports.summary import (
    MergedCheck,
    RunSummary,
    ScenarioResult,
    Status,
    merged_checks,
    merged_faults,
)


class FaultRow(TypedDict):
    """A fault of the run."""

    name: str
    armed: int
    fired: int


class ViolationRow(TypedDict):
    """A violation; ``events`` are of the History beside ``schedule``."""

    message: str
    events: list[int]
    schedule: str


class CheckRow(TypedDict):
    """A check that saw evidence."""

    name: str
    verdict: str
    violations: list[ViolationRow]
    known: NotRequired[list[ViolationRow]]


class FailedStep(TypedDict):
    """What a step said when it failed, beyond what a check says of it."""

    scenario: str
    message: str


class LeftOut(TypedDict):
    """Something that was not run or not judged."""

    what: str
    why: str


class VerdictFile(TypedDict):
    """The file. ``verdict`` is pass, fail or unknown."""

    tillproof: str
    pos: dict[str, str | list[str]]
    seed: int
    verdict: str
    runs: int
    faults: list[FaultRow]
    checks: list[CheckRow]
    failed_steps: NotRequired[list[FailedStep]]
    not_exercised: list[str]
    not_applicable: list[LeftOut]
    interrupted: NotRequired[str]


def announce(summary: RunSummary, path: Path) -> None:
    """What stands there while the run goes on, and after it was killed. Raises OSError."""
    write_verdict(replace(summary, interrupted="the run has not come to its end"), path)


def build_verdict(summary: RunSummary, base: Path | None = None) -> VerdictFile:
    """The content of ``verdict.json``; paths in it are relative to the folder ``base``."""
    merged = merged_checks(summary.executed)
    pos = summary.pos
    steps: list[FailedStep] = [
        {"scenario": one.name, "message": clean(one.other_error)}
        for one in summary.executed
        if one.other_error
    ]
    content: VerdictFile = {
        "tillproof": summary.tillproof,
        "pos": {
            "name": pos.name,
            "version": pos.version,
            "driver": pos.driver,
            "command": list(pos.command),
            "capabilities": list(pos.capabilities),
        },
        "seed": summary.seed,
        "verdict": summary.verdict.value,
        "runs": len(summary.executed),
        "faults": [
            {"name": fault.name, "armed": fault.armed, "fired": fault.fired}
            for fault in merged_faults(summary.executed)
        ],
        "checks": [
            _check(check, base) for check in merged if check.verdict is not Verdict.NOT_EXERCISED
        ],
        "not_exercised": [check.name for check in merged if check.verdict is Verdict.NOT_EXERCISED],
        "not_applicable": _left_out(summary),
    }
    if steps:
        content["failed_steps"] = steps
    if summary.interrupted:
        content["interrupted"] = summary.interrupted
    return content


def write_verdict(summary: RunSummary, path: Path) -> None:
    """Write ``verdict.json``; a reader never sees half of it. Raises OSError."""
    content = build_verdict(summary, path.parent)
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    made = path.with_name(f".{path.name}.new")
    made.write_text(text, encoding="utf-8")
    made.replace(path)


def _check(check: MergedCheck, base: Path | None) -> CheckRow:
    rows: dict[str, list[ViolationRow]] = {"violations": [], "known": []}
    for scenario, result in check.results:
        schedule = _schedule(scenario, base)
        rows["violations"] += [_violation(one, schedule) for one in result.violations]
        rows["known"] += [_violation(one, schedule) for one in result.known]
    row: CheckRow = {
        "name": check.name,
        "verdict": check.verdict.value,
        "violations": rows["violations"],
    }
    if rows["known"]:
        row["known"] = rows["known"]
    return row


def _violation(violation: Violation, schedule: str) -> ViolationRow:
    return {
        "message": clean(violation.message),
        "events": list(violation.events),
        "schedule": schedule,
    }


def _schedule(scenario: ScenarioResult, base: Path | None) -> str:
    if scenario.folder is None:
        return ""
    path = scenario.folder.schedule
    inside = base is not None and path.is_relative_to(base)
    return path.relative_to(base).as_posix() if base and inside else str(path)


def _left_out(summary: RunSummary) -> list[LeftOut]:
    scenarios: list[LeftOut] = [
        {"what": one.name, "why": clean(one.not_applicable)}
        for one in summary.of(Status.NOT_APPLICABLE)
    ]
    return scenarios + [{"what": one.what, "why": one.why} for one in summary.disabled]
