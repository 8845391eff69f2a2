"""What a device that is served by itself stands on: loop, clock, History, faults."""

import asyncio
import contextlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from emulators.blobs import Blobs
from emulators.clock import RealClock
from emulators.errors import TillproofError, UsageError
from emulators.faults.nemesis import Nemesis
from emulators.history import History
from harness.reports.folder import ScenarioFolder, make_run_folder
from harness.serve.ending import Ending
from harness.serve.record import HistoryFile
from harness.serve.voice import Voice

KEPT_EVENTS = 10_000  # of a device that runs for days: some 10 MB
KEPT_BLOB_BYTES = 16_000_000


class RecentBlobs(Blobs):
    """The latest blobs only, up to a number of bytes: a device may run for weeks."""

    def __init__(self, most_bytes: int = KEPT_BLOB_BYTES) -> None:
        super().__init__()
        self._left_bytes = most_bytes

    def put(self, content: bytes) -> str:
        """Keep ``content`` for a while and return its name."""
        before = len(self._held)
        name = super().put(content)
        if len(self._held) > before:
            self._left_bytes -= len(content)
            while self._left_bytes < 0 and len(self._held) > 1:
                self._left_bytes += len(self._held.pop(next(iter(self._held))))
        return name


@dataclass(frozen=True, slots=True)
class Ground:
    """Made on the running loop.

    ``end`` closes what a device has opened, the last thing first; ``fail`` ends the serving with
    an error; ``out`` is standard output, ``log`` standard error. ``keeps_history``: what is
    recorded is kept, so pictures are wanted.
    """

    loop: asyncio.AbstractEventLoop
    clock: RealClock
    history: History
    nemesis: Nemesis
    out: Voice
    log: Voice
    keeps_history: bool
    end: contextlib.ExitStack
    fail: Callable[[TillproofError], None]


def make_ground(
    name: str, results_dir: Path | None, ending: Ending, around: contextlib.ExitStack
) -> Ground:
    """The History is kept in a new folder of ``results_dir``; None: it is not kept.

    ``around`` closes what outlives the device: its voices and its History. Raises
    UsageError when ``results_dir`` cannot be written.
    """
    loop = asyncio.get_running_loop()
    clock = RealClock(loop)
    history = History(clock, *_storage(name, results_dir, loop, around), KEPT_EVENTS)
    return Ground(
        loop=loop,
        clock=clock,
        history=history,
        nemesis=Nemesis(history, clock),
        out=around.enter_context(Voice(sys.stdout)),
        log=around.enter_context(Voice(sys.stderr)),
        keeps_history=results_dir is not None,
        end=contextlib.ExitStack(),
        fail=ending.fail,
    )


def _storage(
    name: str,
    results_dir: Path | None,
    loop: asyncio.AbstractEventLoop,
    around: contextlib.ExitStack,
) -> tuple[Blobs, HistoryFile | None]:
    if results_dir is None:
        return RecentBlobs(), None
    try:
        folder = ScenarioFolder(make_run_folder(results_dir, name).path)
        file = HistoryFile(folder.history, loop.call_later)
    except OSError as error:
        raise UsageError(f"--results-dir {results_dir}: {error.strerror}") from None
    return Blobs(folder.blobs), around.enter_context(contextlib.closing(file))
