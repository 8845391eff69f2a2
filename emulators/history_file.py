"""``history.jsonl``: the events of a run, a line of JSON each (docs/events.md)."""

import json
from pathlib import Path

from emulators.errors import HistoryError
from emulators.events import Event, from_json, to_json

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def line_of(item: Event) -> str:
    """The line that an event is written as."""
    return _encode(to_json(item)) + "\n"


def load_events(path: Path) -> list[Event]:
    """Read ``history.jsonl``.

    A last line that was cut off in mid-write is left out; any other damage is a HistoryError.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    except OSError as error:
        raise HistoryError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise HistoryError(f"{path} is no text: the file is damaged") from None
    events = []
    for number, line in enumerate(lines, start=1):
        try:
            events.append(from_json(json.loads(line)))
        except json.JSONDecodeError:
            if number == len(lines) and not line.endswith("\n"):
                break
            raise HistoryError(f"{path}, line {number}: not JSON; the file is damaged") from None
    return events
