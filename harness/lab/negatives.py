"""Slips whose pictures are still to be made: bytes go through the tap meanwhile."""

import threading
from collections import deque
from collections.abc import Callable

from emulators.printer.paper import Slip

MOST_BYTES = 16 << 20  # a roll of receipts


class Negatives:
    """Makes each picture once, when it is wanted; that of the oldest slip when they are too many.

    ``picture`` makes one, ``keep`` stores it and says its name. Any thread may want one.
    """

    def __init__(self, picture: Callable[[Slip], bytes], keep: Callable[[bytes], str]) -> None:
        self._picture, self._keep = picture, keep
        self._held: deque[tuple[Slip, int]] = deque()
        self._bytes = 0
        self._lock = threading.Lock()

    def hold(self, slip: Slip) -> None:
        """Keep a slip until its picture is wanted."""
        size = slip.held_bytes
        self._held.append((slip, size))
        self._bytes += size
        while self._bytes > MOST_BYTES:
            oldest, size = self._held.popleft()
            self._bytes -= size
            self.blob(oldest)

    def blob(self, slip: Slip) -> str:
        """The name of its picture."""
        with self._lock:
            if not slip.blob:
                slip.blob = self._keep(self._picture(slip))
                slip.let_go()
        return slip.blob
