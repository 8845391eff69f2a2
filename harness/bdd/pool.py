"""Worker processes for a run: each takes a share of the scenarios and tells its outcomes."""

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
        self.process = subprocess.Popen(WORKER, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self.process.stdin is not None  # noqa: S101
        self.process.stdin.write(JOB.dump_json(job))
        self.process.stdin.close()
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

    def stop(self) -> None:
        """Let it take its bench down, then make sure that it has ended."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(STOP_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._thread.join()


def run_all(chosen: Sequence[Chosen], plan: Plan, tell: Tell) -> list[Outcome]:
    """Run every scenario; outcomes are told as they come and returned in the run's order."""
    queue: SimpleQueue[Outcome | _Worker] = SimpleQueue()
    count = min(plan.jobs, len(chosen))
    # Every count-th of what this run has, so that long features are spread over the workers.
    workers = [_Worker(_job(chosen[start::count], plan), queue) for start in range(count)]
    outcomes: list[Outcome] = []
    running = len(workers)
    try:
        while running:
            item = queue.get()
            if isinstance(item, _Worker):
                running -= 1
                news = [_lost(one, item, plan) for one in chosen if one.location in item.left]
            else:
                news = [item]
            for outcome in news:
                outcomes.append(outcome)
                tell(outcome)
    finally:
        for worker in workers:
            worker.stop()
    order = {one.location: one.number for one in chosen}
    return sorted(outcomes, key=lambda o: order[f"{o.result.feature_file}:{o.result.line}"])


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
    status = worker.process.returncode
    why = "not run: the run was stopped before it" if status == 0 else f"the worker died ({status})"
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
