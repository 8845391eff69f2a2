"""A campaign for CI servers: ``junit.xml`` and ``findings.sarif``."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from harness import version
from harness.checks.check import checks
from harness.explore.about import About
from harness.explore.outcome import Group, Outcome
from harness.explore.page import Cell, cells
from harness.explore.store import Store
from harness.reports.clean import clean

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def write_junit(about: About, store: Store, done: Outcome, path: Path) -> None:
    """A suite a fault, a case a kind of moment: thousands of schedules are no test cases."""
    root = ET.Element("testsuites", name=clean(f"{about.pos.name}: {about.workload}"))
    grid = cells(store)
    for fault in sorted({fault for fault, _ in grid}):
        own = {moment: cell for (name, moment), cell in sorted(grid.items()) if name == fault}
        root.append(_suite(fault, own, done))
    ET.indent(root)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _suite(fault: str, own: dict[str, Cell], done: Outcome) -> ET.Element:
    suite = ET.Element("testsuite", name=fault, tests=str(len(own)))
    suite.set("failures", str(sum(bool(cell.failed) for cell in own.values())))
    unsure = sum(bool(cell.unsure and not cell.failed) for cell in own.values())
    suite.set("errors", str(unsure))
    said = [f"{g.check}: {clean(g.message)}" for g in done.groups if g.fault == fault]
    for moment, cell in own.items():
        case = ET.SubElement(suite, "testcase", classname=fault, name=f"at {moment}")
        if cell.failed:
            trouble = ET.SubElement(case, "failure", message=f"{cell.failed} schedules failed")
            trouble.text = "\n".join(said)
        elif cell.unsure:
            ET.SubElement(case, "error", type="unknown", message=f"{cell.unsure} are undecided")
    return suite


def write_sarif(done: Outcome, path: Path) -> None:
    """The failures as SARIF 2.1.0: a result a group, a rule a check."""
    known = checks()
    rules = [
        {"id": name, "shortDescription": {"text": known[name].title}}
        for name in dict.fromkeys(group.check for group in done.groups)
        if name in known
    ]
    tool = {"driver": {"name": "tillproof", "version": version(), "rules": rules}}
    run = {"tool": tool, "results": [_result(group) for group in done.groups]}
    document = {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _result(group: Group) -> dict[str, Any]:
    where = group.feature or group.schedule
    place = [{"physicalLocation": {"artifactLocation": {"uri": where}}}] if where else []
    return {
        "ruleId": group.check,
        "level": "warning" if group.note else "error",
        "message": {"text": f"{clean(group.message)} ({group.fault}, schedules: {group.count})"},
        "locations": place,
    }
