"""One scenario as an Allure test result."""

import hashlib
from collections.abc import Iterator, Sequence

from harness.checks.result import Result, Verdict
from harness.reports.clean import clean
from harness.reports.junit import explain
from harness.reports.summary import ScenarioResult, Status, Step

Json = dict[str, object]
_STATUS = {
    Status.PASS: "passed",
    Status.FAIL: "failed",
    Status.UNKNOWN: "unknown",
    Status.ERROR: "broken",
    Status.NOT_APPLICABLE: "skipped",
}
_STEP = {"passed": "passed", "failed": "failed", "skipped": "skipped", "untested": "skipped"}
_VERDICT = {Verdict.PASS: "passed", Verdict.FAIL: "failed", Verdict.UNKNOWN: "unknown"}
_SEVERITIES = ("blocker", "critical", "normal", "minor", "trivial")


def result(one: ScenarioResult, name: str, lane: int, attached: Sequence[Json]) -> Json:
    """The file's content. ``name`` is its UUID, ``lane`` where Allure's time line draws it."""
    start, stop = _milliseconds(one.started_s), _milliseconds(one.started_s + one.duration_s)
    full_name = f"{one.feature_file}: {one.name}"
    made: Json = {
        "uuid": name,
        "historyId": _digest(full_name),
        "testCaseId": _digest(full_name),
        "fullName": clean(full_name),
        "name": clean(one.name),
        "status": _STATUS[one.status],
        "stage": "finished",
        "start": start,
        "stop": stop,
        "labels": [{"name": key, "value": clean(value)} for key, value in _labels(one, lane)],
        "parameters": [],
        "links": [],
        "titlePath": [clean(one.feature_file), clean(one.feature)],
        "steps": [*_steps(one, start), *_judgement(one.results, stop)],
        "attachments": list(attached),
    }
    if one.status is not Status.PASS:
        said = "\n".join(clean(sentence) for sentence in explain(one))
        left = "\n".join(clean(sentence) for sentence in one.left_behind)
        made["statusDetails"] = {"message": said, "trace": left}
    return made


def _labels(one: ScenarioResult, lane: int) -> Iterator[tuple[str, str]]:
    yield "framework", "tillproof"
    yield "language", "gherkin"
    yield "feature", one.feature
    yield "suite", one.feature
    yield "package", one.feature_file.removesuffix(".feature").replace("/", ".")
    yield "thread", f"bench {lane}"
    tags = [tag.lstrip("@") for tag in one.tags]
    yield from (("tag", tag) for tag in tags)
    yield from (("severity", tag) for tag in tags if tag in _SEVERITIES)


def _steps(one: ScenarioResult, start: int) -> Iterator[Json]:
    begin = start
    for step in one.steps:
        end = begin + _milliseconds(step.duration_s)
        yield _step(step, one, begin, end)
        begin = end


def _step(step: Step, one: ScenarioResult, begin: int, end: int) -> Json:
    status = _STEP.get(step.status, "broken")
    made = _made(clean(f"{step.keyword} {step.text}"), status, begin, end)
    if status in ("failed", "broken"):
        made["statusDetails"] = {"message": clean(one.error), "trace": ""}
    return made


def _judgement(results: Sequence[Result], at: int) -> Iterator[Json]:
    """One step for all checks that saw something, with a step of its own for each."""
    seen = [one for one in results if one.verdict in _VERDICT]
    if not seen:
        return
    worst = min((one.verdict for one in seen), key=[*_BY_GRAVITY].index)
    made = _made(f"Judged by {len(seen)} checks", _VERDICT[worst], at, at)
    made["steps"] = [_check(one, at) for one in seen]
    yield made


_BY_GRAVITY = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.PASS)


def _check(one: Result, at: int) -> Json:
    made = _made(one.check, _VERDICT[one.verdict], at, at)
    said = [violation.message for violation in one.violations] or ([one.why] if one.why else [])
    said += [f"known: {violation.message}" for violation in one.known]
    if said:
        made["statusDetails"] = {"message": "\n".join(map(clean, said)), "trace": ""}
    return made


def _made(name: str, status: str, start: int, stop: int) -> Json:
    return {
        "name": name,
        "status": status,
        "stage": "finished",
        "start": start,
        "stop": stop,
        "steps": [],
        "attachments": [],
        "parameters": [],
    }


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
