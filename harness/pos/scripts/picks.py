"""Picks: where in a JSON answer something stands, in a small part of JSONPath (RFC 9535).

``$.payment.trace``, ``$['odd name'][0]``, ``$.lines[-1]``, ``$.alerts[*].text``.
"""

import re
from typing import Annotated

from pydantic import BeforeValidator

from harness.pos.protocol import Json

_PART = re.compile(r"\.(\w[\w-]*)|\[(-?\d{1,6}|\*)\]|\['([^']*)'\]")
Step = str | int | None  # a name, a place, or all


class Pick:
    """A place in a document. A ``?`` behind it: it need not be there."""

    def __init__(self, text: str) -> None:
        """Raises ValueError that says where the pick cannot be read."""
        self.text = text
        self.optional = text.endswith("?")
        self._steps = _steps(text.removesuffix("?"))

    def find(self, document: Json) -> list[Json]:
        """Everything that stands there; [] when nothing does, or null."""
        found = [document]
        for step in self._steps:
            found = [inner for one in found for inner in _inside(one, step)]
        return [one for one in found if one is not None]


def _steps(text: str) -> list[Step]:
    if not text.startswith("$"):
        raise ValueError(f"a pick begins with $: {text!r}")
    steps: list[Step] = []
    at = 1
    while at < len(text):
        part = _PART.match(text, at)
        if part is None:
            raise ValueError(f"{text[at:]!r} in {text!r} is not .name, ['name'], [0] or [*]")
        name, place, quoted = part.groups()
        if place is None:
            steps.append(quoted if name is None else name)
        else:
            steps.append(None if place == "*" else int(place))
        at = part.end()
    return steps


def _inside(value: Json, step: Step) -> list[Json]:
    match value, step:
        case dict(), str() if step in value:
            return [value[step]]
        case list(), int() if -len(value) <= step < len(value):
            return [value[step]]
        case list(), None:
            return value
        case dict(), None:
            return list(value.values())
    return []


def as_text(value: Json) -> str:
    """A value as the patterns see it: true, false, 12, or the text itself."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _read(value: object) -> Pick:
    if isinstance(value, Pick):
        return value
    if not isinstance(value, str):
        raise ValueError("a pick is a text")  # noqa: TRY004  (pydantic takes no TypeError)
    return Pick(value)


PickText = Annotated[Pick, BeforeValidator(_read)]
