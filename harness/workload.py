"""Workloads: lists of operations, as a small TOML file, and how the operator does them.

::

    version = 1
    name = "One sale"
    zh = "一笔消费"

    [[do]]
    call = "sale"          # sale void refund reprint settle preauth completion balance
    reference = "A1"       # next_day mend
    tender = "card"
    amount_minor = 1250
"""

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from emulators.errors import UsageError
from harness.bench import Bench
from harness.operator import TEST_CARD
from harness.paths import data_dir
from harness.pos.protocol import Json, Reply

VERSION = 1
_CALL, _TABLE = "call", "do"
# What each call needs, and what it takes besides.
_TAKES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "sale": (("reference", "amount_minor"), ("tender",)),
    "void": (("reference",), ()),
    "refund": (("reference", "amount_minor"), ("original",)),
    "reprint": ((), ("reference",)),
    "settle": ((), ()),
    "preauth": (("reference", "amount_minor"), ()),
    "completion": (("reference", "amount_minor", "original"), ()),
    "balance": (("reference",), ()),
    "next_day": ((), ("days",)),
    "mend": ((), ("fault",)),
}
_WITH_CARD = ("preauth", "completion", "balance")
_MAKES_REFERENCE = ("sale", "refund", "preauth", "completion", "balance")


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that the operator does. ``call`` decides which of the others count.

    ``original``: the reference of the sale that is refunded, or of the pre-authorisation.
    ``fault``: which fault is mended ('': whatever stands).
    """

    call: str
    reference: str = ""
    amount_minor: int = 0
    tender: str = ""
    original: str = ""
    days: int = 0
    fault: str = ""

    @property
    def capability(self) -> str:
        """What the POS has to be able to do; '' for what the operator does by himself."""
        if self.call in ("next_day", "mend"):
            return ""
        return f"sale.{self.tender}" if self.call == "sale" else self.call

    @property
    def counts(self) -> bool:
        """Whether it is asked of the POS and so moves the index of the operation."""
        return self.capability != ""

    def values(self) -> dict[str, str | int]:
        """What a file says of it: whatever is not empty."""
        return {f.name: value for f in fields(self) if (value := getattr(self, f.name))}


@dataclass(frozen=True, slots=True)
class Workload:
    """A list of operations with its name in both languages."""

    name: str
    operations: tuple[Operation, ...]
    zh: str = ""

    @property
    def moves_clock(self) -> bool:
        """Whether the POS's clock has to be moved."""
        return any(one.call == "next_day" for one in self.operations)


def shipped() -> dict[str, Path]:
    """The workloads that come with the package, by the name of their file."""
    return {path.stem: path for path in sorted((data_dir("fixtures") / "workloads").glob("*.toml"))}


def load_workload(name: str) -> Workload:
    """A workload by its shipped name or its path. Raises UsageError with what is wrong."""
    known = shipped()
    path = known.get(name) or Path(name)
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        near = difflib.get_close_matches(name, known, 1)
        hint = f"did you mean {near[0]}?" if near else f"there is {', '.join(known)}"
        raise UsageError(f"no workload {name!r}, and no such file: {hint}") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not TOML: {error}") from None
    return parse_workload(values, str(path))


def parse_workload(values: Mapping[str, Any], source: str) -> Workload:
    """Read what a file holds. Raises UsageError that names the place and what was meant."""
    unknown = values.keys() - {"version", "name", "zh", _TABLE}
    if unknown:
        raise UsageError(f"{source}: unknown key {min(unknown)}: it has name, zh, [[do]]")
    if values.get("version") != VERSION:
        raise UsageError(f"{source}: version = {values.get('version')!r}: this reads {VERSION}")
    rows = values.get(_TABLE)
    if not isinstance(rows, list) or not rows:
        raise UsageError(f"{source}: a workload needs at least one [[do]]")
    names = {key: values.get(key, "") for key in ("name", "zh")}
    if not all(isinstance(value, str) for value in names.values()):
        raise UsageError(f"{source}: name and zh are texts")
    operations = tuple(
        _operation(row, f"{source}, {number}. [[do]]") for number, row in enumerate(rows, start=1)
    )
    _demand_references(operations, source)
    return Workload(names["name"] or Path(source).stem, operations, names["zh"])


