"""GitHub: an annotation for each failure, and a summary of the step.

Source: the workflow commands of GitHub Actions. In a command's data ``%``, CR and LF are written as
``%25``, ``%0D`` and ``%0A``; in its properties ``:`` and ``,`` as well. A step shows ten errors and
takes one MiB of summary: the rest is in the report.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from harness.reports.clean import clean
from harness.reports.summary import RunSummary, ScenarioResult, Status

MOST_ANNOTATIONS = 10
MOST_ROWS = 200
_BAD = (Status.FAIL, Status.ERROR, Status.UNKNOWN)
_LEVEL = {Status.FAIL: "error", Status.ERROR: "error", Status.UNKNOWN: "warning"}


def in_github(environ: Mapping[str, str]) -> bool:
    """Whether this is a step of a workflow."""
    return environ.get("GITHUB_ACTIONS") == "true"


def annotations(summary: RunSummary, environ: Mapping[str, str]) -> list[str]:
    """Workflow commands, a line each, the worst first."""
    root = environ.get("GITHUB_WORKSPACE", "")
    bad = sorted(summary.of(*_BAD), key=lambda one: _BAD.index(one.status))
    return [_annotation(one, root) for one in bad[:MOST_ANNOTATIONS]]


def _annotation(one: ScenarioResult, root: str) -> str:
    place = f"file={_property(_below(one.feature_file, root))},line={one.line}," if one.line else ""
    said = "\n".join(_sentences(one)) or one.status.value
    return f"::{_LEVEL[one.status]} {place}title={_property(one.name)}::{_data(said)}"


def _below(file: str, root: str) -> str:
    path = Path(file).absolute()
    return str(path.relative_to(root)) if root and path.is_relative_to(root) else file


def _data(text: str) -> str:
    return clean(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _sentences(one: ScenarioResult) -> Iterator[str]:
    yield from filter(None, (one.other_error, *one.reasons))
    for result in one.results:
        yield from (f"{result.check}: {violation.message}" for violation in result.violations)
        if result.why:
            yield f"{result.check} cannot decide: {result.why}"
    yield from one.left_behind


def step_summary(summary: RunSummary) -> str:
    """Markdown: the verdict, and a row for each scenario that did not hold."""
    held = len(summary.of(Status.PASS))
    title = f"## {summary.pos.name}: {summary.verdict.value}"
    counts = f"{held} of {len(summary.executed)} scenarios held, {summary.duration_s:.1f} s"
    bad = summary.of(*_BAD)
    if not bad:
        return f"{title}\n\n{counts}\n"
    rows = [f"| {one.status.value} | {_cell(one.name)} | {_why(one)} |" for one in bad[:MOST_ROWS]]
    more = [f"\n… and {len(bad) - MOST_ROWS} more."] if len(bad) > MOST_ROWS else []
    head = ["| | scenario | what was found |", "|---|---|---|"]
    return "\n".join([title, "", counts, "", *head, *rows, *more]) + "\n"


def _why(one: ScenarioResult) -> str:
    return "<br>".join(_cell(sentence) for sentence in _sentences(one))


def _cell(text: str) -> str:
    return clean(text).replace("\n", "<br>").replace("|", "\\|")


def tell_github(summary: RunSummary, environ: Mapping[str, str]) -> list[str]:
    """Write the step's summary, when there is a place for it; the answer is for standard error.

    Raises OSError.
    """
    if not in_github(environ):
        return []
    if path := environ.get("GITHUB_STEP_SUMMARY"):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(step_summary(summary))
    return annotations(summary, environ)
