"""Known violations, which do not fail a run: ``--baseline FILE``.

The file is the ``verdict.json`` of an earlier run, or a list of one's own::

    {"known": [{"check": "settlement-slip", "message": "…", "why": "ticket 4711"}]}

A violation is known when the file holds one of the same check with the same message; one without a
message stands for every violation of that check. A failed step is held with ``"check": "step"``.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from emulators.errors import UsageError
from harness.checks.check import checks
from harness.checks.result import Result, Verdict
from harness.reports.clean import clean
from harness.reports.summary import ScenarioResult, Status

STEP = "step"
ANY = ""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is known: pairs of a check and a message."""

    held: frozenset[tuple[str, str]] = frozenset()

    def holds(self, check: str, message: str) -> bool:
        """Whether this violation is known."""
        return bool({(check, message), (check, ANY)} & self.held)


def load_baseline(path: Path) -> Baseline:
    """Read a baseline. Raises UsageError for a file that is none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Baseline(frozenset(_pairs(content)))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UsageError(
            f"{path} is no baseline: give the verdict.json of an earlier run, or "
            '{"known": [{"check": "…", "message": "…"}]}'
        ) from None


def _pairs(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if "known" in content:
        for entry in content["known"]:
            yield _known(entry["check"]), str(entry.get("message", ANY))
        return
    for check in content["checks"]:
        for violation in (*check["violations"], *check.get("known", ())):
            yield check["name"], violation["message"]
    for step in content.get("failed_steps", ()):
        yield STEP, step["message"]


def _known(check: str) -> str:
    if check != STEP and check not in checks():
        raise UsageError(f"the baseline names {check!r}: there is no such check")
    return check


def without_known(result: ScenarioResult, baseline: Baseline) -> ScenarioResult:
    """The scenario as it stands when what is known does not count."""
    if not baseline.held or result.status is not Status.FAIL:
        return result
    results = tuple(_sorted_out(one, baseline) for one in result.results)
    left = replace(result, results=results)
    step_known = not result.other_error or baseline.holds(STEP, clean(result.other_error))
    if result.reasons or not step_known or _worst(results) is Verdict.FAIL:
        return left
    status = Status.UNKNOWN if _worst(results) is Verdict.UNKNOWN else Status.PASS
    return replace(left, status=status, error="")


def _sorted_out(result: Result, baseline: Baseline) -> Result:
    known = tuple(one for one in result.violations if baseline.holds(result.check, one.message))
    if not known:
        return result
    new = tuple(one for one in result.violations if one not in known)
    verdict = Verdict.UNKNOWN if result.why else Verdict.PASS
    return replace(result, verdict=Verdict.FAIL if new else verdict, violations=new, known=known)


def _worst(results: Iterable[Result]) -> Verdict:
    verdicts = {one.verdict for one in results}
    return next((v for v in (Verdict.FAIL, Verdict.UNKNOWN) if v in verdicts), Verdict.PASS)
