"""Why a mutant that nothing catches does no harm, or what would catch it: ``harmless.toml``."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

PATH = Path(__file__).with_name("harmless.toml")


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason, and the names of the mutants that it holds for."""

    why: str
    mutants: tuple[str, ...]


def reasons(table: str = "reason") -> tuple[Reason, ...]:
    """As they stand in the file: ``reason`` for no harm, ``missing`` for what is not caught."""
    rows = tomllib.loads(PATH.read_text(encoding="utf-8"))[table]
    return tuple(Reason(row["why"], tuple(row["mutants"])) for row in rows)


def harmless() -> frozenset[str]:
    """The names of all of them."""
    return frozenset(name for one in reasons() for name in one.mutants)
