"""Evidence as attachments of an Allure result, where allure-pytest is in use."""

from pathlib import Path

import pytest

from harness.bench import Bench
from harness.reports.folder import ScenarioFolder
from harness.testing.judged import Judged


def attach(config: pytest.Config, bench: Bench, found: Judged) -> None:
    """Slips as PNG, the timeline, the History and the verdicts; nothing without ``--alluredir``."""
    if not config.getoption("allure_report_dir", None):
        return
    import allure  # noqa: PLC0415  (only where the plugin is)

    kinds = allure.attachment_type
    for path in sorted(ScenarioFolder(bench.folder).receipts.glob("*.png")):
        allure.attach.file(str(path), path.stem, kinds.PNG)
    allure.attach(found.story, "timeline", kinds.TEXT)
    allure.attach(_table(found), "checks", kinds.TEXT)
    for name, path in _files(bench.folder):
        allure.attach.file(str(path), name, kinds.TEXT)


def _table(found: Judged) -> str:
    return "\n".join(f"{one.verdict.value:14} {one.check}" for one in found.results)


def _files(folder: Path) -> list[tuple[str, Path]]:
    kept = ScenarioFolder(folder)
    named = {"history": kept.history, "standard error of the POS": kept.pos_stderr}
    return [(name, path) for name, path in named.items() if path.is_file()]
