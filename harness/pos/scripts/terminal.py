"""The script of a text-mode till: keys to press, what the screen then shows (docs/drivers.md)."""

import codecs
from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from harness.pos.protocol import Params
from harness.pos.scripts.facts import Fact
from harness.pos.scripts.files import Part, Pattern, Reading, Says
from harness.pos.scripts.keys import unknown_key
from harness.pos.scripts.words import unknown_words

CAPABILITIES = ("void", "refund", "preauth", "completion", "balance", "reprint", "settle")


class Step(Part):
    """One of: ``press`` keys, ``expect`` a pattern on the screen, or wait until one is ``gone``.

    ``when``: only if the screen shows that now.
    """

    press: str | None = None
    expect: Pattern | None = None
    gone: Pattern | None = None
    when: Pattern | None = None

    @field_validator("press")
    @classmethod
    def _can_be_pressed(cls, press: str | None) -> str | None:
        if wrong := unknown_key(press or "") or unknown_words(press or ""):
            raise ValueError(wrong)
        return press

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if sum(one is not None for one in (self.press, self.expect, self.gone)) != 1:
            raise ValueError("a step is one of press, expect and gone")
        return self


class Rule(Part):
    """Where the screen shows the pattern, its named groups and what it ``says`` are known."""

    screen: Reading
    says: Says = Field(default={})

    def facts(self, text: str) -> dict[str, Fact] | None:
        """What it tells, or None when the screen does not show it."""
        found = list(self.screen.finditer(text))
        if not found:
            return None
        facts: dict[str, Fact] = {**self.says}
        for name in self.screen.groupindex:
            seen = [one[name] for one in found if one[name] is not None]
            if seen:
                facts[name] = seen if name == "alerts" else seen[0]
        return facts


class Operation(Part):
    """Steps, then the first of ``answers`` that the screen shows, then all of ``reads`` that do."""

    steps: tuple[Step, ...] = Field(default=(), strict=False)
    answers: tuple[Rule, ...] = Field(default=(), strict=False)
    reads: tuple[Rule, ...] = Field(default=(), strict=False)


class TerminalScript(Part):
    """How a text-mode till is worked. An operation that is not there is one that it lacks."""

    name: str = ""
    version: str = ""
    columns: int = Field(default=80, ge=20, le=500)
    rows: int = Field(default=25, ge=4, le=200)
    encoding: str = "utf-8"
    settles_ms: int = Field(default=20, ge=0, le=5000)
    key_ms: int = Field(default=0, ge=0, le=5000)
    home: Pattern
    back: str = "<Esc>"
    capabilities: tuple[str, ...] = Field(default=(), strict=False)
    start: Operation = Operation()
    sale: dict[Literal["card", "cash"], Operation] = Field(default={})
    void: Operation | None = None
    refund: Operation | None = None
    preauth: Operation | None = None
    completion: Operation | None = None
    balance: Operation | None = None
    reprint: Operation | None = None
    settle: Operation | None = None
    status: Operation | None = None
    acknowledge: Operation | None = None
    shutdown: Operation | None = None

    @field_validator("encoding")
    @classmethod
    def _is_known(cls, encoding: str) -> str:
        try:
            codecs.getincrementaldecoder(encoding)
        except LookupError:
            raise ValueError("there is no such encoding") from None
        return encoding

    @field_validator("back")
    @classmethod
    def _is_a_key(cls, back: str) -> str:
        if wrong := unknown_key(back):
            raise ValueError(wrong)
        return back

    def operation(self, method: str, params: Params) -> tuple[str, Operation | None]:
        """The operation of a call and its name in the script; None: the POS lacks it."""
        if method == "sale":
            tender = str(params.get("tender"))
            return f"sale.{tender}", self.sale.get(tender)  # type: ignore[call-overload]
        found = getattr(self, method, None)
        return method, found if isinstance(found, Operation) else None

    def can(self) -> list[str]:
        """Its capabilities, as ``hello`` lists them."""
        return list(dict.fromkeys([*self._told(), *self.capabilities]))

    def _told(self) -> Iterator[str]:
        yield from (f"sale.{tender}" for tender in self.sale)
        yield from (name for name in CAPABILITIES if getattr(self, name) is not None)
