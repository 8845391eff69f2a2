"""What can be played at the console: workloads, scenarios from files, a feature handed in."""

from dataclasses import dataclass
from pathlib import Path

from behave.model import Scenario
from behave.parser import parse_feature

from emulators.errors import UsageError
from harness.bdd.feature_text import told_in_a_sentence
from harness.bdd.selection import Chosen, select
from harness.explore.gherkin import to_feature
from harness.explore.schedule import Schedule
from harness.workloads.files import find_workload, load_workload, shipped


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to play. ``kind`` is workload or scenario; ``name`` is what it is asked for by."""

    kind: str
    name: str
    title: str
    group: str


class Plays:
    """The offers, found once: the shipped workloads, and the user's features, else the shipped."""

    def __init__(self) -> None:
        self._scenarios = {one.location: one for one in _scenarios()}

    def offers(self) -> tuple[Offer, ...]:
        """Workloads first, then scenarios in the order of their files."""
        workloads = [
            Offer("workload", name, load_workload(path).name, "")
            for name, path in shipped().items()
        ]
        scenarios = [
            Offer("scenario", where, one.name, one.feature)
            for where, one in self._scenarios.items()
        ]
        return (*workloads, *scenarios)

    def scenario(self, kind: str, name: str, language: str = "en") -> Scenario:
        """The scenario to play: ``name`` is an offer's name, or a whole feature.

        Raises UsageError for a name that is not offered, and a feature that cannot be read.
        """
        if kind == "workload":
            workload = find_workload(name)
            return _only(to_feature(Schedule(workload, (), workload.name), language))
        if kind == "feature":
            return _only(name)
        if kind != "scenario" or name not in self._scenarios:
            raise UsageError(f"{kind} {name[:80]!r}: nothing of that name can be played here")
        return _at(self._scenarios[name])


def _scenarios() -> tuple[Chosen, ...]:
    try:
        return select(())
    except UsageError:  # one feature that cannot be read: ``tillproof run`` says which
        return ()


def _at(chosen: Chosen) -> Scenario:
    file, _, line = chosen.location.rpartition(":")
    found = [one for one in _read(Path(file)) if one.line == int(line)]
    if not found:
        raise UsageError(f"{chosen.location}: there is no scenario any more")
    return found[0]


def _read(path: Path) -> list[Scenario]:
    try:
        return _parsed(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from None


def _only(text: str) -> Scenario:
    found = _parsed(text, "the feature")
    if not found:
        raise UsageError("the feature has no scenario")
    return found[0]


def _parsed(text: str, source: str) -> list[Scenario]:
    with told_in_a_sentence(source):
        feature = parse_feature(text, filename=source)
    return list(feature.walk_scenarios()) if feature else []
