"""The script of a POS that is worked by its screen, a terminal or a page (docs/drivers.md)."""

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from harness.pos.protocol import Params
from harness.pos.scripts.facts import Fact
from harness.pos.scripts.files import Part, Pattern, Reading, Says
from harness.pos.scripts.keys import unknown_key
from harness.pos.scripts.words import unknown_words

CAPABILITIES = ("void", "refund", "preauth", "completion", "balance", "reprint", "settle")


class Step(Part):
    """One of: ``press`` keys, ``expect`` a pattern on the screen, or wait until one is ``gone``.

    On a page also ``click`` an element, or ``fill`` it with the text ``to``; ``when``: only if the
    screen shows that now.
    """

    press: str | None = None
    click: str | None = None
    fill: str | None = None
    to: str = ""
    expect: Pattern | None = None
    gone: Pattern | None = None
    when: Pattern | None = None

    @field_validator("press", "click", "fill", "to")
    @classmethod
    def _can_be_filled_in(cls, text: str | None, info: ValidationInfo) -> str | None:
        key = unknown_key(text or "") if info.field_name == "press" else ""
        if wrong := key or unknown_words(text or ""):
            raise ValueError(wrong)
        return text

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        kinds = (self.press, self.click, self.fill, self.expect, self.gone)
        if sum(one is not None for one in kinds) != 1:
            raise ValueError("a step is one of press, click, fill, expect and gone")
        return self

    @property
    def acts(self) -> bool:
        """Whether it does something, and not only waits."""
        return self.expect is None and self.gone is None

    @property
    def told(self) -> str:
        """What it does, as the script says it; without what is filled in."""
        kinds = {"press": self.press, "click": self.click, "fill": self.fill}
        return next((f"{kind} {text!r}" for kind, text in kinds.items() if text is not None), "")


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


class ScreenScript(Part):
    """How a POS is worked. An operation that is not there is one that it lacks."""

    name: str = ""
    version: str = ""
    settles_ms: int = Field(default=20, ge=0, le=5000)
    home: Pattern
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

    def operation(self, method: str, params: Params) -> tuple[str, Operation | None]:
        """The operation of a call and its name in the script; None: the POS lacks it."""
        if method == "sale":
            tender = str(params.get("tender"))
            return f"sale.{tender}", self.sale.get(tender)  # type: ignore[call-overload]
        found = getattr(self, method, None)
        return method, found if isinstance(found, Operation) else None

    def operations(self) -> Iterator[tuple[str, Operation]]:
        """Those that there are, with their names."""
        yield from ((f"sale.{tender}", one) for tender, one in self.sale.items())
        for name in type(self).model_fields:
            if isinstance(one := getattr(self, name), Operation):
                yield name, one

    def can(self) -> list[str]:
        """Its capabilities, as ``hello`` lists them."""
        return list(dict.fromkeys([*self._told(), *self.capabilities]))

    def _told(self) -> Iterator[str]:
        yield from (f"sale.{tender}" for tender in self.sale)
        yield from (name for name in CAPABILITIES if getattr(self, name) is not None)
