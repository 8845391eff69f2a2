"""Bodies of ``json-gateway``: JSON to fields as text and back, and the records of an upload."""

import json
from typing import Any

from emulators.acquirer.dialects.json_gateway_rules import (
    FIELDS,
    NUMBERS,
    PATTERNS,
    RECORD_KINDS,
    RECORDS,
)
from emulators.acquirer.requests import Record
from emulators.masking import mask_card

_OF_A_RECORD = ("key", "amount", "transaction", "approval", "pan")
_MUST = ("key", "amount")


class BodyError(ValueError):
    """A body that is none of the gateway's."""


def elements_of(body: bytes, said: dict[str, object]) -> dict[int, str]:
    """The fields of a body, and of what was said elsewhere, as text. Raises BodyError.

    What the gateway does not know is passed over.
    """
    found: dict[int, str] = {}
    for name, value in (_object(body) | said).items():
        if name == "records":
            found[RECORDS] = _record_list(value)
        elif name in NUMBERS and value is not None:
            found[NUMBERS[name]] = _text(name, value)
    return dict(sorted(found.items()))


def body_of(elements: dict[int, str]) -> dict[str, str | int]:
    """The fields of a response by their names."""
    return {FIELDS[number].name: _json(number, value) for number, value in elements.items()}


def name_of(number: int) -> str:
    """What a body calls a field."""
    return "records" if number == RECORDS else FIELDS[number].name


def records_of(text: str) -> tuple[Record, ...]:
    """The records of an upload."""
    return tuple(_record(item) for item in json.loads(text)) if text else ()


def pans_of(text: str) -> tuple[str, ...]:
    """The card numbers that stand in them."""
    return tuple(str(item.get("pan") or "") for item in json.loads(text)) if text else ()


def _object(body: bytes) -> dict[str, object]:
    try:
        value = json.loads(body) if body else {}
    except (ValueError, RecursionError):
        raise BodyError("the body is no JSON") from None
    if not isinstance(value, dict):
        raise BodyError("the body is no JSON object")
    return value


def _text(name: str, value: object) -> str:
    wanted = int if FIELDS[NUMBERS[name]].is_number else str
    if type(value) is not wanted:
        raise BodyError(f"{name} is no {'whole number' if wanted is int else 'text'}")
    try:
        str(value).encode()
    except ValueError:
        raise BodyError(f"{name} is no text that can be written") from None
    return str(value)


def _json(number: int, value: str) -> str | int:
    return int(value) if FIELDS[number].is_number else value


def _record_list(value: object) -> str:
    """The records as JSON text again, of known fields alone."""
    if not isinstance(value, list):
        raise BodyError("records is no list")
    return json.dumps([_checked(item) for item in value])


def _checked(item: object) -> dict[str, object]:
    if not isinstance(item, dict) or item.get("kind") not in RECORD_KINDS:
        raise BodyError(f"a record has a kind: {', '.join(RECORD_KINDS)}")
    kept: dict[str, object] = {"kind": item["kind"]}
    for name in _OF_A_RECORD:
        if name not in _MUST and item.get(name) in (None, ""):
            continue
        if not PATTERNS[NUMBERS[name]].fullmatch(_text(name, item.get(name))):
            raise BodyError(f"{name} of a record is not of its form")
        kept[name] = item[name]
    return kept


def _record(item: dict[str, Any]) -> Record:
    pan = item.get("pan", "")
    return Record(
        item["key"],
        RECORD_KINDS[item["kind"]],
        item["amount"],
        item.get("transaction", ""),
        item.get("approval", ""),
        mask_card(pan) if pan else "",
    )
