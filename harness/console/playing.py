"""A scenario played on a bench that people watch, step by step.

Only shipped phrases are known: steps of one's own need a process of their own, as behave's registry
is never emptied; ``tillproof run`` gives them one.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace

from behave.model import Scenario, Step
from behave.model_core import Status as StepStatus
from behave.runner import the_step_registry

from emulators.errors import TillproofError
from harness.bdd.demands import config_for, needs_of, unmet
from harness.bdd.outcome import outcome_of
from harness.bdd.runner import load_shipped_steps
from harness.bdd.scene import Scene
from harness.bdd.session import Session
from harness.bench import Bench
from harness.config import Config
from harness.reports.folder import RunFolder, ScenarioFolder
from harness.reports.summary import ScenarioResult

Shown = Callable[[Bench], None]


@dataclass(frozen=True, slots=True)
class StepView:
    """One step. ``status``: untested, executing, passed, failed, error, undefined or skipped."""

    keyword: str
    text: str
    status: str


@dataclass(frozen=True, slots=True)
class PlayView:
    """What is played, or was last. ``verdict`` is '' while it goes on; ``said`` explains it."""

    name: str
    steps: tuple[StepView, ...]
    verdict: str = ""
    said: tuple[str, ...] = ()


class _WatchedScene(Scene):
    """A scene whose bench is shown as soon as it is up."""

    def __init__(self, make: Callable[[Sequence[str]], Bench], folder: ScenarioFolder) -> None:
        super().__init__(make, folder)
        self.shown: Shown = _to_nobody

    @property
    def bench(self) -> Bench:
        """The bench, up and shown."""
        fresh = self.started is None
        try:
            return super().bench
        finally:
            if fresh and self.started is not None:
                self.shown(self.started)

    def leave_out(self, scenario: Scenario, why: str) -> None:
        """No more of it is played."""
        del scenario
        self.not_applicable = why


def _to_nobody(bench: Bench) -> None:
    del bench


class Performance:
    """One scenario, to be played once. ``news`` is called whenever ``view`` has changed."""

    def __init__(
        self, scenario: Scenario, config: Config, folder: ScenarioFolder, news: Callable[[], None]
    ) -> None:
        load_shipped_steps()
        self._scenario = scenario
        self._config = config
        self._news = news
        self._steps: list[Step] = list(scenario.all_steps)
        self._functions = [_function(step) for step in self._steps]
        self._session = Session(config, RunFolder(folder.path), _unheard)
        self.scene = _WatchedScene(self._bench, folder)
        self.view = PlayView(scenario.name, ())
        self._tell()

    def _bench(self, armed: Sequence[str]) -> Bench:
        asked = map(needs_of, (step.name for step in self._steps), self._functions)
        return Bench(
            config_for(self._config, self._scenario),
            self.scene.folder.path,
            name=self._scenario.name,
            schedule=armed,
            needs=set.union({"clock"}, *asked),
        )

    def play(self, shown: Shown) -> ScenarioResult:
        """Play it and judge; the bench stays up. ``shown`` gets the bench once it is."""
        self.scene.shown = shown
        began_s, start_s = time.time(), time.monotonic()
        tags = self._scenario.effective_tags
        self.scene.not_applicable = next(unmet(self.scene, self._config, tags), "")
        for step in self._steps:
            if self._goes_on():
                self._do(step)
        bench = self.scene.started
        if bench is not None and not (self.scene.not_applicable or self.scene.broken):
            bench.settle()
        when_s = (began_s, time.monotonic() - start_s)
        result = outcome_of(self._scenario, self.scene, self._session, when_s).result
        self.view = PlayView(self.view.name, self._shown_steps(), result.status.value, said(result))
        self._news()
        return result

    def _goes_on(self) -> bool:
        failed = any(one.status.has_failed() for one in self._steps)
        return not (self.scene.not_applicable or failed)

    def _do(self, step: Step) -> None:
        match = the_step_registry.find_match(step)
        if match is None:
            step.status = StepStatus.undefined
            return
        step.status = StepStatus.executing
        self._tell()
        start_s = time.monotonic()
        try:
            context = SimpleNamespace(scene=self.scene, scenario=self._scenario)
            match.func(context, **{one.name: one.value for one in match.arguments})
            step.status = StepStatus.skipped if self.scene.not_applicable else StepStatus.passed
        except AssertionError as error:
            step.status, step.exception = StepStatus.failed, error
        except TillproofError as error:
            step.status, step.exception = StepStatus.error, error
        step.duration = time.monotonic() - start_s
        self._tell()

    def _shown_steps(self) -> tuple[StepView, ...]:
        return tuple(StepView(one.keyword, one.name, one.status.name) for one in self._steps)

    def _tell(self) -> None:
        self.view = PlayView(self.view.name, self._shown_steps())
        self._news()


def _function(step: Step) -> Callable[..., None] | None:
    match = the_step_registry.find_match(step)
    return match.func if match else None


def said(result: ScenarioResult) -> tuple[str, ...]:
    """Why it did not hold, in sentences, and what was there."""
    found = [f"{one.check}: {v.message}" for one in result.results for v in one.violations]
    why = (result.not_applicable, result.other_error, *found, *result.reasons)
    return tuple(filter(None, (*why, *result.left_behind)))


def _unheard(_: object) -> None:
    """The room tells by itself."""
