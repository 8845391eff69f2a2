"""One worker process of ``tillproof run``: behave on the scenarios that it is dealt.

It reads a Job and then pieces of the run from standard input, a line of JSON each, and tells of
each outcome on standard output; whatever behave or a user's step prints goes to standard error.
When it is told to stop, or its standard input ends because whoever started it is gone, the bench
goes down and it ends.
"""

import contextlib
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue

from behave.configuration import Configuration
from behave.model import Feature
from behave.runner_util import collect_feature_locations, parse_features

from harness.bdd.dealt import JOB, PIECE, TOLD, Job, Piece, Refused
from harness.bdd.runner import BenchRunner
from harness.bdd.session import Outcome, Session, begin, current
from harness.config import Checks, load_config
from harness.faults import add_harness_faults
from harness.loop import take
from harness.pos.warm import warm_pos
from harness.reports.folder import RunFolder

Tell = Callable[[Outcome | Refused | None], None]


class DealtRunner(BenchRunner):
    """A behave runner that asks for features as it goes."""

    def __init__(self, config: Configuration, pieces: "SimpleQueue[Piece]", tell: Tell) -> None:
        super().__init__(config)
        self._pieces, self._tell = pieces, tell

    def feature_locations(self) -> list[object]:
        """None up front."""
        return []

    def load_hooks(self, filename: str | None = None) -> None:
        """The user's hooks, or what is wrong with them."""
        with self._refusing("environment.py"):
            super().load_hooks(filename)

    def load_step_definitions(self, extra_step_paths: list[str] | None = None) -> None:
        """The user's steps, or what is wrong with them."""
        with self._refusing("steps"):
            super().load_step_definitions(extra_step_paths)

    def run_model(self, features: object = None) -> bool:
        """Run what is dealt, until there is no more."""
        del features
        return bool(super().run_model(self._dealt()))

    def _dealt(self) -> Iterator[Feature]:
        if self.hook_failures:
            self._tell(Refused("environment.py: before_all failed; what it said stands above"))
            return
        while not self.aborted:
            self._tell(None)
            piece = take(self._pieces)
            if not piece:
                return
            current().numbers = dict(piece)
            yield from parse_features(collect_feature_locations([where for where, _ in piece]))

    @contextlib.contextmanager
    def _refusing(self, what: str) -> Iterator[None]:
        """Whatever the user's own code raises while it is loaded is told in a sentence."""
        try:
            yield
        except Exception as error:  # noqa: BLE001  (whatever the user's code raises)
            self._tell(Refused(f"{_place(error, self.base_dir) or what}: {_said(error)}"))
            raise SystemExit(0) from None


def _place(error: Exception, folder: str) -> str:
    """``file:line`` of the user's code that raised it."""
    if isinstance(error, SyntaxError):
        return f"{error.filename}:{error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename.startswith(folder)]
    return f"{own[-1].filename}:{own[-1].lineno}" if own else ""


def _said(error: Exception) -> str:
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    return f"{type(error).__name__}: {' '.join(text.split())}"


def main() -> None:
    """Run the job on standard input."""
    signal.signal(signal.SIGTERM, _stop_once)
    signal.signal(signal.SIGINT, _stop_once)
    job = JOB.validate_json(sys.stdin.buffer.readline())
    pieces: SimpleQueue[Piece] = SimpleQueue()
    threading.Thread(target=_listen, args=(pieces,), daemon=True).start()
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    def tell(told: Outcome | Refused | None) -> None:
        with contextlib.suppress(BrokenPipeError):  # nobody is left to hear it
            results.write(TOLD.dump_json(told) + b"\n")
            results.flush()

    add_harness_faults()
    config = load_config(Path(job.config) if job.config else None)
    pos = config.pos.model_copy(
        update={"command": (*config.command(), *job.options), "preload": config.preload()}
    )
    config = config.model_copy(update={"checks": Checks(disable=job.disabled), "pos": pos})
    with contextlib.ExitStack() as stack:
        if (warm := warm_pos(config)) is not None:
            stack.callback(warm.close)
        begin(Session(config, RunFolder(Path(job.folder)), tell, job.seed, warm=warm))
        with contextlib.suppress(KeyboardInterrupt):
            DealtRunner(_behave(job), pieces, tell).run()


def _stop_once(number: int, frame: object) -> None:
    """As Ctrl-C: the bench goes down, and is not disturbed while it does."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    del number, frame
    raise KeyboardInterrupt


def _listen(pieces: "SimpleQueue[Piece]") -> None:
    """Take what is dealt. When nobody is left to hear the outcomes: stop."""
    rest = b""
    with contextlib.suppress(OSError):
        # Not by sys.stdin: a thread that waits in it would hold its lock when Python ends.
        while data := os.read(0, 1 << 16):
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                pieces.put(PIECE.validate_json(line))
    os.kill(os.getpid(), signal.SIGTERM)


def _behave(job: Job) -> Configuration:
    args = [job.first, "--no-skipped", "--no-summary", "--no-logcapture"]
    args += ["--stop"] if job.stop else []
    behave = Configuration(args, load_config=False)
    behave.format = ["null"]
    behave.reporters = []
    return behave


if __name__ == "__main__":
    main()
