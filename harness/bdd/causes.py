"""What each shipped scenario stands for: the faults that its steps arm, the checks that it names.

A step's phrase says so in its docstring, or the step itself does (``the fault NAME``).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from behave.model import Scenario
from behave.parser import parse_file
from behave.runner import the_step_registry

from emulators.faults.fault import catalogue, is_called
from harness.bdd.runner import load_shipped_steps
from harness.checks.check import checks
from harness.faults import add_harness_faults
from harness.paths import data_dir

_FAULT = re.compile(r"\b(printer|acquirer|host|terminal|pos|operator)2?(\.[a-z_]+(?:\.[a-z_]+)?)")
_CHECK = re.compile(r"[a-z]+(?:-[a-z]+)+")


@dataclass(frozen=True, slots=True)
class Told:
    """One scenario. ``file`` is relative to the shipped features."""

    name: str
    file: str
    faults: frozenset[str]
    checks: frozenset[str]


def told(folder: Path | None = None) -> tuple[Told, ...]:
    """Every scenario of the shipped features, or of ``folder``, in the order of the files."""
    add_harness_faults()
    load_shipped_steps()
    root = folder or data_dir("features")
    return tuple(
        _told(scenario, str(path.relative_to(root)))
        for path in sorted(root.rglob("*.feature"))
        for scenario in parse_file(str(path)).walk_scenarios()
    )


def arming(words: Iterable[str]) -> Callable[[Scenario], bool]:
    """Whether a scenario's steps arm one of the faults that ``words`` name, whole or in part."""
    add_harness_faults()
    named = {name for name in catalogue() for word in words if is_called(name, word)}
    if not named:
        return lambda _: False
    load_shipped_steps()
    return lambda scenario: not named.isdisjoint(_told(scenario, "").faults)


def _told(scenario: Scenario, file: str) -> Told:
    text = " ".join(_says(step) for step in scenario.all_steps)
    faults = {"".join(found) for found in _FAULT.findall(text)} & catalogue().keys()
    named = set(_CHECK.findall(text)) & checks().keys()
    return Told(scenario.name, file, frozenset(faults), frozenset(named))


def _says(step: object) -> str:
    """The step with what its phrase says of itself."""
    match = the_step_registry.find_match(step)
    doc = match.func.__doc__ if match is not None else ""
    return f"{getattr(step, 'name', '')} {doc or ''}"


def causes() -> dict[str, tuple[str, ...]]:
    """The faults of each cause in the field; a fault may have several, parted by semicolons."""
    add_harness_faults()
    found: dict[str, list[str]] = {}
    for name, cls in catalogue().items():
        if not name.startswith("test."):
            for cause in cls.field.split(";"):
                found.setdefault(cause.strip(), []).append(name)
    return {cause: tuple(found[cause]) for cause in sorted(found, key=str.lower)}
