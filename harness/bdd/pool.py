"""Worker processes for a run: each is dealt scenarios until there are none, and tells outcomes."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from queue import SimpleQueue

from emulators.errors import UsageError
from harness.bdd.dealt import Job, Refused
from harness.bdd.selection import Chosen, shard
from harness.bdd.session import Outcome
from harness.bdd.worker_process import News, Word, WorkerProcess
from harness.loop import take
from harness.reports.summary import ScenarioResult, Status

Tell = Callable[[Outcome], None]
STOPPED = "the run was stopped before its end"
ROUNDS = 16  # how many pieces a worker gets, so that all of them end at about the same time
FAILED = (1, 3, 4)  # the exit statuses that end a run which is to stop at the first failure


@dataclass(frozen=True, slots=True)
class Plan:
    """What the workers need to know."""

    config: Path | None
    folder: Path
    seed: int
    jobs: int
    stop: bool = False
    disabled: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()  # added to the POS's command


@dataclass(frozen=True, slots=True)
class Ran:
    """The outcomes in the run's order; ``interrupted`` when somebody stopped the run."""

    outcomes: tuple[Outcome, ...]
    interrupted: bool = False


class _Dealer:
    """Deals the scenarios out and hears what became of them."""

    def __init__(self, chosen: Sequence[Chosen], plan: Plan, tell: Tell) -> None:
        self._plan, self._tell = plan, tell
        self._chosen = {one.location: one for one in chosen}
        self._count = min(plan.jobs, len(chosen))
        self._pieces = deque(_pieces(chosen, self._count))
        self._queue: SimpleQueue[News] = SimpleQueue()
        self._workers: list[WorkerProcess] = []
        self._over = False  # nothing is dealt any more
        self._died = 0
        self.outcomes: list[Outcome] = []

    def begin(self) -> None:
        """Start the workers."""
        for _ in range(self._count):
            self._hire()

    def _hire(self) -> None:
        self._workers.append(WorkerProcess(_job(next(iter(self._chosen)), self._plan), self._queue))

    def hear(self) -> None:
        """Until every worker has ended. Raises UsageError when nothing can be run."""
        while any(worker.running for worker in self._workers):
            worker, news = take(self._queue)
            match news:
                case Outcome():
                    self._take(worker, news)
                case Refused():
                    raise UsageError(news.why)
                case Word.MORE:
                    deals = self._pieces and not self._over
                    piece = self._pieces.popleft() if deals else []
                    worker.deal(tuple((one.location, one.number) for one in piece))
                case Word.GONE:
                    self._bury(worker)
        self._lose(
            [one for piece in self._pieces for one in piece], 0 if self._over else self._died
        )
        self._pieces.clear()

    def _take(self, worker: WorkerProcess, outcome: Outcome) -> None:
        worker.left.pop(_location(outcome), None)
        self._over |= self._plan.stop and outcome.exit_status in FAILED
        self.outcomes.append(outcome)
        self._tell(outcome)

    def _bury(self, worker: WorkerProcess) -> None:
        """It has ended. Another takes the place of one that died in the middle of its work."""
        worker.running = False
        status = 0 if worker.stopped else worker.process.wait()
        self._lose([self._chosen[where] for where in worker.left], status)
        self._died = status or self._died
        if status == 0:
            self._over |= bool(worker.left) or not self._pieces
        elif worker.served and self._pieces and not self._over:
            self._hire()

    def _lose(self, lost: Sequence[Chosen], status: int) -> None:
        for one in lost:
            outcome = _lost(one, status, self._plan)
            self.outcomes.append(outcome)
            self._tell(outcome)

    def interrupt(self) -> None:
        """Ask every worker to take its bench down."""
        self._over = True
        for worker in self._workers:
            worker.interrupt()

    def stop(self) -> None:
        """Make sure that all have ended."""
        for worker in self._workers:
            worker.stop()


def run_all(chosen: Sequence[Chosen], plan: Plan, tell: Tell) -> Ran:
    """Run every scenario; outcomes are told as they come and returned in the run's order.

    Ctrl-C stops the workers; what they have told of by then, and tell while they end, counts.
    Raises UsageError when the user's own steps or hooks cannot be loaded.
    """
    dealer = _Dealer(chosen, plan, tell)
    interrupted = False
    try:
        dealer.begin()
        dealer.hear()
    except KeyboardInterrupt:
        interrupted = True
        dealer.interrupt()
        dealer.hear()
    finally:
        dealer.stop()
    order = {one.location: one.number for one in chosen}
    dealer.outcomes.sort(key=lambda outcome: order.get(_location(outcome), len(order)))
    return Ran(tuple(dealer.outcomes), interrupted)


def _location(outcome: Outcome) -> str:
    return f"{outcome.result.feature_file}:{outcome.result.line}"


def _pieces(chosen: Sequence[Chosen], workers: int) -> Iterator[list[Chosen]]:
    """Scenarios of one feature each: all of them for a single worker, else a few."""
    size = max(1, len(chosen) // (ROUNDS * workers)) if workers > 1 else len(chosen)
    for _, group in groupby(chosen, key=lambda one: one.location.rpartition(":")[0]):
        own = list(group)
        for start in range(0, len(own), size):
            yield own[start : start + size]


def _job(first: str, plan: Plan) -> Job:
    return Job(
        config="" if plan.config is None else str(plan.config),
        folder=str(plan.folder),
        seed=plan.seed,
        first=first,
        stop=plan.stop,
        disabled=dict(plan.disabled),
        options=plan.options,
    )


def _lost(one: Chosen, status: int, plan: Plan) -> Outcome:
    """A scenario that no worker told of: not begun after a stop, or the worker died."""
    why = STOPPED if status == 0 else f"the worker died ({status})"
    file, _, line = one.location.rpartition(":")
    result = ScenarioResult(
        name=one.name,
        status=Status.UNKNOWN if status == 0 else Status.ERROR,
        feature=one.feature,
        feature_file=file,
        line=int(line),
        seed=plan.seed,
        error=why,
        language=one.language,
    )
    return Outcome(result, 2 if status == 0 else 4)


__all__ = ["Plan", "run_all", "shard"]
