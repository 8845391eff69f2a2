"""What a device stands on in a test: a loop thread, a clock, a History, faults."""

import contextlib
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self, TypeVar

from emulators.blobs import Blobs
from emulators.clock import RealClock
from emulators.events import Event
from emulators.faults.fault import parse_fault
from emulators.faults.nemesis import Nemesis
from emulators.history import History
from harness.loop import LoopThread

T = TypeVar("T")
PATIENCE_S = 5.0


class Stage(Protocol):
    """Where devices run. A ``Bench`` is one as well."""

    history: History
    nemesis: Nemesis

    def do(self, function: Callable[[], T]) -> T:
        """Run a function on the devices' loop and wait for it."""


class LoneStage:
    """The ground for devices without a POS. Close it when done; nothing of it is left then."""

    def __init__(self) -> None:
        self.loop = LoopThread("device")
        self.end = contextlib.ExitStack()
        self.end.callback(self.loop.close)
        self.clock = RealClock(self.loop.loop)
        self.history = History(self.clock)
        self.nemesis = Nemesis(self.history, self.clock)

    def do(self, function: Callable[[], T]) -> T:
        """Run a function on the loop and wait for it."""
        return self.loop.call(function)

    def __enter__(self) -> Self:
        """The stage itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close everything that stands on it."""
        self.end.close()


class Face:
    """What every device of a stage can be asked and told. Synchronous, from any thread."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    @property
    def events(self) -> list[Event]:
        """Everything that has happened on its stage so far."""
        return self._stage.do(lambda: list(self._stage.history.events))

    @property
    def blobs(self) -> Blobs:
        """The large bytes that its events name."""
        return self._stage.history.blobs

    def arm(self, fault: str) -> None:
        """Arm a fault, written as on the command line: ``printer.paper_out@line(6)``.

        Raises UsageError for one that does not exist or cannot strike here.
        """
        scheduled = parse_fault(fault)
        self._stage.do(lambda: self._stage.nemesis.arm(scheduled))

    def mend(self, fault: str = "") -> int:
        """Put right what stands (of that fault); says how many faults that were."""
        return self._stage.do(lambda: self._stage.nemesis.mend(fault))

    def wait_until(
        self, holds: Callable[[], bool], what: str, within_s: float = PATIENCE_S
    ) -> None:
        """Wait until something holds; looked at again after each event.

        Raises TimeoutError that names ``what``.
        """
        news = threading.Event()
        forget = self._stage.do(lambda: self._stage.history.subscribe(lambda _: news.set()))
        end_s = time.monotonic() + within_s
        try:
            while not holds():
                left_s = end_s - time.monotonic()
                if left_s <= 0 or not news.wait(left_s):
                    raise TimeoutError(f"{what}: not within {within_s:g} s")
                news.clear()
        finally:
            self._stage.do(forget)
