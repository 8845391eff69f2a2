"""``history.jsonl``: the events of a run, a line of JSON each (docs/events.md)."""

import json
from collections.abc import Callable
from functools import cache, lru_cache
from json.encoder import encode_basestring  # a text as JSON has it, made in C
from pathlib import Path
from types import NoneType
from typing import Any

from emulators.errors import HistoryError
from emulators.events import Event, from_json, own_fields

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def line_of(item: Event) -> str:
    """The line that an event is written as: what ``to_json`` gives, put together by hand."""
    seq, t_ms, device, op, key, nth, cause, certainty, payload = item
    head = (
        f'{{"seq":{seq},"t_ms":{round(t_ms, 3)},"device":{encode_basestring(device)},'
        f'"kind":"{payload.kind}","op":{op},"key":{encode_basestring(key)},"nth":{nth},'
        f'"cause":{"null" if cause is None else cause},"certainty":"{certainty}"'
    )
    own = [
        label + _WRITERS.get(type(value := getattr(payload, name)), _encode)(value)
        for name, label in _labels(payload.kind)
    ]
    return f"{head}{''.join(own)}}}\n"


@cache
def _labels(kind: str) -> tuple[tuple[str, str], ...]:
    """The fields of a payload, and what stands before the value of each."""
    return tuple((name, f',"{name}":') for name in own_fields(kind))


@lru_cache(256)
def _texts(values: tuple[str, ...]) -> str:
    """A list of texts: most are those of a message, at each of its moments."""
    return f"[{','.join(map(encode_basestring, values))}]"


def _list(values: tuple[Any, ...]) -> str:
    try:
        return _texts(values)
    except TypeError:  # there are others among them
        return _encode(values)


_WRITERS: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    int: str,
    tuple: _list,
    bool: {True: "true", False: "false"}.__getitem__,
    NoneType: {None: "null"}.__getitem__,
}


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
