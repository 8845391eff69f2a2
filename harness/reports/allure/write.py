"""A run as a folder of Allure results."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from uuid import uuid4

from emulators.blobs import Blobs
from emulators.errors import HistoryError
from emulators.history_file import load_events
from harness.reports.allure.around import write_around
from harness.reports.allure.attachments import Attachment, attachments, files
from harness.reports.allure.result import Json, result
from harness.reports.summary import RunSummary, ScenarioResult


def write_allure(summary: RunSummary, target: Path, environ: Mapping[str, str]) -> None:
    """Write the results of a published run into ``target``, beside what stands there.

    Several shards may write into one folder. Raises OSError.
    """
    target.mkdir(parents=True, exist_ok=True)
    for one, lane in zip(summary.scenarios, _lanes(summary.scenarios), strict=True):
        name = str(uuid4())
        content = result(one, name, lane, list(_attached(one, target)))
        text = json.dumps(content, ensure_ascii=False)
        (target / f"{name}-result.json").write_text(text, encoding="utf-8")
    write_around(summary, target, environ)


def _attached(one: ScenarioResult, target: Path) -> Iterator[Json]:
    if one.folder is None or not one.folder.history.is_file():
        return
    try:
        events = load_events(one.folder.history)
    except HistoryError:  # the report says that it cannot be read
        return
    found = chain(attachments(events, Blobs(one.folder.blobs)), files(one.folder))
    yield from (_written(each, target) for each in found)


def _written(one: Attachment, target: Path) -> Json:
    source = f"{uuid4()}-attachment.{one.suffix}"
    (target / source).write_bytes(one.content)
    return {"name": one.name, "source": source, "type": one.kind}


def _lanes(scenarios: Sequence[ScenarioResult]) -> Iterable[int]:
    """A lane of the time line for each scenario: the lowest, from 1, that is free at its start."""
    ends: list[float] = []
    lanes = [1] * len(scenarios)
    for at, one in sorted(enumerate(scenarios), key=lambda pair: pair[1].started_s):
        free = [lane for lane, end in enumerate(ends) if end <= one.started_s]
        lane = free[0] if free else len(ends)
        if not free:
            ends.append(0.0)
        ends[lane] = one.started_s + one.duration_s
        lanes[at] = lane + 1
    return lanes
