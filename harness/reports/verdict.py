"""``verdict.json``: what became of a run, for programs (contract section 2)."""

import json
from pathlib import Path
from typing import TypedDict

from harness.checks.result import Verdict
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
    not_exercised: list[str]
    not_applicable: list[LeftOut]


def build_verdict(summary: RunSummary, base: Path | None = None) -> VerdictFile:
    """The content of ``verdict.json``; paths in it are relative to the folder ``base``."""
    merged = merged_checks(summary.executed)
    pos = summary.pos
    return {
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


def write_verdict(summary: RunSummary, path: Path) -> None:
    """Write ``verdict.json``; a reader never sees half of it. Raises OSError."""
    content = build_verdict(summary, path.parent)
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    made = path.with_name(f".{path.name}.new")
    made.write_text(text, encoding="utf-8")
    made.replace(path)


def _check(check: MergedCheck, base: Path | None) -> CheckRow:
    violations: list[ViolationRow] = [
        {
            "message": clean(violation.message),
            "events": list(violation.events),
            "schedule": _schedule(scenario, base),
        }
        for scenario, result in check.results
        for violation in result.violations
    ]
    return {"name": check.name, "verdict": check.verdict.value, "violations": violations}


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
