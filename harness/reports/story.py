"""One failure as a story for a reader at a terminal."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from unicodedata import east_asian_width

from emulators.blobs import Blobs
from emulators.errors import UsageError
from emulators.events import Event
from harness.checks.judge import judge, run_verdict
from harness.checks.result import Result, Verdict
from harness.last_words import with_last_words
from harness.reports.chinese import in_chinese
from harness.reports.clean import clean
from harness.reports.folder import ScenarioFolder
from harness.reports.sentences import speaker
from harness.reports.texts import texts
from harness.reports.timeline import Row, timeline
from harness.stored import stored_events

_NAME = 13  # places of a device's name


def story(run: Path, check: str = "", lang: str = "en") -> Iterator[str]:
    """The lines. Raises UsageError when nothing failed, or not that check; RunError, HistoryError.

    An arrow marks the events that the violation points to; ``!`` what a fault did.
    """
    events = stored_events(run)
    blobs = Blobs(ScenarioFolder(run).blobs)
    results = judge(events, blobs)
    failed = _failed(results, check, run)
    say = in_chinese if lang == "zh" else str
    reasons = with_last_words(run_verdict(events, results).reasons, events, blobs)
    yield from map(say, reasons)
    for result in failed:
        for violation in result.violations:
            yield clean(say(f"{result.check}: {violation.message}"))
    pinned = {seq for one in failed for violation in one.violations for seq in violation.events}
    names = texts(lang) if lang == "zh" else {}
    yield ""
    yield from (_line(row, names) for row in _told(events, pinned, lang))


def _failed(results: list[Result], check: str, run: Path) -> list[Result]:
    failed = [one for one in results if one.verdict is Verdict.FAIL]
    names = [one.check for one in failed]
    if check and check not in names:
        has = f"failed: {', '.join(names)}" if names else "no check failed"
        raise UsageError(f"{run}: {check} did not fail; {has}")
    chosen = [one for one in failed if check in ("", one.check)]
    if not chosen:
        raise UsageError(f"{run}: no check failed")
    return chosen


def _told(events: list[Event], pinned: set[int], lang: str) -> list[Row]:
    return [row for row in timeline(events, speaker(lang, events), pinned) if row.key_moment]


def _line(row: Row, names: Mapping[str, str]) -> str:
    mark = {"pinned": "→", "fault": "!", "mended": "!"}.get(row.tone, " ")
    name = names.get(f"device_{row.device}", row.device)
    wide = sum(east_asian_width(sign) == "W" for sign in name)  # these take two places
    return clean(f"{mark} {row.t_s:8.3f} s  {name:{_NAME - wide}} {row.sentence}")
