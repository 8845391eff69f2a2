"""Judging a History: every check on its own, and the verdict on the whole run."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from emulators.blobs import Blobs
from emulators.events import Event
from emulators.faults.events import FaultArmed, FaultFired
from emulators.history import of
from emulators.sifted import sifted
from harness.checks.check import HELD, Case, Check, Doubt, checks
from harness.checks.evidence import Evidence
from harness.checks.result import Result, Verdict, Violation, worst
from harness.checks.views.lab import bench_trouble, proven, unproven
from harness.events import PosDisk, PosEnded, PosReady, PosStarted, RunEnded

NOTHING_EXERCISED = "no check was exercised"


@dataclass(frozen=True, slots=True)
class RunVerdict:
    """The verdict on a run, and the sentences that explain it beyond the checks' own."""

    verdict: Verdict
    reasons: tuple[str, ...] = ()


def judge(
    events: Sequence[Event], blobs: Blobs, disabled: Mapping[str, str] | None = None
) -> list[Result]:
    """Run every check that is not disabled (name → reason); one that crashes is UNKNOWN.

    So is one whose verdict hangs on what a real printer may have done and nobody has proved.
    """
    wanted = [one for name, one in checks().items() if name not in (disabled or {})]
    results = _results(wanted, events, blobs)
    why = unproven(events)
    if not why:
        return results
    others = _results(wanted, proven(events), blobs)
    return [
        one if one.verdict is other.verdict else Result(one.check, Verdict.UNKNOWN, why=why)
        for one, other in zip(results, others, strict=True)
    ]


def _results(wanted: Iterable[Check], events: Sequence[Event], blobs: Blobs) -> list[Result]:
    evidence = Evidence(sifted(events), blobs)
    return [_result(one, evidence) for one in wanted]


def _result(one: Check, evidence: Evidence) -> Result:
    try:
        cases = list(one.cases(evidence))
        odd = [_fair(evidence, one, case) for case in cases if case is not HELD]
        return _fold(one.name, odd, exercised=bool(cases))
    except Exception as error:  # noqa: BLE001 - a check must never take the run down with it
        why = f"the check itself failed: {type(error).__name__}: {error}"
        return Result(one.name, Verdict.UNKNOWN, why=why)


def _fair(evidence: Evidence, one: Check, case: Case) -> Case:
    """No POS is to be blamed for a bench that broke, nor for pictures that nothing can read."""
    if not isinstance(case, Violation):
        return case
    broken = next(bench_trouble(evidence.events), None)
    if broken is not None:
        return Doubt(f"At event {broken[0]} {broken[1]}")
    if "paper" in one.comes_from and evidence.unread:
        return Doubt(
            "There are slips that are pictures, and nothing here could read them (is tesseract "
            f"installed, with their language?): {case.message}"
        )
    return _excused(evidence, case)


def _excused(evidence: Evidence, case: Violation) -> Case:
    """A POS that lost its data cannot be asked for what it did before.

    What it had sent until it died comes to the paper and to the host all the same, after the loss.
    """
    lost = [one.seq for one in evidence.trouble.faults if one.fault == "pos.data_lost"]
    if not lost or min(case.events, default=0) > _started_after(evidence, max(lost)):
        return case
    return Doubt(f"The POS's data were lost at event {max(lost)}: {case.message}")


def _started_after(evidence: Evidence, lost: int) -> int:
    later = (item.seq for item, _ in of(evidence.events, PosStarted) if item.seq > lost)
    return next(later, lost)


def _fold(name: str, odd: list[Case], *, exercised: bool) -> Result:
    violations = tuple(dict.fromkeys(case for case in odd if isinstance(case, Violation)))
    why = " ".join(dict.fromkeys(case.why for case in odd if isinstance(case, Doubt)))
    if violations:
        return Result(name, Verdict.FAIL, violations, why)
    if why:
        return Result(name, Verdict.UNKNOWN, why=why)
    return Result(name, Verdict.PASS if exercised else Verdict.NOT_EXERCISED)


def run_verdict(events: Sequence[Event], results: Iterable[Result]) -> RunVerdict:
    """The worst of the checks; unknown also when a fault never fired or nothing was exercised.

    A POS that never answered ``hello`` or that ended unasked has failed.
    """
    verdict = worst([result.verdict for result in results])
    events = sifted(events)
    failures, doubts = _failures(events), _doubts(events)
    if verdict is Verdict.NOT_EXERCISED:
        doubts = (NOTHING_EXERCISED, *doubts)
    if failures:
        verdict = Verdict.FAIL
    elif doubts and verdict is not Verdict.FAIL:
        verdict = Verdict.UNKNOWN
    return RunVerdict(verdict, failures + doubts)


def _failures(events: Sequence[Event]) -> tuple[str, ...]:
    ended = [
        f"the POS ended by itself with status {end.status}"
        for _, end in of(events, PosEnded)
        if not end.asked
    ]
    ended += [end.failed_step for _, end in of(events, RunEnded) if end.failed_step]
    started, ready = any(of(events, PosStarted)), any(of(events, PosReady))
    stopped = any(end.interrupted for _, end in of(events, RunEnded))
    mute = started and not ready and not stopped
    return (*ended, "the POS never answered hello") if mute else tuple(ended)


def _doubts(events: Sequence[Event]) -> tuple[str, ...]:
    fired = {fault.armed for _, fault in of(events, FaultFired)}
    never = [
        f"{fault.spec} was armed and never fired"
        for _, fault in of(events, FaultArmed)
        if fault.armed not in fired
    ]
    spared = [
        "a power cut waited for a flush that never came"
        for _, disk in of(events, PosDisk)
        if disk.state == "kept"
    ]
    interrupted = [
        f"the run was interrupted: {end.interrupted}"
        for _, end in of(events, RunEnded)
        if end.interrupted
    ]
    broken = [why for _, why in bench_trouble(events)]
    return (*never, *spared, *interrupted, *broken)
