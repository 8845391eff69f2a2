"""The script of a POS with a REST API: what to ask, how its answers read (docs/drivers.md)."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from harness.pos.protocol import Json, Params
from harness.pos.scripts.facts import FIELDS, Fact
from harness.pos.scripts.files import Part, Pattern, Says
from harness.pos.scripts.picks import Pick, PickText, as_text
from harness.pos.scripts.words import filled, unknown_words

OPERATIONS = ("void", "refund", "preauth", "completion", "balance", "reprint", "settle")
_NUMBER = re.compile(r"\{#(\w+)\}")


def _known(picks: dict[str, Any]) -> dict[str, Any]:
    for name in picks:
        if name not in FIELDS:
            raise ValueError(f"the contract knows no {name}; there is {', '.join(FIELDS)}")
    return picks


Picks = Annotated[dict[str, PickText], AfterValidator(_known)]


def _are_picks(where: dict[str, Any]) -> dict[str, Any]:
    for text in where:
        Pick(text)
    return where


Where = Annotated[dict[str, Pattern], AfterValidator(_are_picks)]


class HttpRequest(Part):
    """One request. ``keep``: what later ones may name in braces.

    ``until``: ask again every ``every_s`` until these picks are these patterns.
    """

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "GET"
    path: str
    headers: dict[str, str] = Field(default={})
    body: Any = None
    keep: dict[str, PickText] = Field(default={})
    until: Where = Field(default={})
    every_s: float = Field(default=0.1, gt=0, le=60)

    def payload(self, words: Mapping[str, str]) -> bytes:
        """The body, with its words filled in; no bytes when there is none."""
        return b"" if self.body is None else json.dumps(_fill(self.body, words)).encode()


class Answer(Part):
    """An answer of the POS with one of these statuses, whose picks are these patterns, ``says``."""

    status: tuple[int, ...] = Field(default=(), strict=False)
    where: Where = Field(default={})
    says: Says = Field(default={})

    def fits(self, status: int, document: Json) -> bool:
        """Whether that answer is one of this kind."""
        return (not self.status or status in self.status) and holds(self.where, document)


class HttpOperation(Part):
    """Requests one after the other; the last one's answer is read."""

    requests: tuple[HttpRequest, ...] = Field(strict=False, min_length=1)
    answers: tuple[Answer, ...] = Field(default=(Answer(),), strict=False)
    picks: Picks = Field(default={})

    @model_validator(mode="after")
    def _words_are_known(self) -> Self:
        kept: tuple[str, ...] = ()
        for one in self.requests:
            body = _NUMBER.sub(r"{\1}", json.dumps(one.body, default=str))
            for text in (one.path, body, *one.headers.values()):
                if wrong := unknown_words(text, kept):
                    raise ValueError(wrong)
            kept = (*kept, *one.keep)
        return self


class HttpScript(Part):
    """How a POS is asked over HTTP. An operation that is not there is one that it lacks."""

    name: str = ""
    version: str = ""
    headers: dict[str, str] = Field(default={})
    capabilities: tuple[str, ...] = Field(default=(), strict=False)
    start: HttpOperation | None = None
    sale: dict[Literal["card", "cash"], HttpOperation] = Field(default={})
    void: HttpOperation | None = None
    refund: HttpOperation | None = None
    preauth: HttpOperation | None = None
    completion: HttpOperation | None = None
    balance: HttpOperation | None = None
    reprint: HttpOperation | None = None
    settle: HttpOperation | None = None
    status: HttpOperation | None = None
    acknowledge: HttpOperation | None = None
    shutdown: HttpOperation | None = None

    def operation(self, method: str, params: Params) -> tuple[str, HttpOperation | None]:
        """The operation of a call and its name in the script; None: the POS lacks it."""
        if method == "sale":
            tender = str(params.get("tender"))
            return f"sale.{tender}", self.sale.get(tender)  # type: ignore[call-overload]
        found = getattr(self, method, None)
        return method, found if isinstance(found, HttpOperation) else None

    def can(self) -> list[str]:
        """Its capabilities, as ``hello`` lists them."""
        return list(dict.fromkeys([*self._told(), *self.capabilities]))

    def _told(self) -> Iterator[str]:
        yield from (f"sale.{tender}" for tender in self.sale)
        yield from (name for name in OPERATIONS if getattr(self, name) is not None)


def holds(where: Where, document: Json) -> bool:
    """Whether each pick finds something that the pattern matches from end to end."""
    return all(
        any(pattern.fullmatch(as_text(one)) for one in Pick(text).find(document))
        for text, pattern in where.items()
    )


def facts_of(picks: Picks, document: Json) -> tuple[dict[str, Fact], list[str]]:
    """What the picks find, and those that should have found something and did not."""
    facts: dict[str, Fact] = {}
    missing: list[str] = []
    for name, pick in picks.items():
        found = pick.find(document)
        if FIELDS[name].kind == "list":
            facts[name] = [as_text(one) for one in found]
        elif found and isinstance(found[0], str | int | float):
            facts[name] = found[0]
        elif not pick.optional:
            missing.append(f"{name} ({pick.text})")
    return facts, missing


def _fill(value: Any, words: Mapping[str, str]) -> Any:
    """Texts with their words filled in; ``{#word}`` by itself becomes a number."""
    match value:
        case dict():
            return {key: _fill(inner, words) for key, inner in value.items()}
        case list() | tuple():
            return [_fill(inner, words) for inner in value]
        case str() if (number := _NUMBER.fullmatch(value)) is not None:
            text = words.get(number[1], "")
            return json.loads(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None
        case str():
            return filled(value, words)
    return value
