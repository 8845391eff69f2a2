"""Writes the lines of a History down, in order, where some have to be waited for.

A payload that takes long to make (a slip with its picture) holds up nothing that happens on the
bench: its line, and those behind it, are written when nothing else happens, and a few of them in
between.
"""

from typing import Protocol

from emulators.clock import Clock
from emulators.events import Event
from emulators.history_file import line_of
from emulators.promised import Promised, kept

_EVERY_S = 0.05
_AT_ONCE = 64  # lines: a slip or two, a few milliseconds


class Sink(Protocol):
    """Where events are written down, a line each: a text file."""

    def write(self, text: str, /) -> object:
        """Take a line; it may wait for ``flush``."""

    def flush(self) -> None:
        """Hand on what waits."""


class Scribe:
    """Writes what is in ``events`` to ``sink``; ``behind`` of the last ones are still to come."""

    def __init__(self, events: list[Event | Promised], sink: Sink, clock: Clock) -> None:
        self._events, self._sink, self._clock = events, sink, clock
        self.behind = 0
        self._seen = 0

    def write(self, item: Event) -> None:
        """The last event's line, behind those that wait."""
        if self.behind:
            self.behind += 1
        else:
            self._sink.write(line_of(item))

    def wait(self, count: int = 1) -> None:
        """The last ``count`` events are written later."""
        if not self.behind:
            self._seen = 0
            self._clock.call_later(_EVERY_S, self._go_on)
        self.behind += count

    def catch_up(self, most: int | None = None) -> None:
        """Write what waits, so many lines of it at most."""
        first = len(self._events) - self.behind
        last = len(self._events) if most is None else min(len(self._events), first + most)
        for place in range(first, last):
            item = self._events[place] = kept(self._events[place])
            self._sink.write(line_of(item))
            self.behind -= 1

    def flush(self) -> None:
        """Hand on what has been written."""
        self._sink.flush()

    def _go_on(self) -> None:
        """A few lines; and the next few at once, when nothing has come since."""
        quiet = self._seen == len(self._events)
        self._seen = len(self._events)
        self.catch_up(_AT_ONCE)
        if self.behind:
            self._clock.call_later(0 if quiet else _EVERY_S, self._go_on)
