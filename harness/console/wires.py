"""Both wires of one bench, decoded when somebody looks."""

import threading
from collections.abc import Sequence

from harness.bench import Bench
from harness.reports.wires.log import WireLog
from harness.reports.wires.message import WireMessage

KEPT = 1000  # messages


class Wires:
    """May be asked from any thread."""

    def __init__(self, bench: Bench) -> None:
        acquirer = bench.config.acquirer
        self._bench = bench
        self._log = WireLog(bench.history.blobs, acquirer.dialect, acquirer.currency, KEPT)
        self._read = 0
        self._turn = threading.Lock()

    def messages(self, after: int, most: int) -> Sequence[WireMessage]:
        """The latest messages that begin behind event ``after``, at most so many."""
        with self._turn:
            fresh = self._bench.do(lambda: self._bench.history.events[self._read :])
            self._read += len(fresh)
            for event in fresh:
                self._log.feed(event)
            found = [one for one in self._log.messages() if one.seq > after]
        return found[max(0, len(found) - most) :]
