"""What was done by hand in one session, kept so that it can be said as a feature."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from behave.model import Scenario

from emulators.errors import UsageError
from emulators.events import Event
from emulators.faults.events import FaultArmed
from emulators.faults.fault import parse_fault
from emulators.history import of
from harness.bdd import day
from harness.explore.gherkin import to_feature
from harness.explore.schedule import Schedule
from harness.workloads.files import parse_workload
from harness.workloads.steps import SELLING, Step, Workload

_BENCH_OWN = ("nemesis", "operator", "bench")
_TITLES = {
    "en": ("A session at the console", "What was done by hand"),
    "zh-CN": ("控制台会话", "手工操作"),
}


class Record:
    """One session's steps; ``played``: the scenario that it began with, if any."""

    def __init__(self, played: Scenario | None = None) -> None:
        names = [] if played is None else [step.name for step in played.all_steps]
        said = [day.read(name) for name in names if not _is_aside(name)]
        self._steps = [step for step in said if step is not None]
        self._wordless = played.name if played is not None and None in said else ""
        self._sales = [step.reference for step in self._steps if step.do == "sale"]
        self._used = {step.reference for step in self._steps}
        self._moments: dict[int, str] = {}

    def sold(self, references: Sequence[str]) -> None:
        """References that a scenario has used."""
        self._sales += references
        self._used |= set(references)

    def step(self, values: Mapping[str, Any]) -> Step:
        """The step that is asked for, with the reference that it has none of.

        Raises UsageError for a step that is none.
        """
        row = dict(values)
        verb = row.get("do")
        if verb in SELLING:
            row.setdefault("reference", self._fresh())
        if verb == "void":
            row.setdefault("reference", self._sales[-1] if self._sales else "")
        # With the sales before it, which a void or a refund may name.
        sales = [
            {"do": "sale", "reference": reference, "amount": "1"}
            for reference in dict.fromkeys(self._sales)
            if reference != row.get("reference") or verb not in SELLING
        ]
        asked = {"version": 1, "name": "console", "step": [*sales, row]}
        return parse_workload(asked, "the session").steps[-1]

    def _fresh(self) -> str:
        names = (f"T{number:04}" for number in count(1))
        return next(name for name in names if name not in self._used)

    def did(self, step: Step) -> None:
        """A step is being done."""
        self._steps.append(step)
        if step.do in SELLING:
            self._used.add(step.reference)
        if step.do == "sale":
            self._sales.append(step.reference)

    def armed(self, seq: int, here: str) -> None:
        """The fault of event ``seq`` was armed when ``here`` had just happened."""
        self._moments[seq] = here

    def feature(self, events: Sequence[Event], language: str) -> str:
        """All of it as a feature. Raises UsageError for what has no words."""
        if self._wordless:
            raise UsageError(f"this session began with {self._wordless!r}: a new one is recorded")
        title, scenario = _TITLES[language]
        schedule = Schedule(
            Workload(title, tuple(self._steps)), tuple(self._specs(events)), scenario
        )
        return to_feature(schedule, language)

    def _specs(self, events: Sequence[Event]) -> Iterator[str]:
        """The faults as they were armed, those that struck at once with their moment."""
        for event, armed in of(events, FaultArmed):
            here = self._moments.get(event.seq, "")
            scheduled = parse_fault(armed.spec)
            at_once = str(scheduled.trigger) == "now" and here
            yield str(scheduled).replace("@now", f"@point({here})") if at_once else str(scheduled)


def moment(events: Sequence[Event]) -> str:
    """The latest event of a device, as an injection point."""
    return next((str(one.point) for one in reversed(events) if one.device not in _BENCH_OWN), "")


def _is_aside(text: str) -> bool:
    """A step that arms a fault or only looks: no part of the workload."""
    return day.read_armed(text) is not None or text in (day.EVERY_EN, day.EVERY_ZH)
