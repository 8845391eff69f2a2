"""A stand-in for an event loop's ``call_soon_threadsafe``, turned by hand."""

import queue
from collections.abc import Callable


class HandLoop:
    """Functions that other threads hand over, run when the test says so."""

    def __init__(self) -> None:
        self._handed: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()

    def call_soon(self, function: Callable[[], None]) -> None:
        self._handed.put(function)

    def turn(self) -> None:
        """Wait for the next function and run it."""
        self._handed.get(timeout=120)()

    def turn_until(self, done: Callable[[], bool]) -> None:
        while not done():
            self.turn()
