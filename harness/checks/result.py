"""Verdicts, and what a check has to say for its own."""

from dataclasses import dataclass
from enum import Enum

from emulators.quick import quick


class Verdict(Enum):
    """What became of a check, a run or a campaign. ``NOT_EXERCISED``: it saw no evidence at all."""

    PASS = "pass"  # noqa: S105  (no password: a verdict)
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_EXERCISED = "not_exercised"


_WORST_LAST = (Verdict.NOT_EXERCISED, Verdict.PASS, Verdict.UNKNOWN, Verdict.FAIL)


def worst(verdicts: list[Verdict]) -> Verdict:
    """The worst of several: fail, then unknown, then pass; none at all is not exercised."""
    return max(verdicts, key=_WORST_LAST.index, default=Verdict.NOT_EXERCISED)


@dataclass(frozen=True, slots=True)
class Violation:
    """One sentence on what customer, merchant or bank are left with; the events that show it."""

    message: str
    events: tuple[int, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class Result:
    """One check's verdict on one run. ``why`` explains an unknown.

    ``known`` are violations that a baseline holds: told, and not counted.
    """

    check: str
    verdict: Verdict
    violations: tuple[Violation, ...] = ()
    why: str = ""
    known: tuple[Violation, ...] = ()
