"""What a run came to, as the reports take it: a RunSummary with a ScenarioResult a scenario."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from harness.checks.result import Result, Verdict, worst
from harness.reports.folder import ScenarioFolder


class Status(Enum):
    """What became of a scenario. ``ERROR``: the harness itself failed in it."""

    PASS = "pass"  # noqa: S105  (no password: a verdict)
    FAIL = "fail"
    UNKNOWN = "unknown"
    ERROR = "error"
    NOT_APPLICABLE = "not_applicable"

    @classmethod
    def of(cls, verdict: Verdict) -> "Status":
        """The status that a verdict gives; what exercised nothing is unknown."""
        return cls.UNKNOWN if verdict is Verdict.NOT_EXERCISED else cls(verdict.value)


@dataclass(frozen=True, slots=True)
class FaultCount:
    """How often a fault of that name was armed, and how often one of them fired."""

    name: str
    armed: int
    fired: int


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """Something that was left out (a scenario, a check), and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a scenario. ``status`` is behave's: passed, failed, skipped, undefined, error."""

    keyword: str
    text: str
    status: str
    duration_s: float = 0.0


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """One scenario, run once.

    ``error`` is the text of a failed step or of the harness's own failure; ``reasons`` are
    sentences that explain the status beyond the checks (a fault never fired, the POS ended by
    itself); ``not_applicable`` says why it was not run. ``left_behind`` says what was on paper, in
    the books and in the till's status when it did not hold. ``feature_file`` is '' and ``line`` 0
    for one that comes from no file. ``language`` is the feature's, such as ``zh-CN``.
    ``started_s`` is POSIX time, 0 when it never began.
    """

    name: str
    status: Status
    feature: str = ""
    feature_file: str = ""
    line: int = 0
    tags: tuple[str, ...] = ()
    started_s: float = 0.0
    duration_s: float = 0.0
    seed: int = 0
    faults: tuple[FaultCount, ...] = ()
    results: tuple[Result, ...] = ()
    steps: tuple[Step, ...] = ()
    reasons: tuple[str, ...] = ()
    error: str = ""
    left_behind: tuple[str, ...] = ()
    not_applicable: str = ""
    folder: ScenarioFolder | None = None
    language: str = "en"

    @property
    def other_error(self) -> str:
        """The lines of ``error`` that do not just say again what a check has found."""
        found = [
            violation.message
            for result in self.results
            for violation in (*result.violations, *result.known)
        ]
        lines = self.error.strip().splitlines()
        return "\n".join(line for line in lines if not any(text in line for text in found))

    @property
    def silent_faults(self) -> tuple[str, ...]:
        """The faults that were armed and never fired."""
        return tuple(fault.name for fault in self.faults if fault.armed and not fault.fired)


@dataclass(frozen=True, slots=True)
class PosInfo:
    """The POS under test, as it called itself or as the configuration does."""

    name: str
    version: str = ""
    driver: str = "stdio"
    command: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A run. ``disabled`` are the checks that the configuration switched off, with its reasons.

    ``interrupted`` says why the run did not come to its end.
    """

    name: str
    tillproof: str
    pos: PosInfo
    seed: int
    started: datetime
    duration_s: float
    scenarios: tuple[ScenarioResult, ...]
    disabled: tuple[NotApplicable, ...] = ()
    interrupted: str = ""

    def of(self, *statuses: Status) -> tuple[ScenarioResult, ...]:
        """The scenarios with one of these statuses, in their order."""
        return tuple(one for one in self.scenarios if one.status in statuses)

    @property
    def executed(self) -> tuple[ScenarioResult, ...]:
        """The scenarios that were run: all but the not applicable ones."""
        return tuple(one for one in self.scenarios if one.status is not Status.NOT_APPLICABLE)

    @property
    def verdict(self) -> Verdict:
        """Pass, fail or unknown: a run in which nothing was run proves nothing."""
        doubtful = bool(self.interrupted) or not self.executed
        return worst([Verdict.UNKNOWN] * doubtful + [_verdict(s) for s in self.executed])


def _verdict(scenario: ScenarioResult) -> Verdict:
    """Never better than what its checks and its faults allow, whatever the caller says."""
    known = scenario.status in (Status.PASS, Status.FAIL) and not scenario.silent_faults
    own = Verdict(scenario.status.value) if known else Verdict.UNKNOWN
    return worst([own, *(result.verdict for result in scenario.results)])


def merged_faults(scenarios: Iterable[ScenarioResult]) -> tuple[FaultCount, ...]:
    """The faults of several scenarios by name, counts added up, in alphabetical order."""
    counts: dict[str, FaultCount] = {}
    for fault in (fault for scenario in scenarios for fault in scenario.faults):
        before = counts.get(fault.name, FaultCount(fault.name, 0, 0))
        counts[fault.name] = FaultCount(
            fault.name, before.armed + fault.armed, before.fired + fault.fired
        )
    return tuple(counts[name] for name in sorted(counts))


@dataclass(frozen=True, slots=True)
class MergedCheck:
    """One check over all scenarios: its worst verdict, and who saw what."""

    name: str
    verdict: Verdict
    results: tuple[tuple[ScenarioResult, Result], ...]


def merged_checks(scenarios: Iterable[ScenarioResult]) -> tuple[MergedCheck, ...]:
    """The checks of several scenarios by name, in alphabetical order."""
    seen: dict[str, list[tuple[ScenarioResult, Result]]] = {}
    for scenario in scenarios:
        for result in scenario.results:
            seen.setdefault(result.check, []).append((scenario, result))
    return tuple(
        MergedCheck(name, worst([result.verdict for _, result in own]), tuple(own))
        for name, own in sorted(seen.items())
    )
