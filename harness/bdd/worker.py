"""One worker process of ``tillproof run``: behave on its share of the scenarios.

It reads a Job as a line of JSON from standard input and writes an Outcome a line to standard
output; whatever behave or a user's step prints goes to standard error. When it is told to stop, or
its standard input ends because whoever started it is gone, the bench goes down and it ends.
"""

import contextlib
import os
import signal
import sys
import threading
from dataclasses import field
from pathlib import Path

from behave.configuration import Configuration
from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from harness.bdd.runner import BenchRunner
from harness.bdd.session import Outcome, Session, begin
from harness.config import Checks, load_config
from harness.faults import add_harness_faults
from harness.reports.folder import RunFolder


@dataclass(frozen=True)
class Job:
    """A share of a run.

    ``scenarios``: ``file:line`` and the number in the whole run. ``disabled``: checks that do not
    apply, with the reason. ``options``: added to the POS's command.
    """

    config: str
    folder: str
    seed: int
    scenarios: tuple[tuple[str, int], ...]
    stop: bool = False
    disabled: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()


JOB = TypeAdapter(Job)
OUTCOME = TypeAdapter(Outcome)


def main() -> None:
    """Run the job on standard input."""
    signal.signal(signal.SIGTERM, _stop_once)
    signal.signal(signal.SIGINT, _stop_once)
    job = JOB.validate_json(sys.stdin.buffer.readline())
    threading.Thread(target=_watch_parent, daemon=True).start()
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    def tell(outcome: Outcome) -> None:
        with contextlib.suppress(BrokenPipeError):  # nobody is left to hear it
            results.write(OUTCOME.dump_json(outcome) + b"\n")
            results.flush()

    add_harness_faults()
    config = load_config(Path(job.config) if job.config else None)
    pos = config.pos.model_copy(update={"command": (*config.command(), *job.options)})
    config = config.model_copy(update={"checks": Checks(disable=job.disabled), "pos": pos})
    begin(Session(config, RunFolder(Path(job.folder)), tell, job.seed, dict(job.scenarios)))
    with contextlib.suppress(KeyboardInterrupt):
        BenchRunner(_behave(job)).run()


def _stop_once(number: int, frame: object) -> None:
    """As Ctrl-C: the bench goes down, and is not disturbed while it does."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    del number, frame
    raise KeyboardInterrupt


def _watch_parent() -> None:
    """Nobody is left to hear the outcomes: stop."""
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    os.kill(os.getpid(), signal.SIGTERM)


def _behave(job: Job) -> Configuration:
    args = [location for location, _ in job.scenarios]
    args += ["--no-skipped", "--no-summary", "--no-logcapture"]
    args += ["--stop"] if job.stop else []
    behave = Configuration(args, load_config=False)
    behave.format = ["null"]
    behave.reporters = []
    return behave


if __name__ == "__main__":
    main()
