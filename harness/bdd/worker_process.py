"""A worker process as the run sees it."""

import contextlib
import subprocess
import threading
from enum import Enum
from queue import SimpleQueue

from harness.bdd.dealt import JOB, PIECE, TOLD, Job, Piece, Refused
from harness.bdd.session import Outcome
from harness.bdd.worker_fork import start_worker

STOP_PATIENCE_S = 10.0


class Word(Enum):
    """What a worker says besides outcomes."""

    MORE = "it asks for another piece"
    GONE = "it has ended"


News = tuple["WorkerProcess", Outcome | Refused | Word]


class WorkerProcess:
    """One worker process and the thread that reads what it tells."""

    def __init__(self, job: Job, queue: "SimpleQueue[News]") -> None:
        self.left: dict[str, int] = {}  # what it was dealt and has not told of
        self.running = True
        self.stopped = False
        self.served = False  # whether it ever got as far as to be dealt something
        self.process = start_worker()
        self._queue = queue
        self._say(JOB.dump_json(job))
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def deal(self, piece: Piece) -> None:
        """Give it a piece of the run; an empty one ends it."""
        self.served = True
        self.left = dict(piece)
        self._say(PIECE.dump_json(piece))

    def _say(self, line: bytes) -> None:
        assert self.process.stdin is not None  # noqa: S101
        # It stays open: when this process ends in whatever way, the worker finds it closed.
        with contextlib.suppress(OSError):  # it has died, which is told elsewhere
            self.process.stdin.write(line + b"\n")
            self.process.stdin.flush()

    def _read(self) -> None:
        assert self.process.stdout is not None  # noqa: S101
        with self.process.stdout as lines:
            for line in lines:
                told = TOLD.validate_json(line)
                self._queue.put((self, Word.MORE if told is None else told))
        self.process.wait()
        self._queue.put((self, Word.GONE))

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
