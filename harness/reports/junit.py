"""One JUnit XML file for a run: what CI servers read."""

from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree as ET

from harness.checks.result import Verdict
from harness.reports.clean import clean
from harness.reports.summary import RunSummary, ScenarioResult, Status

_ELEMENT = {
    Status.FAIL: "failure",
    Status.ERROR: "error",
    Status.UNKNOWN: "error",
    Status.NOT_APPLICABLE: "skipped",
}
_COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def write_junit(summary: RunSummary, path: Path) -> None:
    """Write the file: a suite a feature, a case a scenario. Raises OSError."""
    tree = ET.ElementTree(build_junit(summary))
    ET.indent(tree)
    tree.write(path, encoding="utf-8", xml_declaration=True)


def build_junit(summary: RunSummary) -> ET.Element:
    """The document's root. Unknown is an error with ``type="unknown"``: never green."""
    root = ET.Element("testsuites", name=clean(summary.name), time=_seconds(summary.duration_s))
    by_feature = sorted(summary.scenarios, key=_feature)
    for feature, scenarios in groupby(by_feature, key=_feature):
        root.append(_suite(feature, list(scenarios), summary))
    _count(root, list(root.iter("testcase")))
    return root


def _feature(scenario: ScenarioResult) -> tuple[str, str]:
    return scenario.feature_file, scenario.feature


def _suite(
    feature: tuple[str, str], scenarios: list[ScenarioResult], summary: RunSummary
) -> ET.Element:
    file, title = feature
    suite = ET.Element(
        "testsuite",
        name=clean(title or file or summary.name),
        time=_seconds(sum(scenario.duration_s for scenario in scenarios)),
        timestamp=summary.started.strftime("%Y-%m-%dT%H:%M:%S"),
    )
    if file:
        suite.set("file", clean(file))
    for scenario in scenarios:
        suite.append(_case(scenario, suite.get("name", "")))
    _count(suite, list(suite.iter("testcase")))
    return suite


def _count(element: ET.Element, cases: list[ET.Element]) -> None:
    element.set("tests", str(len(cases)))
    for attribute, tag in _COUNTED.items():
        element.set(attribute, str(sum(case.find(tag) is not None for case in cases)))


def _case(scenario: ScenarioResult, suite: str) -> ET.Element:
    case = ET.Element(
        "testcase",
        classname=suite,
        name=clean(scenario.name),
        time=_seconds(scenario.duration_s),
    )
    if scenario.feature_file:
        case.set("file", clean(scenario.feature_file))
        case.set("line", str(scenario.line))
    if scenario.status in _ELEMENT:
        case.append(_trouble(scenario))
    output = ET.SubElement(case, "system-out")
    output.text = "\n".join(_notes(scenario))
    return case


def _trouble(scenario: ScenarioResult) -> ET.Element:
    sentences = [clean(sentence) for sentence in explain(scenario)]
    trouble = ET.Element(_ELEMENT[scenario.status], message=sentences[0].splitlines()[0])
    if scenario.status is not Status.NOT_APPLICABLE:
        trouble.set("type", _type(scenario))
        left = [clean(sentence) for sentence in scenario.left_behind]
        trouble.text = "\n".join(sentences + left)
    return trouble


def _type(scenario: ScenarioResult) -> str:
    """The first check that failed, so that a CI server can group by it."""
    if scenario.status is Status.FAIL:
        failed = [one.check for one in scenario.results if one.verdict is Verdict.FAIL]
        return failed[0] if failed else "step"
    return str(scenario.status.value)


def explain(scenario: ScenarioResult) -> list[str]:
    """Why a scenario is not green, a sentence each, the most telling first; never empty."""
    if scenario.status is Status.NOT_APPLICABLE:
        return [scenario.not_applicable or "not applicable"]
    broken = [
        f"{violation.message} [{result.check}]"
        for result in scenario.results
        for violation in result.violations
    ]
    unsure = [f"{one.why} [{one.check}]" for one in scenario.results if one.why]
    silent = [f"{name} was armed and never fired" for name in scenario.silent_faults]
    said = [text for text in (*broken, scenario.other_error, *scenario.reasons, *unsure) if text]
    said += [text for text in silent if not any(text in other for other in said)]
    return said or [f"the scenario ended as {scenario.status.value} without a reason"]


def _notes(scenario: ScenarioResult) -> list[str]:
    notes = [f"seed {scenario.seed}"]
    notes += [f"{f.name}: armed {f.armed}, fired {f.fired}" for f in scenario.faults]
    if scenario.tags:
        notes.append("tags " + " ".join(scenario.tags))
    if scenario.folder is not None:
        notes.append(f"evidence in {scenario.folder.path}")
    return [clean(note) for note in notes]


def _seconds(duration_s: float) -> str:
    return f"{max(0.0, duration_s):.3f}"
