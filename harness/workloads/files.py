"""Reading a workload file (TOML); a message names the step, the key and what was meant.

::

    version = 1
    name = "Morning"

    [[step]]
    do = "sale"
    reference = "A1"
    amount = "12.50"
"""

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from emulators.errors import UsageError
from emulators.money import MOST_MINOR
from harness.workloads.steps import VERBS, VERSION, Step, Workload

STANDARD_DAY = Path(__file__).with_name("standard_day.toml")


class WorkloadError(UsageError):
    """The workload file cannot be read, or asks for what cannot be done."""


def standard_day() -> Workload:
    """The day that ships: every kind of operation, and the morning after."""
    return load_workload(STANDARD_DAY)


def shipped() -> dict[str, Path]:
    """The workloads that come with the package, by name."""
    return {
        path.stem.replace("_", "-"): path for path in sorted(Path(__file__).parent.glob("*.toml"))
    }


def find_workload(name: str) -> Workload:
    """A workload by its shipped name or its path. Raises WorkloadError."""
    known = shipped()
    path = known.get(name.replace("_", "-")) or Path(name)
    if not path.exists():
        near = difflib.get_close_matches(name, known, 1)
        hint = f"did you mean {near[0]}?" if near else f"there is {', '.join(known)}"
        raise WorkloadError(f"no workload {name!r}, and no such file: {hint}")
    return load_workload(path)


def load_workload(path: Path) -> Workload:
    """Read a file. Raises WorkloadError with every mistake of it, one a line."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WorkloadError(f"{path} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WorkloadError(f"{path} is not TOML: {error}") from None
    return parse_workload(values, str(path))


def parse_workload(values: Mapping[str, Any], source: str) -> Workload:
    """Make a Workload of a file's contents. Raises WorkloadError that lists every mistake."""
    mistakes = [*_head(values)]
    rows = values.get("step", [])
    rows = rows if isinstance(rows, list) else []
    if not rows:
        mistakes.append("it has no steps: write [[step]] and do = 'sale' below it")
    for number, row in enumerate(rows, start=1):
        mistakes += [f"step {number}: {text}" for text in _wrong_with(row)]
    if not mistakes:
        steps = tuple(map(_step, rows))
        mistakes = [*_impossible(steps)]
    if mistakes:
        raise WorkloadError("\n".join(f"{source}: {text}" for text in mistakes))
    return Workload(str(values.get("name", source)), steps)


def _head(values: Mapping[str, Any]) -> Iterator[str]:
    for key in values:
        if key not in ("version", "name", "step"):
            yield f"unknown key {key}: there is version, name, step"
    if values.get("version") != VERSION:
        yield f"version = {values.get('version')!r}: this tillproof reads version = {VERSION}"


def _wrong_with(row: object) -> Iterator[str]:
    """What is wrong with one step by itself."""
    do = row.get("do") if isinstance(row, dict) else None
    if not isinstance(row, dict) or not isinstance(do, str) or do not in VERBS:
        near = difflib.get_close_matches(str(do), VERBS, 1)
        hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(VERBS)}"
        yield f"do = {do!r} is nothing that can be done: {hint}"
        return
    verb = VERBS[do]
    known = (*verb.must, *verb.may)
    for key, value in row.items():
        if key != "do" and key not in known:
            yield f"{do} has no {key}: it takes {', '.join(known) or 'nothing'}"
        elif key != "do" and (wrong := _wrong_value(key, value)):
            yield f"{key} = {value!r}: {wrong}"
    yield from (f"{do} needs {key}" for key in verb.must if key not in row)


def _wrong_value(key: str, value: object) -> str:
    if key == "days":
        good = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 366
        return "" if good else "write a whole number from 1 to 366"
    if not isinstance(value, str) or not value:
        return 'write a text, such as "12.50"' if key == "amount" else "write a text"
    if key == "tender":
        return "" if value in ("card", "cash") else "write card or cash"
    return (
        "write a positive amount, such as 12.50" if key == "amount" and not _amount(value) else ""
    )


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 < amount <= MOST_MINOR else None


def _step(row: Mapping[str, Any]) -> Step:
    values = dict(row)
    if "amount" in values:
        values["amount"] = Decimal(values["amount"])
    return Step(**values)


def _impossible(steps: tuple[Step, ...]) -> Iterator[str]:
    """Steps that are right by themselves and cannot be done where they stand."""
    given: dict[str, str] = {}
    shut = False
    for number, step in enumerate(steps, start=1):
        if shut and step.do != "next_morning":
            yield f"step {number}: {step.do} while the till is shut: next_morning comes first"
        shut = step.do == "end_of_day" or (shut and step.do != "next_morning")
        named = step.original or (step.reference if step.do in ("void", "reprint") else "")
        if named and named not in given:
            yield f"step {number}: {step.do} names {named}, which no step before it has"
        elif step.do == "void" and given[named] != "sale":
            yield f"step {number}: void names {named}, which is no sale"
        if step.do in ("sale", "refund"):
            if step.reference in given:
                yield f"step {number}: the reference {step.reference} stands for two things"
            given[step.reference] = step.do
