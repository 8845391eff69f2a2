"""From what was read on a screen or in an answer to the contract's results (section 1.2)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from harness.pos.protocol import Json

Fact = str | int | float | bool | None | list[str]
_YES = frozenset({"yes", "true", "on", "ok", "ready", "1"})


class FactError(ValueError):
    """Something was read that cannot be what it should be."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a POS can tell. ``group``: the object that it stands in."""

    kind: str
    group: str = ""
    words: frozenset[str] = frozenset()


def _one_of(*words: str) -> Field:
    return Field("word", words=frozenset(words))


_OUTCOMES = ("approved", "declined", "failed", "pending", "settled", "mismatch")
_PRINTER = ("ok", "paper_low", "paper_out", "cover_open", "offline", "error", "unknown")
FIELDS: Mapping[str, Field] = {
    "name": Field("text"),
    "version": Field("text"),
    "outcome": _one_of(*_OUTCOMES),
    "receipt": _one_of("printed", "queued", "failed", "none"),
    "trace": Field("text"),
    "rrn": Field("text"),
    "auth_code": Field("text"),
    "reason": Field("text"),
    "batch": Field("text"),
    "debits_count": Field("count", "totals"),
    "debits_amount": Field("money", "totals"),
    "credits_count": Field("count", "totals"),
    "credits_amount": Field("money", "totals"),
    "ready": Field("yes"),
    "printer": _one_of(*_PRINTER),
    "acquirer": _one_of("ok", "down", "unknown"),
    "reversals": Field("count", "pending"),
    "receipts": Field("count", "pending"),
    "unsettled": Field("count"),
    "business_date": Field("text"),
    "alerts": Field("list"),
}


def result_of(facts: Mapping[str, Fact], places: int) -> dict[str, Json]:
    """The contract's result. ``places``: the decimals of the currency.

    Raises FactError that names the field, for a value that it cannot have.
    """
    result: dict[str, Json] = {}
    for name, fact in facts.items():
        field = FIELDS[name]
        if fact is None or (fact == "" and field.kind != "list"):
            continue
        value = _value(name, field, fact, places)
        if field.group:
            inner = result.setdefault(field.group, {})
            assert isinstance(inner, dict)  # noqa: S101
            inner[name] = value
        else:
            result[name] = value
    return result


def _value(name: str, field: Field, fact: Fact, places: int) -> Json:
    text = str(fact).strip()
    match field.kind:
        case "list":
            lines = fact if isinstance(fact, list) else [text]
            return [line.strip() for line in lines if line.strip()]
        case "yes":
            return fact if isinstance(fact, bool) else text.lower() in _YES
        case "count" if re.fullmatch(r"\d{1,9}", text):
            return int(text)
        case "money" if (minor := _minor(fact, text, places)) is not None:
            return minor
        case "word" if text.lower() in field.words:
            return text.lower()
        case "text":
            return text
    wanted = ", ".join(sorted(field.words)) or {"count": "a whole number"}.get(field.kind, "money")
    raise FactError(f"{name} was read as {text[:40]!r}, which is not {wanted}")


def _minor(fact: Fact, text: str, places: int) -> int | None:
    """Whole numbers that are no text are minor units already; text is read as people read it."""
    if isinstance(fact, int):
        return fact
    digits = re.sub(r"[^\d.-]", "", text)
    try:
        minor = Decimal(digits).scaleb(places)
    except InvalidOperation:
        return None
    return int(minor) if minor == int(minor) else None
