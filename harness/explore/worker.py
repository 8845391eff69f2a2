"""One worker process of a campaign: trial after trial, each on a fresh bench with a fresh POS.

It reads a Setup as the first line of standard input, then a Job a line, and answers each with a
Done on standard output; whatever else is said goes to standard error. It ends with its input.
"""

import faulthandler
import gc
import os
import resource
import shutil
import signal
import sys
from dataclasses import field
from pathlib import Path

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from emulators.faults.fault import find_fault
from emulators.history_file import load_events
from harness.config import Checks, load_config
from harness.explore.flushed import FAULT
from harness.explore.points import moments
from harness.explore.prefixes import Prefixes
from harness.explore.schedule import parse_schedule
from harness.explore.trial import Extras, Finding, Then, run_trial, without_evidence
from harness.faults import add_harness_faults
from harness.pos.warm import warm_pos
from harness.virtual.find import find_till
from harness.vocabulary import load_vocabulary

_SELDOM = 100_000  # new objects, many times those of a trial
_YOUNG, _ALL, _TRIALS = 0, 2, 256  # what each leaves is collected young; so many, and all is


@dataclass(frozen=True)
class Setup:
    """What holds for every trial. ``scratch``: where benches have their folders while they run.

    ``then``: second faults to find places for; ``clean``: the folder of the clean runs;
    ``cold``: start the POS afresh even where it could be forked; ``virtual``: it is a class, called
    in this process in virtual time, and every slip is drawn only with ``all_dots``.
    """

    config: str
    scratch: str
    rate: float
    disabled: dict[str, str] = field(default_factory=dict)
    then: tuple[str, ...] = ()
    cold: bool = False
    clean: str = ""
    virtual: bool = False
    all_dots: bool = False


@dataclass(frozen=True)
class Job:
    """One trial. ``folder``: where its evidence goes; ``keep``: fail (or unknown), all.

    ``rate``: 0 for that of the setup; ``once``: take what it comes to at that rate;
    ``counts_flushes``: the History tells when the POS flushed to its disk.
    """

    schedule: dict[str, object]
    folder: str
    keep: str = "fail"
    rate: float = 0.0
    once: bool = False
    counts_flushes: bool = False


SETUP = TypeAdapter(Setup)
JOB = TypeAdapter(Job)
FINDING = TypeAdapter(Finding)


def main() -> None:
    """Serve until standard input ends."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: the bench goes down
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    # Whoever aborts a worker that stands still learns where it stood, and no core file is left.
    faulthandler.enable()
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    setup = SETUP.validate_json(sys.stdin.buffer.readline())
    add_harness_faults()
    load_vocabulary()
    config = load_config(Path(setup.config) if setup.config else None)
    config = config.model_copy(update={"checks": Checks(disable=setup.disabled)})
    scratch = Path(setup.scratch)
    then: Then | None = None
    warm = None if setup.cold or setup.virtual else warm_pos(config)
    make = find_till(config) if setup.virtual else None
    needs = ("flushes",) if FAULT in setup.then else ()
    prefixes = Prefixes(config, make, needs) if make is not None else None
    pictures = setup.all_dots or not setup.virtual
    if setup.virtual:
        _collect_by_trials()
    for number, line in enumerate(sys.stdin.buffer, start=1):
        job = JOB.validate_json(line)
        if setup.then and job.keep == "fail" and then is None:
            then = _then(setup)  # by now the clean runs are there
        own = scratch / Path(job.folder).name
        _clear(own)
        schedule = parse_schedule(job.schedule, "a job")
        keep_all = job.keep == "all"
        given = then, warm, job.once, make, prefixes, pictures, keep_all, job.counts_flushes
        extras = Extras(*given)
        rate = 1.0 if setup.virtual else job.rate or setup.rate
        finding = run_trial(schedule, config, own, rate, extras)
        finding = _tidied(own, job, finding)
        answers.write(FINDING.dump_json(finding) + b"\n")
        answers.flush()
        if setup.virtual:
            gc.collect(_YOUNG if number % _TRIALS else _ALL)
    if warm is not None:
        warm.close()


def _collect_by_trials() -> None:
    """What a trial leaves in circles goes when it is over, while a processor's cache still has it.

    What is imported stays, and is not looked at.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_SELDOM)


def _then(setup: Setup) -> Then:
    histories = sorted(Path(setup.clean).glob("*/history.jsonl"))
    old = [moments(load_events(path)) for path in histories]
    faults = tuple(find_fault(name) for name in setup.then)
    return Then(faults, frozenset().union(*old))


def _clear(folder: Path) -> None:
    """A trial that passes mostly leaves none."""
    if folder.exists():
        shutil.rmtree(folder, ignore_errors=True)


def _tidied(own: Path, job: Job, finding: Finding) -> Finding:
    """Evidence that is wanted moves to its place; the rest goes."""
    if not own.is_dir() or not (job.keep == "all" or finding.verdict in ("fail", "unknown")):
        _clear(own)
        return finding
    target = Path(job.folder)
    shutil.rmtree(target, ignore_errors=True)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(own, target)
    except OSError as error:  # shutil's own as well
        shutil.rmtree(own, ignore_errors=True)
        return without_evidence(finding, target, error)
    return finding


if __name__ == "__main__":
    main()