def workload_values(workload: Workload) -> dict[str, Any]:
    """The content of a file that ``parse_workload`` reads back."""
    head = {"version": VERSION, "name": workload.name}
    chinese = {"zh": workload.zh} if workload.zh else {}
    rows = [one.values() for one in workload.operations]
    return {**head, **chinese, _TABLE: rows}


def _operation(row: object, where: str) -> Operation:
    values: dict[str, Any] = dict(row) if isinstance(row, dict) else {}
    call = str(values.get(_CALL))
    if call not in _TAKES:
        raise UsageError(f"{where}: call = {call!r}: write one of {', '.join(_TAKES)}")
    needed, more = _TAKES[call]
    for key, value in values.items():
        if key != _CALL and key not in needed + more:
            has = ", ".join(needed + more) or "nothing"
            raise UsageError(f"{where}: {call} does not take {key}: it takes {has}")
        wanted = int if key in ("amount_minor", "days") else str
        if not isinstance(value, wanted) or isinstance(value, bool) or value in ("", 0):
            called = "a whole number above 0" if wanted is int else "a text"
            raise UsageError(f"{where}: {key} = {value!r} is not {called}")
    for key in needed:
        if key not in values:
            raise UsageError(f"{where}: {call} needs {key}")
    return _checked(Operation(**{**_defaults(call), **values}), where)


def _defaults(call: str) -> dict[str, Any]:
    return {"tender": "card"} if call == "sale" else {"days": 1} if call == "next_day" else {}


def _checked(one: Operation, where: str) -> Operation:
    if one.call == "sale" and one.tender not in ("card", "cash"):
        raise UsageError(f"{where}: tender = {one.tender!r}: write card or cash")
    if one.amount_minor < 0 or one.days < 0:
        raise UsageError(f"{where}: amounts and days are above 0")
    return one


def _demand_references(operations: Iterable[Operation], source: str) -> None:
    """Whatever is named was done before; the same sale may be entered again, as it was."""
    made: dict[str, Operation] = {}
    for number, one in enumerate(operations, start=1):
        where = f"{source}, {number}. [[do]]"
        if one.call in _MAKES_REFERENCE:
            if made.setdefault(one.reference, one) != one:
                raise UsageError(f"{where}: reference {one.reference} stands for something else")
        elif one.reference and one.reference not in made:
            raise UsageError(f"{where}: nothing before it has the reference {one.reference}")
        if one.original and one.original not in made:
            raise UsageError(f"{where}: nothing before it has the reference {one.original}")


def perform(bench: Bench, one: Operation) -> Reply | None:
    """Let the operator do it; None for what has no answer.

    Raises NotApplicable for a next day where the POS's clock cannot be moved.
    """
    if one.call == "next_day":
        bench.next_day(one.days)
    elif one.call == "mend":
        bench.operator.mend(one.fault)
    else:
        return bench.operator.call(one.call, params_of(one, bench.config.acquirer.currency))
    return None


def params_of(one: Operation, currency: int) -> dict[str, Json]:
    """The parameters of its call, as the contract has them."""
    params: dict[str, Json] = {"reference": one.reference} if one.reference else {}
    if one.amount_minor:
        params |= {"amount": one.amount_minor, "currency": currency}
    if one.call in ("sale", *_WITH_CARD):
        params["tender"] = one.tender or "card"
    if one.call in ("refund", *_WITH_CARD) or one.tender == "card":
        params["card"] = dict(TEST_CARD)
    if one.original:
        params["original"] = one.original
    return params
