"""When the POS flushes to its disk: counted at each event of a run that wants to know."""

from collections.abc import Callable

from emulators.events import Event
from emulators.history import History
from harness.events import PosFlushed


class FlushCount:
    """Looks at each event of a History how often the POS has ``flushed`` by then.

    A power cut that is to come at the nth flush after an event counts from that very moment.
    """

    def __init__(self, history: History, flushed: Callable[[], int]) -> None:
        self._flushed = flushed
        self._before: list[int] = []
        history.subscribe(self._look)

    def _look(self, event: Event) -> None:
        news = self._flushed() - len(self._before)
        self._before += [event.seq] * news

    def told(self) -> PosFlushed:
        """What it has seen."""
        return PosFlushed(tuple(self._before))
