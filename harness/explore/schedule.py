"""A Schedule: a workload and faults with their triggers. What is run, replayed and shrunk.

``schedule.json``::

    {"version": 1, "name": "…", "seed": 0, "faults": ["pos.kill@point(…)"],
     "workload": {"version": 1, "name": "…", "step": [{"do": "sale", …}]}, "check": "charged-once"}
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from emulators.errors import UsageError
from emulators.faults.fault import parse_fault
from harness.workloads.files import parse_workload
from harness.workloads.steps import Workload, values_of

VERSION = 1
_KEYS = ("version", "name", "seed", "faults", "workload", "check")
_ID_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Schedule:
    """``faults``: in their text form. ``check``: the check that it is known to fail, if any."""

    workload: Workload
    faults: tuple[str, ...] = ()
    name: str = ""
    seed: int = 0
    check: str = ""

    @property
    def id(self) -> str:
        """Twelve hexadecimal digits that stand for what is done: workload and faults."""
        content = [values_of(self.workload)["step"], list(self.faults)]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:_ID_DIGITS]

    @property
    def moves_clock(self) -> bool:
        """Whether the POS's clock has to be moved."""
        targets = (parse_fault(text).target() for text in self.faults)
        return self.workload.moves_clock or "calendar" in targets


def schedule_values(schedule: Schedule) -> dict[str, Any]:
    """The content of ``schedule.json``."""
    return {
        "version": VERSION,
        "name": schedule.name,
        "seed": schedule.seed,
        "faults": list(schedule.faults),
        "workload": values_of(schedule.workload),
        "check": schedule.check,
    }


def parse_schedule(values: object, source: str) -> Schedule:
    """Read what a file holds. Raises UsageError that says what is wrong with it."""
    if not isinstance(values, dict) or values.get("version") != VERSION:
        raise UsageError(f"{source} is no schedule of version {VERSION}")
    unknown = values.keys() - set(_KEYS)
    if unknown:
        raise UsageError(f"{source}: unknown key {min(unknown)}: there is {', '.join(_KEYS)}")
    faults = values.get("faults", [])
    if not isinstance(faults, list) or not all(isinstance(one, str) for one in faults):
        raise UsageError(f"{source}: faults is a list of texts, such as pos.kill@line(3)")
    workload = values.get("workload")
    if not isinstance(workload, dict):
        raise UsageError(f"{source} names no workload: run its feature again instead")
    for text in faults:
        parse_fault(text)
    return Schedule(
        parse_workload(workload, source),
        tuple(faults),
        str(values.get("name", "")),
        int(values.get("seed", 0)),
        str(values.get("check", "")),
    )


def load_schedule(path: Path) -> Schedule:
    """Read ``schedule.json``. Raises UsageError."""
    try:
        return parse_schedule(json.loads(path.read_text(encoding="utf-8")), str(path))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not JSON: {error}") from None


def save_schedule(schedule: Schedule, path: Path) -> None:
    """Write ``schedule.json``. Raises OSError."""
    text = json.dumps(schedule_values(schedule), ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
