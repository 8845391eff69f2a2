"""``tillproof explore`` from the request to the plan: configuration, clean runs, what to try."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from emulators.errors import UsageError
from emulators.faults.fault import find_fault
from emulators.history import of
from harness.config import Config, load_config
from harness.events import PosReady
from harness.explore.about import VIRTUAL, About
from harness.explore.clean import Clean, run_clean, stored_clean
from harness.explore.executor import Executor, scratch_folder
from harness.explore.executor_local import LocalExecutor
from harness.explore.executor_ray import RayExecutor
from harness.explore.flushed import FAULT
from harness.explore.flushes import UNWATCHED, Watched, run_watched, stored_watched, with_flushes
from harness.explore.plan import (
    Cell,
    Planned,
    chosen_faults,
    depth_one,
    depth_two,
    grid,
    share,
    swarm,
)
from harness.explore.request import Request, sorted_out
from harness.explore.store import Store
from harness.explore.worker import Setup
from harness.pos.drivers.registry import in_virtual_time, why_not_startable
from harness.reports.summary import PosInfo
from harness.virtual.find import find_till
from harness.workloads.files import find_workload
from harness.workloads.steps import Workload, careful

STOOD_STILL_S = 20.0  # in virtual time a trial takes less than a second, or goes round for ever


@dataclass(slots=True)
class Session:
    """A campaign that is set up. ``cells``: each fault with its points; ``disabled``: checks.

    ``watched``: the clean days whose flushes were counted, for power cuts between two of them.
    """

    request: Request
    config: Config
    disabled: dict[str, str]
    executor: Executor
    scratch: tempfile.TemporaryDirectory[str]
    folder: Path
    clean: Clean
    cells: tuple[Cell, ...]
    pos: PosInfo
    setup: Setup
    watched: Watched = UNWATCHED

    def plan(self) -> Iterator[Planned]:
        """The schedules of this shard."""
        index, count = self.request.shard
        return share(self._all(), index, count)

    def pairs(self, store: Store) -> Iterator[Planned]:
        """The schedules of depth 2 that come of what the store holds of depth 1."""
        if self.request.depth < 2 or self.request.draws:
            return iter(())
        return depth_two(store.firsts(), self.request.seed)

    def _all(self) -> Iterator[Planned]:
        asked, workload = self.request, self.clean.workload
        if asked.draws:
            return swarm(self.cells, workload, asked.draws, asked.seed)
        return depth_one(self.cells, workload, mends=asked.mends, seed=asked.seed)

    @property
    def total(self) -> int:
        """How many schedules the plan of this shard has."""
        index, count = self.request.shard
        whole = self.request.draws or sum(len(cell.points) for cell in self.cells)
        return len(range(index, whole + 1, count))

    @property
    def folded(self) -> int:
        """How many points the whole plan stands for beyond its own."""
        return sum(cell.folded for cell in self.cells)

    @property
    def estimate_s(self) -> float:
        """How long it will take: most faults cost a run a little more than a clean one."""
        watched_s = self.watched.run_s or self.clean.run_s  # it is started afresh each time
        seconds = [
            (watched_s if cell.fault.needs == "disk" else self.clean.run_s) * len(cell.points)
            for cell in self.cells
        ]
        each_s = sum(seconds) / max(1, sum(len(cell.points) for cell in self.cells))
        return self.total * each_s * 1.3 / self.request.jobs

    def about(self) -> About:
        """What its report needs to know of it."""
        return About(
            pos=self.pos,
            seed=self.request.seed,
            workload=self.clean.workload.name,
            total=self.total,
            folded=self.folded,
            disabled=self.disabled,
            left_out=self.clean.left_out,
            differs=self.clean.differs or "",
            unwatched=self.watched.why,
            config=self.request.config_file,
            config_given=self.request.config is not None,
        )

    def as_process(self) -> Executor | None:
        """A bench with the POS as the process that it is without ``--virtual``; None: it is none.

        A schedule there has the timing of a machine, and not that of virtual time.
        """
        if not self.request.virtual or in_virtual_time(self.config):
            return None
        if why_not_startable(self.config):
            return None
        return LocalExecutor(replace(self.setup, virtual=False), 1)

    def close(self) -> None:
        """Stop the workers, remove the scratch folder."""
        self.executor.close()
        self.scratch.cleanup()


def begin(request: Request, folder: Path, store: Store | None = None) -> Session:
    """Run the clean runs and lay out the plan; with ``store`` go on with the campaign it holds.

    Raises UsageError for wrong use. ``clean.finding`` says whether the POS passes without faults.
    """
    config = load_config(request.config)
    request = replace(request, virtual=request.virtual or in_virtual_time(config))
    if request.virtual:
        find_till(config)
    elif wrong := why_not_startable(config):
        raise UsageError(wrong)
    words = sorted_out(request, dict(config.checks.disable))
    workload = careful(find_workload(request.workload))
    _ = request.shard, chosen_faults(words.only, words.skip, ())  # wrong use shows at once
    seconds = _seconds(request)
    scratch = scratch_folder()
    setup = Setup(
        config="" if request.config is None else str(request.config.resolve()),
        scratch=scratch.name,
        rate=request.rate,
        cold=request.cold,
        disabled=words.disabled,
        then=seconds,
        clean=str(folder / "clean"),
        virtual=request.virtual,
        all_dots=request.all_dots,
    )
    limit_s = STOOD_STILL_S if request.virtual else _limit_s(config, workload)
    executor: Executor = (
        RayExecutor(setup, request.jobs, request.cluster, limit_s)
        if request.cluster
        else LocalExecutor(setup, request.jobs, limit_s)
    )
    try:
        known = store.noted("clean") if store is not None else None
        if isinstance(known, dict):
            clean = stored_clean(known, folder / "clean")
        else:
            clean = run_clean(workload, executor, folder / "clean", cheap=request.virtual)
        seen = clean.finding
        faults = chosen_faults(words.only, words.skip, seen.targets, seen.impossible)
        how = {"fold": not request.every_point, "every_poll": request.virtual}
        cells = grid(clean.events, clean.known, faults, clean.workload, **how)
        watched = UNWATCHED
        if FAULT in faults and seen.verdict == "pass":
            resumed = isinstance(known, dict)
            watched = (
                stored_watched(folder / "clean")
                if resumed
                else run_watched(clean.workload, executor, folder / "clean")
            )
            cells = with_flushes(cells, clean, watched, **how)
    except BaseException:
        executor.close()
        scratch.cleanup()
        raise
    pos = _pos(clean, config)
    pos = replace(pos, driver=VIRTUAL, command=()) if request.virtual else pos
    disabled = words.disabled
    return Session(
        request, config, disabled, executor, scratch, folder, clean, cells, pos, setup, watched
    )


def _limit_s(config: Config, workload: Workload) -> float:
    """How long a trial may take, both goes: as if the POS answered nothing in time."""
    pos = config.pos
    return 60 + 3 * (pos.reply_within_s * (len(workload.steps) + 4) + pos.recovers_within_s)


def _seconds(request: Request) -> tuple[str, ...]:
    """The second faults to find places for: a crash unless others are named. Raises UsageError."""
    if request.depth < 2:
        return ()
    return tuple(find_fault(name).name for name in request.then or ("pos.kill",))


def _pos(clean: Clean, config: Config) -> PosInfo:
    for _, ready in of(clean.events, PosReady):
        name = ready.name or config.pos.name
        return PosInfo(name, ready.version, config.pos.driver, config.command(), ready.capabilities)
    return PosInfo(config.pos.name, "", config.pos.driver, config.command())


def listing(session: Session) -> dict[str, object]:
    """The plan for ``--list --format json``."""
    return {
        "workload": session.clean.workload.name,
        "schedules": session.total,
        "folded": session.folded,
        "estimate_s": round(session.estimate_s, 1),
        "faults": [
            {
                "name": cell.fault.name,
                "points": len(cell.points),
                "flushes": cell.flushes,
                "folded": cell.folded,
            }
            for cell in session.cells
        ],
        "unwatched": session.watched.why,
    }


__all__ = ["Session", "begin", "listing"]
