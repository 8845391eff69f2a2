"""The executor on a Ray cluster (extra ``ray``): N actors, a worker process in each.

Ray only carries tasks out and results back. A trial runs as it does locally, and at most once: no
retries, no restarts. One whose actor or node is lost is *unknown*; another actor takes its place.
What a trial leaves is packed on its node and unpacked here.
"""

import io
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from emulators.errors import UsageError
from harness.explore.executor import Done, Task, scratch_folder
from harness.explore.executor_local import Worker
from harness.explore.trial import Finding
from harness.explore.worker import Setup

HERE = "local"
STOP_PATIENCE_S = 15.0
OVER_LIMIT_S = 60.0  # beyond what a trial may take on its node


def pack(folder: Path) -> bytes:
    """A folder as a compressed archive; b'' when there is none."""
    if not folder.is_dir():
        return b""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz", compresslevel=1) as archive:
        archive.add(folder, arcname=".")
    return made.getvalue()


def unpack(archive: bytes, folder: Path) -> None:
    """Write what ``pack`` packed. Raises OSError."""
    if archive:
        folder.mkdir(parents=True, exist_ok=True)
        with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
            packed.extractall(folder, filter="data")


class Node:
    """What an actor is: one worker process, with a folder of its own on that machine."""

    def __init__(self, setup: Setup, limit_s: float) -> None:
        self._own = scratch_folder()
        self._folder = Path(self._own.name)
        scratch = str(self._folder / "scratch")
        self._setup = replace(setup, scratch=scratch, clean=str(self._folder / "clean"))
        self._limit_s = limit_s
        self._worker: Worker | None = None

    def run(self, task: Task, clean: bytes) -> tuple[Finding, bytes]:
        """One trial, and what it left. ``clean``: the clean runs, once they are there."""
        if clean and not Path(self._setup.clean).is_dir():
            unpack(clean, Path(self._setup.clean))
        if self._worker is None or not self._worker.alive:
            self._worker = Worker(self._setup)
        folder = self._folder / "case"
        finding = self._worker.run(replace(task, folder=str(folder)), self._limit_s)
        with tempfile.TemporaryDirectory(dir=self._folder) as aside:
            if folder.is_dir():
                folder = folder.rename(Path(aside) / "case")
            return finding, pack(folder)

    def stop(self) -> None:
        """End the worker; nothing is left on the machine."""
        if self._worker is not None:
            self._worker.stop()
        self._own.cleanup()


@dataclass(slots=True)
class _Slot:
    """An actor with the task that it is at."""

    actor: Any
    task: Task | None = None


class RayExecutor:
    """``jobs`` actors on the cluster at ``address``; ``local`` starts one on this machine.

    Raises UsageError when Ray is not installed or the cluster cannot be reached.
    """

    def __init__(self, setup: Setup, jobs: int, address: str, limit_s: float = 120.0) -> None:
        self._setup, self._jobs, self._limit_s = setup, jobs, limit_s
        self._ray = _connected(address, jobs)
        made = self._ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(Node)
        self._make: Callable[[], Any] = lambda: made.remote(setup, limit_s)
        self._slots = [_Slot(self._make()) for _ in range(jobs)]
        self._clean: Any = None  # where the cluster keeps the clean runs

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Give each task back when it is through, in any order."""
        feed = iter(tasks)
        under_way: dict[Any, _Slot] = {}
        try:
            self._fill(feed, under_way)
            while under_way:
                yield self._next(under_way)
                self._fill(feed, under_way)
        finally:
            for slot in under_way.values():  # nobody waits for these any more
                self._ray.kill(slot.actor)
                slot.actor, slot.task = self._make(), None

    def _fill(self, feed: Iterator[Task], under_way: dict[Any, _Slot]) -> None:
        for slot in self._slots:
            if slot.task is None:
                slot.task = next(feed, None)
                if slot.task is None:
                    return
                under_way[slot.actor.run.remote(slot.task, self._clean_runs(slot.task))] = slot

    def _clean_runs(self, task: Task) -> Any:
        """What places of second faults are looked up in; each node keeps it."""
        if task.keep_all or not self._setup.then:
            return b""
        if self._clean is None:
            self._clean = self._ray.put(pack(Path(self._setup.clean)))
        return self._clean

    def _next(self, under_way: dict[Any, _Slot]) -> Done:
        patience_s = 2 * self._limit_s + OVER_LIMIT_S
        ready, _ = self._ray.wait(list(under_way), num_returns=1, timeout=patience_s)
        over = ready[0] if ready else next(iter(under_way))
        slot = under_way.pop(over)
        task, slot.task = slot.task, None
        assert task is not None  # noqa: S101  (it was given one)
        try:
            finding, left = self._ray.get(over, timeout=None if ready else 0)
        except self._ray.exceptions.RayError as error:
            self._ray.kill(slot.actor)
            slot.actor = self._make()
            why = str(error).strip().split("\n", 1)[0]
            return Done(task, Finding("unknown", why=f"the cluster lost a worker: {why}"))
        unpack(left, Path(task.folder))
        return Done(task, finding)

    def close(self) -> None:
        """Stop the workers and leave the cluster; one that was started here ends."""
        stops = [slot.actor.stop.remote() for slot in self._slots]
        self._ray.wait(stops, num_returns=len(stops), timeout=STOP_PATIENCE_S)
        self._ray.shutdown()


def _connected(address: str, jobs: int) -> Any:
    """The module ``ray``, connected. It tells nobody that it is used."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    try:
        import ray  # noqa: PLC0415  (an extra, and slow to import)
    except ImportError:
        raise UsageError("--cluster needs Ray: pip install 'tillproof[ray]'") from None
    options: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR"}
    if address == HERE:
        options |= {"num_cpus": jobs, "include_dashboard": False}
    else:
        options["address"] = address
    try:
        ray.init(**options)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise UsageError(f"--cluster {address}: {error}") from None
    return ray
