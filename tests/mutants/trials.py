"""What a mutant has to stand: every shipped scenario and many schedules, in virtual time."""

import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from queue import SimpleQueue

from behave.configuration import Configuration

from emulators.history_file import load_events
from harness.bdd.dealt import Piece, Refused
from harness.bdd.selection import select
from harness.bdd.session import Outcome, Session, begin
from harness.bdd.worker import DealtRunner
from harness.checks.result import Verdict
from harness.config import Acquirer, Config, Pos
from harness.explore.plan import Cell, Planned, chosen_faults, depth_one, grid, swarm
from harness.explore.points import names
from harness.explore.schedule import Schedule, parse_schedule, schedule_values
from harness.explore.trial import Extras, run_trial
from harness.faults import add_harness_faults
from harness.paths import data_dir
from harness.reports.folder import RunFolder
from harness.reports.summary import Status
from harness.virtual.find import REFERENCE, find_till
from harness.vocabulary import load_vocabulary
from harness.workloads.files import find_workload
from harness.workloads.steps import careful

DIALECTS = ("iso87-ascii", "unionpay")
DAYS = ("six-operations", "standard-day")
SINGLE, DRAWN = 60, 40  # schedules of a day and a dialect: with one fault, with up to four

# What not every right till has to cope with, and this one does: so no scenario ships with it.
MORE = (
    ("printer.cutter_jam:by_command=true@line(3)",),
    tuple(f"host.settlement_mismatch@message({what},request)" for what in ("settlement", "close")),
    ("host.settlement_mismatch@message(settlement,request)", "pos.kill@message(close,sent)"),
    ("host.decline:code=77@message(settlement,request)",),
    ("host.decline:code=77@message(settlement,request)", "pos.kill@message(settlement,sent)"),
)


@dataclass(frozen=True, slots=True)
class Trial:
    """A scenario (``file:line``) or a schedule, in a dialect."""

    dialect: str
    scenario: str = ""
    schedule: str = ""  # JSON

    @property
    def name(self) -> str:
        """What a reader knows it by."""
        if self.scenario:
            return Path(self.scenario).name
        return "; ".join(json.loads(self.schedule)["faults"])


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a trial: its verdict and the checks that failed."""

    trial: Trial
    verdict: str
    failed: tuple[str, ...] = ()


def shipped() -> Iterator[Trial]:
    """Every scenario in every dialect."""
    found = select([str(data_dir("features"))])
    return (Trial(dialect, one.location) for dialect in DIALECTS for one in found)


def further() -> Iterator[Trial]:
    """A day of six operations with each of what stands in ``MORE``."""
    for faults in MORE:
        day = Schedule(careful(find_workload("six-operations")), faults)
        yield Trial(DIALECTS[0], schedule=json.dumps(schedule_values(day)))


def explored(seed: int = 0) -> Iterator[Trial]:
    """Schedules of the days: faults at every kind of moment, one at a time and several at once."""
    for dialect in DIALECTS:
        for day in DAYS:
            for one in _planned(config_of(dialect), day, seed):
                yield Trial(dialect, schedule=json.dumps(schedule_values(one.schedule)))


def _planned(config: Config, day: str, seed: int) -> Iterator[Planned]:
    schedule = Schedule(careful(find_workload(day)))
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        folder = Path(name) / "clean"
        finding = run_trial(schedule, config, folder, 1.0, _extras(config, keep=True))
        events = load_events(folder / "history.jsonl")
    faults = chosen_faults((), (), finding.targets, finding.impossible)
    cells: Sequence[Cell] = grid(events, names(events), faults, schedule.workload)
    yield from islice(depth_one(cells, schedule.workload, seed=seed), SINGLE)
    yield from swarm(cells, schedule.workload, DRAWN, seed)


def config_of(dialect: str) -> Config:
    """The reference POS as a class, in that dialect."""
    pos = Pos.model_validate({"driver": "python", "class": REFERENCE})
    return Config(pos=pos, acquirer=Acquirer(dialect=dialect), folder=data_dir("fixtures") / "pos")


def _extras(config: Config, *, keep: bool = False) -> Extras:
    return Extras(once=True, make=find_till(config), pictures=keep, keep_all=keep)


Hear = Callable[[Told], None]


def prepare() -> None:
    """Import and register what trials need, and nothing of the POS."""
    add_harness_faults()
    load_vocabulary()
    os.environ["PYTHONHASHSEED"] = "0"
    fixture = str(data_dir("fixtures") / "pos")
    if fixture not in sys.path:
        sys.path.insert(0, fixture)


def run_trials(trials: Iterable[Trial], hear: Hear, starts: Callable[[], None]) -> None:
    """Run them in this process. ``starts`` is called before each, ``hear`` after it."""
    with tempfile.TemporaryDirectory(prefix="mutant-") as name:
        for (dialect, of_features), group in groupby(
            trials, key=lambda one: (one.dialect, bool(one.scenario))
        ):
            config, own = config_of(dialect), list(group)
            if of_features:
                _run_scenarios(own, config, Path(name), hear, starts)
            else:
                _run_schedules(own, config, Path(name), hear, starts)


def _run_schedules(
    trials: Iterable[Trial], config: Config, folder: Path, hear: Hear, starts: Callable[[], None]
) -> None:
    for one in trials:
        starts()
        schedule = parse_schedule(json.loads(one.schedule), "a trial")
        found = run_trial(schedule, config, folder / "trial", 1.0, _extras(config))
        hear(Told(one, found.verdict, tuple(broken.check for broken in found.broken)))


def _run_scenarios(
    trials: Sequence[Trial], config: Config, folder: Path, hear: Hear, starts: Callable[[], None]
) -> None:
    pieces: SimpleQueue[Piece] = SimpleQueue()
    for place, one in enumerate(trials, 1):
        pieces.put(((one.scenario, place),))
    pieces.put(())
    by_place = {one.scenario: one for one in trials}

    def tell(told: Outcome | Refused | None) -> None:
        if told is None:
            starts()
        elif isinstance(told, Outcome):
            result = told.result
            trial = by_place[f"{result.feature_file}:{result.line}"]
            failed = [one.check for one in result.results if one.verdict is Verdict.FAIL]
            if result.status is Status.FAIL and not failed:
                failed = ["a step, or the POS itself"]
            hear(Told(trial, result.status.value, tuple(failed)))

    begin(Session(config, RunFolder(folder), tell))
    behave = Configuration([trials[0].scenario, "--no-skipped", "--no-summary"], load_config=False)
    behave.format, behave.reporters = ["null"], []
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):  # noqa: PTH123
        DealtRunner(behave, pieces, tell).run()
