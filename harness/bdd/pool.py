"""Worker processes for a run: each takes a share of the scenarios and tells its outcomes."""

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

from harness.bdd.selection import Chosen, shard
from harness.bdd.session import Outcome
from harness.bdd.worker import JOB, OUTCOME, Job
from harness.reports.summary import ScenarioResult, Status

Tell = Callable[[Outcome], None]
WORKER = (sys.executable, "-m", "harness.bdd.worker")
STOP_PATIENCE_S = 10.0
STOPPED = "the run was stopped before its end"


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


class _Worker:
    """One worker process and the thread that reads what it tells."""

    def __init__(self, job: Job, queue: "SimpleQueue[Outcome | _Worker]") -> None:
        self.left = dict(job.scenarios)
        self.running = True
        self.stopped = False
        # Optimised code has no assertions, and the steps, the user's as well, are made of them.
        env = {name: value for name, value in os.environ.items() if name != "PYTHONOPTIMIZE"}
        self.process = subprocess.Popen(
            WORKER, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self.process.stdin is not None  # noqa: S101
        # It stays open: when this process ends in whatever way, the worker finds it closed.
        self.process.stdin.write(JOB.dump_json(job) + b"\n")
        self.process.stdin.flush()
        self._queue = queue
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self.process.stdout is not None  # noqa: S101
        with self.process.stdout as lines:
            for line in lines:
                outcome = OUTCOME.validate_json(line)
                self.left.pop(f"{outcome.result.feature_file}:{outcome.result.line}", None)
                self._queue.put(outcome)
        self.process.wait()
        self._queue.put(self)

    def interrupt(self) -> None:
        """Ask it to take its bench down."""
        self.stopped = True
        if self.process.poll() is None:
            self.process.terminate()

    def stop(self) -> None:
        """Wait until it has taken its bench down, and make sure that it has ended."""
        assert self.process.stdin is not None  # noqa: S101
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        try:
            self.process.wait(STOP_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._thread.join()


@dataclass(frozen=True, slots=True)
class Ran:
    """The outcomes in the run's order; ``interrupted`` when somebody stopped the run."""

    outcomes: tuple[Outcome, ...]
    interrupted: bool = False


def run_all(chosen: Sequence[Chosen], plan: Plan, tell: Tell) -> Ran:
    """Run every scenario; outcomes are told as they come and returned in the run's order.

    Ctrl-C stops the workers; what they have told of by then, and tell while they end, counts.
    """
    queue: SimpleQueue[Outcome | _Worker] = SimpleQueue()
    count = min(plan.jobs, len(chosen))
    workers: list[_Worker] = []
    outcomes: list[Outcome] = []

    def hear() -> None:
        while any(worker.running for worker in workers):
            for outcome in _news(queue.get(), chosen, plan):
                outcomes.append(outcome)
                tell(outcome)

    interrupted = False
    try:
        # Every count-th of what this run has, so that long features are spread over the workers.
        workers.extend(_Worker(_job(chosen[start::count], plan), queue) for start in range(count))
        hear()
    except KeyboardInterrupt:
        interrupted = True
        for worker in workers:
            worker.interrupt()
        hear()
    finally:
        for worker in workers:
            worker.stop()
    order = {one.location: one.number for one in chosen}
    outcomes.sort(key=lambda o: order[f"{o.result.feature_file}:{o.result.line}"])
    return Ran(tuple(outcomes), interrupted)


def _news(item: Outcome | _Worker, chosen: Sequence[Chosen], plan: Plan) -> list[Outcome]:
    if isinstance(item, Outcome):
        return [item]
    item.running = False
    return [_lost(one, item, plan) for one in chosen if one.location in item.left]


def _job(share: Sequence[Chosen], plan: Plan) -> Job:
    return Job(
        config="" if plan.config is None else str(plan.config),
        folder=str(plan.folder),
        seed=plan.seed,
        scenarios=tuple((one.location, one.number) for one in share),
        stop=plan.stop,
        disabled=dict(plan.disabled),
        options=plan.options,
    )


def _lost(one: Chosen, worker: _Worker, plan: Plan) -> Outcome:
    """A scenario that its worker never told of: not begun after a stop, or the worker died."""
    status = 0 if worker.stopped else worker.process.returncode
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
    )
    return Outcome(result, 2 if status == 0 else 4)


__all__ = ["Plan", "run_all", "shard"]
