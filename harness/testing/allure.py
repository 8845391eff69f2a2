"""Evidence as attachments of an Allure result, where allure-pytest is in use."""

from collections.abc import Iterable, Sequence

import pytest

from emulators.blobs import Blobs
from emulators.errors import HistoryError
from emulators.events import Event
from emulators.history_file import load_events
from harness.checks.result import Result
from harness.reports.allure.attachments import JSON, TEXT, Attachment, attachments, files
from harness.reports.folder import ScenarioFolder


def attach(
    config: pytest.Config,
    events: Sequence[Event],
    blobs: Blobs,
    results: Sequence[Result] = (),
    folder: ScenarioFolder | None = None,
) -> None:
    """Slips as PNG, timeline, books, wires, verdicts, History; nothing without ``--alluredir``."""
    if not config.getoption("allure_report_dir", None):
        return
    _attach(attachments(events, blobs))
    if results:
        table = "\n".join(f"{one.verdict.value:14} {one.check}" for one in results)
        _attach([Attachment("checks", TEXT, "txt", table.encode())])
    if folder is not None:
        _attach([*files(folder), *_history(folder)])


def attach_stored(config: pytest.Config, results: Sequence[Result], folder: ScenarioFolder) -> None:
    """The same of a scenario that ran in a process of its own."""
    try:
        events = load_events(folder.history)
    except HistoryError:  # the bench never came up, and the test says so
        return
    attach(config, events, Blobs(folder.blobs), results, folder)


def _attach(them: Iterable[Attachment]) -> None:
    import allure  # noqa: PLC0415  (only where the plugin is)

    for one in them:
        allure.attach(one.content, one.name, one.kind, one.suffix)


def _history(folder: ScenarioFolder) -> list[Attachment]:
    if not folder.history.is_file():
        return []
    return [Attachment("history", JSON, "jsonl", folder.history.read_bytes())]
