"""What stands around the results: environment, categories, and the CI job that made them."""

import json
import platform
from collections.abc import Iterator, Mapping
from pathlib import Path

from harness.checks.check import checks
from harness.checks.result import Verdict
from harness.reports.clean import clean
from harness.reports.summary import RunSummary, merged_checks

_GENERAL = (
    ("A step of the scenario did not hold", "failed", ".*"),
    ("An armed fault never fired", "unknown", ".*never fired.*"),
    ("Nothing could be decided", "unknown", ".*"),
    ("tillproof or the set-up failed", "broken", ".*"),
    ("Does not apply to this POS", "skipped", ".*"),
)


def write_around(summary: RunSummary, target: Path, environ: Mapping[str, str]) -> None:
    """Write ``environment.properties``, ``categories.json`` and, in CI, ``executor.json``."""
    lines = (f"{_key(key)} = {_value(value)}\n" for key, value in _environment(summary))
    (target / "environment.properties").write_text("".join(lines), encoding="latin-1")
    _write(target / "categories.json", list(_categories(summary)))
    if made_by := _executor(environ):
        _write(target / "executor.json", made_by)


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _environment(summary: RunSummary) -> Iterator[tuple[str, str]]:
    pos = summary.pos
    yield "POS", f"{pos.name} {pos.version}".strip()
    yield "Driver", pos.driver
    yield "Command", clean(" ".join(pos.command))
    yield "tillproof", summary.tillproof
    yield "Seed", str(summary.seed)
    yield "Python", platform.python_version()
    yield "System", platform.platform()


def _key(text: str) -> str:
    return text.replace(" ", "_")


def _value(text: str) -> str:
    r"""As a Java properties file has it: Latin-1, anything else as ``\uXXXX``."""
    units = text.replace("\\", "\\\\").encode("utf-16-be")
    codes = [int.from_bytes(units[at : at + 2]) for at in range(0, len(units), 2)]
    return "".join(chr(code) if 0x20 <= code < 0x7F else f"\\u{code:04x}" for code in codes)


def _categories(summary: RunSummary) -> Iterator[dict[str, object]]:
    """One for each check that failed, named by what it demands; then the general ones."""
    known = checks()
    for check in merged_checks(summary.executed):
        if check.verdict is Verdict.FAIL and check.name in known:
            title = f"{check.name}: {known[check.name].title}"
            yield _category(title, "failed", rf"[\s\S]*\[{check.name}\][\s\S]*")
    for title, status, pattern in _GENERAL:
        yield _category(title, status, pattern.replace(".", r"[\s\S]"))


def _category(name: str, status: str, pattern: str) -> dict[str, object]:
    return {"name": name, "matchedStatuses": [status], "messageRegex": pattern}


def _executor(environ: Mapping[str, str]) -> dict[str, object]:
    """Who ran it, where GitHub or GitLab did."""
    if environ.get("GITHUB_ACTIONS") == "true":
        repository = f"{environ.get('GITHUB_SERVER_URL')}/{environ.get('GITHUB_REPOSITORY')}"
        return {
            "name": "GitHub Actions",
            "type": "github",
            "buildName": f"{environ.get('GITHUB_WORKFLOW')} #{environ.get('GITHUB_RUN_NUMBER')}",
            "buildOrder": int(environ.get("GITHUB_RUN_NUMBER", "0")),
            "buildUrl": f"{repository}/actions/runs/{environ.get('GITHUB_RUN_ID')}",
        }
    if environ.get("GITLAB_CI") == "true":
        return {
            "name": "GitLab CI",
            "type": "gitlab",
            "buildName": f"{environ.get('CI_JOB_NAME')} #{environ.get('CI_PIPELINE_IID')}",
            "buildOrder": int(environ.get("CI_PIPELINE_IID", "0")),
            "buildUrl": environ.get("CI_JOB_URL", ""),
        }
    return {}
