"""What a check is: a file in ``catalogue`` with one function that goes through the evidence.

::

    @check("charged-once", zh="…", comes_from="operations, books")
    def charged_once(evidence: Evidence) -> Iterator[Case]:
        '''A card sale told approved is booked exactly once.'''
        for sale in evidence.operations.approved("sale"):
            yield HELD if ... else Violation("The customer was charged twice …", (7, 19))

It yields one Case for each thing that it looked at; none at all means that it was not exercised.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from emulators.modules import import_all
from harness.checks.evidence import Evidence
from harness.checks.result import Violation

_CATALOGUE = "harness.checks.catalogue"


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that was looked at was right."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that the evidence cannot decide, and why."""

    why: str


HELD: Final = Held()
Case = Held | Doubt | Violation
Judge = Callable[[Evidence], Iterator[Case]]


@dataclass(frozen=True, slots=True)
class Check:
    """One check of the catalogue. ``title`` and ``zh`` say in a line when it holds."""

    name: str
    title: str
    zh: str
    comes_from: str
    cases: Judge


_CHECKS: dict[str, Check] = {}


def check(name: str, *, zh: str, comes_from: str) -> Callable[[Judge], Judge]:
    """Register a function as a check; the first line of its docstring is the English title."""

    def register(function: Judge) -> Judge:
        if name in _CHECKS:
            raise TypeError(f"check {name!r} is registered twice")
        title = (function.__doc__ or "").strip().split("\n", 1)[0]
        _CHECKS[name] = Check(name, title, zh, comes_from, function)
        return function

    return register


def checks() -> dict[str, Check]:
    """Every check by name, in alphabetical order."""
    import_all(_CATALOGUE)
    return dict(sorted(_CHECKS.items()))
