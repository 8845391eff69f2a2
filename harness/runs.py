"""A run of scenarios from the choice of features to the verdict on disk: what ``run`` does."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from emulators.errors import UsageError
from harness import version
from harness.baseline import Baseline, load_baseline, without_known
from harness.bdd.outcome import EXIT
from harness.bdd.pool import STOPPED, Plan, run_all
from harness.bdd.selection import Chosen, select, shard
from harness.bdd.session import Outcome
from harness.checks.check import checks
from harness.config import Checks, Config, load_config
from harness.pos.drivers.registry import why_not_startable
from harness.reports.folder import RunFolder, make_run_folder
from harness.reports.publish import publish
from harness.reports.summary import NotApplicable, PosInfo, RunSummary, ScenarioResult, Status
from harness.reports.texts import language_of
from harness.reports.verdict import announce

PASSED, FAILED, UNKNOWN, WRONG_USE, BROKEN = 0, 1, 2, 3, 4
Tell = Callable[[ScenarioResult], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line. ``lang``: of the report; '' for the features'."""

    features: Sequence[str] = ()
    config: Path | None = None
    results_dir: Path = Path("runs")
    name: str = "run"
    jobs: int = 1
    share: str = "1/1"
    only: Sequence[str] = ()
    skip: Sequence[str] = ()
    seed: int | None = None
    fail_fast: bool = False
    lang: str = ""
    baseline: Path | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """A run that is over: what it came to and where it stands."""

    summary: RunSummary
    folder: RunFolder
    exit_status: int


def _unheard(_: int) -> None:
    """Nobody wants to know."""


def run(request: Request, tell: Tell, begin: Callable[[int], None] = _unheard) -> Finished:
    """Run it. ``begin`` hears how many scenarios there are, ``tell`` of each as it ends.

    Raises TillproofError for wrong use.
    """
    config = load_config(request.config)
    wrong = why_not_startable(config)
    if wrong:
        raise UsageError(wrong)
    if config.pos.driver == "manual" and request.jobs > 1:
        raise UsageError("driver = 'manual': one person works one till at a time: leave -j away")
    known = Baseline() if request.baseline is None else load_baseline(request.baseline)
    tags, config = _sorted_out(request, config)
    chosen = _chosen(request, tags)
    folder = make_run_folder(request.results_dir, request.name)
    seed = random.SystemRandom().randrange(2**32) if request.seed is None else request.seed
    plan = Plan(
        request.config,
        folder.path,
        seed,
        request.jobs,
        stop=request.fail_fast,
        disabled=config.checks.disable,
    )
    started, start_s = datetime.now(UTC), time.monotonic()
    summary = RunSummary(
        name=request.name,
        tillproof=version(),
        pos=_pos((), config),
        seed=seed,
        started=started,
        duration_s=0,
        scenarios=(),
        disabled=tuple(NotApplicable(what, why) for what, why in config.checks.disable.items()),
    )
    announce(summary, folder.verdict)
    begin(len(chosen))
    ran = run_all(chosen, plan, lambda outcome: tell(_less(outcome, known).result))
    outcomes = [_less(outcome, known) for outcome in ran.outcomes]
    summary = replace(
        summary,
        pos=_pos(outcomes, config),
        duration_s=round(time.monotonic() - start_s, 3),
        scenarios=tuple(outcome.result for outcome in outcomes),
        interrupted=STOPPED if ran.interrupted else "",
    )
    summary = publish(summary, folder, request.lang or language_of(summary))
    return Finished(summary, folder, exit_status(outcomes))


def _less(outcome: Outcome, known: Baseline) -> Outcome:
    """The outcome when what the baseline holds does not count."""
    result = without_known(outcome.result, known)
    if result.status is outcome.result.status:
        return replace(outcome, result=result)
    return replace(outcome, result=result, exit_status=EXIT[result.status])


@dataclass(frozen=True, slots=True)
class _Tags:
    """What is left of ``--only`` and ``--skip`` for the choice of scenarios."""

    only: tuple[str, ...]
    skip: tuple[str, ...]


def _sorted_out(request: Request, config: Config) -> tuple[_Tags, Config]:
    """``--only`` and ``--skip`` take tags, faults and checks: the checks become disabled ones."""
    known = checks()
    wanted = {word for word in request.only if word in known}
    left_out = {word: "left out by --skip" for word in request.skip if word in known}
    if wanted:
        left_out |= {name: "left out by --only" for name in known if name not in wanted}
    disable = {**config.checks.disable, **left_out}
    tags = _Tags(
        tuple(word for word in request.only if word not in known),
        tuple(word for word in request.skip if word not in known),
    )
    return tags, config.model_copy(update={"checks": Checks(disable=disable)})


def _chosen(request: Request, tags: _Tags) -> tuple[Chosen, ...]:
    try:
        index, count = (int(word) for word in request.share.split("/"))
    except ValueError:
        raise UsageError(f"--shard {request.share}: write it as 2/5") from None
    if not 1 <= index <= count:
        raise UsageError(f"--shard {request.share}: the first number goes from 1 to the second")
    return shard(select(request.features, tags.only, tags.skip), index, count)


def _pos(outcomes: Sequence[Outcome], config: Config) -> PosInfo:
    known = [outcome.pos for outcome in outcomes if outcome.pos is not None]
    pos = config.pos
    return known[0] if known else PosInfo(pos.name, "", pos.driver, config.command())


def exit_status(outcomes: Sequence[Outcome]) -> int:
    """The first that applies of 3, 4, 1, 2, 0; 2 when nothing was run or nothing applied."""
    statuses = {
        outcome.exit_status
        for outcome in outcomes
        if outcome.result.status is not Status.NOT_APPLICABLE
    }
    for status in (WRONG_USE, BROKEN, FAILED, UNKNOWN):
        if status in statuses:
            return status
    return PASSED if statuses else UNKNOWN
