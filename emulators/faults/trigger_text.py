"""The text form of a trigger, read."""

import re
from dataclasses import fields

from emulators.errors import UsageError
from emulators.faults.trigger import WORDS, Trigger
from emulators.modules import import_all


def parse_trigger(text: str) -> Trigger:
    """Read a text form. Raises UsageError that lists the words when there is no such trigger."""
    import_all("emulators.faults.triggers")
    match = re.fullmatch(r"(\w+)(?:\((.*)\))?", text.strip())
    cls = WORDS.get(match[1].removeprefix("at_")) if match else None
    if match is None or cls is None:
        raise UsageError(f"no trigger {text!r}: write one of {', '.join(WORDS)}, such as line(6)")
    own = [f for f in fields(cls) if f.name not in ("nth", "times")]
    values: dict[str, str | int] = {}
    for word in _arguments(match[2] or "", len(own)):
        name, sign, value = word.partition("=")
        if sign and name.strip() in ("nth", "times"):
            values[name.strip()] = _number(value, text)
        elif own:
            field = own.pop(0)
            values[field.name] = _number(word, text) if field.type in (int, "int") else word.strip()
        else:
            raise UsageError(f"trigger {text!r}: {word.strip()!r} is one thing too many")
    trigger = cls(**values)  # type: ignore[arg-type]
    trigger.check()
    return trigger


def _arguments(text: str, own: int) -> list[str]:
    """Split at commas; a lone pattern keeps its own, apart from nth= and times= at its end."""
    if not text:
        return []
    tail: list[str] = []
    while (match := re.search(r",?\s*((?:nth|times)=\d+)\s*$", text)) is not None:
        tail.insert(0, match[1])
        text = text[: match.start()]
    head = ([text] if own == 1 else text.split(",")) if text else []
    return head + tail


def _number(text: str, trigger: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise UsageError(f"trigger {trigger!r}: {text.strip()!r} is not a whole number") from None
