"""A stored run, judged again from what is on disk alone."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from emulators.blobs import Blobs
from emulators.events import Event
from emulators.faults.events import FaultArmed, FaultFired
from emulators.history import of
from emulators.history_file import load_events
from harness.checks.judge import RunVerdict, judge, run_verdict
from harness.checks.result import Verdict, worst
from harness.errors import RunError
from harness.events import RunEnded, RunStarted
from harness.last_words import with_last_words
from harness.reports.folder import ScenarioFolder
from harness.reports.summary import FaultCount, ScenarioResult, Status
from harness.vocabulary import load_vocabulary

_EXIT = {Verdict.PASS: 0, Verdict.FAIL: 1}


@dataclass(frozen=True, slots=True)
class Stored:
    """What a stored run comes to today."""

    scenarios: tuple[ScenarioResult, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst of its scenarios."""
        return worst([Verdict(one.status.value) for one in self.scenarios])

    @property
    def exit_status(self) -> int:
        """As ``tillproof run`` would have ended."""
        return _EXIT.get(self.verdict, 2)

    def verdicts(self) -> dict[str, object]:
        """A document for ``--format json``."""
        return {
            "verdict": self.verdict.value,
            "scenarios": [
                {
                    "name": one.name,
                    "verdict": one.status.value,
                    "reasons": list(one.reasons),
                    "checks": [
                        {
                            "name": result.check,
                            "verdict": result.verdict.value,
                            "why": result.why,
                            "violations": [
                                {"message": v.message, "events": list(v.events)}
                                for v in result.violations
                            ],
                        }
                        for result in one.results
                    ],
                }
                for one in self.scenarios
            ],
        }


def _unheard(_: int, __: int) -> None:
    """Nobody wants to know."""


def stored_events(run: Path) -> list[Event]:
    """The History of a folder that holds one. Raises RunError that names those below it."""
    load_vocabulary()
    own = run if run.is_file() else run / "history.jsonl"
    if own.is_file():
        return load_events(own)
    below = [path.parent.relative_to(run).as_posix() for path in run.rglob("history.jsonl")]
    hint = f": name one of {', '.join(sorted(below)[:5])}" if below else ""
    raise RunError(f"{run} holds no history.jsonl{hint}")


def judge_again(run: Path, tell: Callable[[int, int], None] = _unheard) -> Stored:
    """Judge every History below ``run``; ``tell`` hears how many are done, and of how many.

    Raises RunError when there is none, HistoryError.
    """
    load_vocabulary()
    own = run / "history.jsonl"
    paths = [own] if own.is_file() else sorted(run.glob("scenarios/*/history.jsonl"))
    if not paths:
        raise RunError(f"{run} holds no history.jsonl: name the folder of a run")
    judged = []
    for done, path in enumerate(paths, start=1):
        judged.append(_judge(ScenarioFolder(path.parent)))
        tell(done, len(paths))
    return Stored(tuple(judged))


def _judge(folder: ScenarioFolder) -> ScenarioResult:
    events = load_events(folder.history)
    started = next((payload for _, payload in of(events, RunStarted)), None)
    if started is None:
        return _not_of_a_run(folder, events)
    settings = json.loads(started.settings)
    disabled = settings.get("checks", {}).get("disable", {})
    blobs = Blobs(folder.blobs)
    results = judge(events, blobs, disabled)
    whole = run_verdict(events, results)
    whole = RunVerdict(whole.verdict, with_last_words(whole.reasons, events, blobs))
    if not any(of(events, RunEnded)):
        # Written by a bench that was killed: what it does not tell of may have happened.
        cut_off = (*whole.reasons, "the History has no end: the run was killed")
        whole = RunVerdict(worst([whole.verdict, Verdict.UNKNOWN]), cut_off)
    return ScenarioResult(
        name=started.name,
        status=Status.of(whole.verdict),
        faults=fault_counts(events),
        results=tuple(results),
        reasons=whole.reasons,
        folder=folder,
    )


def _not_of_a_run(folder: ScenarioFolder, events: Sequence[Event]) -> ScenarioResult:
    """No cashier is in it, who could say what was asked for: no POS is judged by it."""
    reason = (
        "the History has no beginning: a device served by itself wrote it, or a run that was killed"
    )
    return ScenarioResult(
        name=folder.path.name,
        status=Status.UNKNOWN,
        faults=fault_counts(events),
        results=(),
        reasons=(reason,),
        folder=folder,
    )


def fault_counts(events: Sequence[Event]) -> tuple[FaultCount, ...]:
    """How often each fault was armed, and how many of these fired, in alphabetical order."""
    fired = {item.armed for _, item in of(events, FaultFired)}
    armed: Counter[str] = Counter()
    struck: Counter[str] = Counter()
    for _, item in of(events, FaultArmed):
        armed[item.fault] += 1
        struck[item.fault] += item.armed in fired
    return tuple(FaultCount(name, armed[name], struck[name]) for name in sorted(armed))
