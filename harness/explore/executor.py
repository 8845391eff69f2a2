"""What runs trials: anything that takes tasks and gives back each with its Finding."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from harness.explore.schedule import Schedule
from harness.explore.trial import Finding

_MEMORY = Path("/dev/shm")  # noqa: S108  (only where it is; benches live there while they run)


def scratch_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder for what a campaign needs while it runs; in memory where that can be had."""
    where = _MEMORY if _MEMORY.is_dir() else None
    return tempfile.TemporaryDirectory(prefix="tillproof-", dir=where)


@dataclass(frozen=True, slots=True)
class Task:
    """One schedule to run. ``number``: its place in the plan; ``folder``: for its evidence.

    ``rate``: how many times as fast time passes; 0: as the campaign has it;
    ``once``: take what it comes to at that rate, good or bad;
    ``counts_flushes``: the History tells when the POS flushed to its disk.
    """

    number: int
    schedule: Schedule
    folder: str
    keep_all: bool = False
    rate: float = 0.0
    once: bool = False
    counts_flushes: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """A task that is through."""

    task: Task
    finding: Finding


class Executor(Protocol):
    """Runs each task at most once: a run is never silently repeated."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Give each task back when it is through, in any order. Tasks are taken as slots free."""

    def close(self) -> None:
        """Stop what runs; nothing is left behind."""
