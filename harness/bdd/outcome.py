"""From a finished scenario and its bench to a result and an exit status."""

import json
from collections.abc import Sequence

from behave.model import Scenario
from behave.model import Step as BehaveStep
from behave.model_core import Status as BehaveStatus

from emulators.errors import TillproofError, UsageError
from emulators.faults.events import FaultArmed
from emulators.history import of
from harness.bdd.scene import Scene
from harness.bdd.session import Outcome, Session
from harness.bdd.unstruck import never_asked, never_flushed, never_reversed
from harness.bench import Bench
from harness.checks.evidence import Evidence
from harness.checks.judge import judge, run_verdict
from harness.checks.result import Result, Verdict
from harness.config import Config
from harness.errors import PosFailed
from harness.events import PosReady
from harness.last_words import with_last_words
from harness.pos.process import StartError
from harness.reports.left_behind import left_behind
from harness.reports.summary import (
    PosInfo,
    ScenarioResult,
    Status,
    Step,
)
from harness.stored import fault_counts

EXIT = {
    Status.PASS: 0,
    Status.FAIL: 1,
    Status.UNKNOWN: 2,
    Status.NOT_APPLICABLE: 2,
    Status.ERROR: 4,
}
WRONG_USE = 3
WRONG_USE_ERRORS = (UsageError, StartError)


def outcome_of(
    scenario: Scenario, scene: Scene, session: Session, when_s: tuple[float, float]
) -> Outcome:
    """Judge the scenario's History and fold in what became of its steps.

    ``when_s``: when it began (POSIX time) and how long it took.
    """
    bench = scene.started
    results: tuple[Result, ...] = ()
    verdict: Status | None = None
    reasons: tuple[str, ...] = ()
    if bench is not None and not scene.not_applicable:
        results = tuple(judge(bench.events, bench.history.blobs, session.config.checks.disable))
        whole = run_verdict(bench.events, results)
        verdict = Status.of(whole.verdict)
        reasons = with_last_words(whole.reasons, bench.events, bench.history.blobs)
        if verdict is Status.UNKNOWN and not _in_doubt(scenario, results):
            tags = scenario.effective_tags
            scene.not_applicable = (
                never_asked(tags, bench.events)
                or never_flushed(tags, bench.events)
                or never_reversed(tags, bench.events, kept=bool(scene.kept()))
            )
        _write_schedule(bench, session)
    status, exit_status, error = _status(scenario, scene, verdict)
    return Outcome(
        ScenarioResult(
            name=scenario.name,
            status=status,
            feature=scenario.feature.name,
            feature_file=scenario.location.filename,
            language=scenario.feature.language or "en",
            line=scenario.location.line,
            tags=tuple(str(tag) for tag in scenario.effective_tags),
            started_s=round(when_s[0], 3),
            duration_s=round(when_s[1], 3),
            seed=session.seed,
            faults=() if bench is None else fault_counts(bench.events),
            results=() if scene.not_applicable else results,
            steps=tuple(_step(step) for step in scenario.all_steps),
            reasons=tuple(reason for reason in reasons if reason != error),
            error=error,
            left_behind=() if bench is None else _left_behind(bench, status),
            not_applicable=scene.not_applicable,
            folder=None if bench is None else scene.folder,
        ),
        exit_status,
        pos_info(bench, session.config),
    )


def _in_doubt(scenario: Scenario, results: Sequence[Result]) -> bool:
    """Whether more is not known than what a fault would have done."""
    failed = any(step.status is BehaveStatus.failed for step in scenario.all_steps)
    return failed or any(one.verdict is Verdict.UNKNOWN for one in results)


def _left_behind(bench: Bench, status: Status) -> tuple[str, ...]:
    if status not in (Status.FAIL, Status.ERROR):
        return ()
    return left_behind(Evidence(tuple(bench.events), bench.history.blobs))


def failed_step(scenario: Scenario) -> str:
    """The step that did not hold and what it found, '' when all held."""
    for step in scenario.all_steps:
        if step.status is BehaveStatus.failed:
            return _told(step)
    return ""


def _told(step: BehaveStep) -> str:
    return f"{step.keyword} {step.name}: {_message(step)}"


_Judged = tuple[Status, int, str]  # the scenario's status, its exit status, what went wrong


def _status(scenario: Scenario, scene: Scene, verdict: Status | None) -> _Judged:
    if scene.interrupted or scene.not_applicable:
        left_out = Status.UNKNOWN if scene.interrupted else Status.NOT_APPLICABLE
        return left_out, EXIT[left_out], scene.interrupted
    if scene.defect:
        return Status.ERROR, EXIT[Status.ERROR], scene.defect
    stopped = _by_a_step(scenario)
    if stopped is not None:
        return stopped
    hook = f"after_scenario raised {scene.hook_error}" if scene.hook_error else ""
    if hook or scenario.hook_failed:
        return Status.ERROR, EXIT[Status.ERROR], hook or (scenario.error_message or "").strip()
    status = verdict or Status.UNKNOWN
    return status, EXIT[status], "" if list(scenario.all_steps) else "it has no steps"


def _by_a_step(scenario: Scenario) -> _Judged | None:
    """What the first step that did not pass makes of the scenario; None when all did."""
    for step in scenario.all_steps:
        text = _told(step)
        if step.status is BehaveStatus.undefined:
            said = f"{step.keyword} {step.name}: no such step; 'tillproof steps' lists them"
            return Status.ERROR, WRONG_USE, said
        if step.status is BehaveStatus.failed or isinstance(step.exception, PosFailed):
            return Status.FAIL, EXIT[Status.FAIL], text
        if step.status.is_error():
            wrong = isinstance(step.exception, WRONG_USE_ERRORS)
            return Status.ERROR, WRONG_USE if wrong else EXIT[Status.ERROR], text
    return None


def _message(step: BehaveStep) -> str:
    """What went wrong in a step: our own sentences as they are, anything else with its origin."""
    if isinstance(step.exception, TillproofError | AssertionError) and str(step.exception):
        return str(step.exception)
    return (step.error_message or "").strip()


def _step(step: object) -> Step:
    status = getattr(step, "status", BehaveStatus.untested)
    return Step(
        str(getattr(step, "keyword", "")),
        str(getattr(step, "name", "")),
        status.name,
        round(float(getattr(step, "duration", 0.0)), 3),
    )


def pos_info(bench: Bench | None, config: Config) -> PosInfo | None:
    """The POS as it called itself; None when it never did."""
    for _, ready in of(bench.events, PosReady) if bench is not None else ():
        return PosInfo(
            ready.name or config.pos.name,
            ready.version,
            config.pos.driver,
            config.command(),
            ready.capabilities,
        )
    return None


def _write_schedule(bench: Bench, session: Session) -> None:
    """``schedule.json``: the faults with their triggers, as they were armed."""
    faults = [item.spec for _, item in of(bench.events, FaultArmed)]
    schedule = {"version": 1, "name": bench.name, "seed": session.seed, "faults": faults}
    text = json.dumps(schedule, ensure_ascii=False, indent=2)
    (bench.folder / "schedule.json").write_text(text + "\n", encoding="utf-8")
