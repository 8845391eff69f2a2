"""``tillproof replay`` from the file to what the runs came to."""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from emulators.errors import UsageError
from harness.config import load_config
from harness.explore.executor_local import LocalExecutor
from harness.explore.gherkin import from_feature
from harness.explore.replay import Replayed, replay
from harness.explore.schedule import Schedule, load_schedule
from harness.explore.worker import Setup
from harness.faults import add_harness_faults
from harness.pos.drivers.registry import in_virtual_time, why_not_startable
from harness.reports.folder import make_run_folder
from harness.virtual.find import find_till


def find_schedule(path: Path) -> Schedule:
    """The schedule of a ``schedule.json``, of a folder that holds one, or of a feature."""
    if path.is_dir():
        path /= "schedule.json"
    if path.suffix != ".feature":
        return load_schedule(path)
    try:
        return from_feature(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from None


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of ``tillproof replay``.

    ``rate``: how many times as fast time passes; ``virtual``: the POS is a class, and time jumps.
    """

    times: int = 1
    jobs: int = 1
    rate: float = 1.0
    virtual: bool = False
    config: Path | None = None
    results_dir: Path = Path("runs")


def replay_file(path: Path, asked: Asked) -> tuple[Replayed, Path]:
    """Run it so often; says where the evidence stands. Raises UsageError for wrong use."""
    add_harness_faults()
    schedule = find_schedule(path)
    config = load_config(asked.config)
    virtual = asked.virtual or in_virtual_time(config)
    if virtual:
        find_till(config)
    elif wrong := why_not_startable(config):
        raise UsageError(wrong)
    folder = make_run_folder(asked.results_dir, "replay").path
    with tempfile.TemporaryDirectory(prefix="tillproof-") as scratch:
        path_of_config = "" if asked.config is None else str(asked.config.resolve())
        setup = Setup(path_of_config, scratch, asked.rate, dict(config.checks.disable))
        setup = replace(setup, virtual=virtual)
        executor = LocalExecutor(setup, min(asked.jobs, asked.times))
        try:
            again = replay(schedule, asked.times, executor, folder)
        finally:
            executor.close()
    for finding in again.findings:
        if finding.wrong_use:
            raise UsageError(finding.why)
    return again, folder
