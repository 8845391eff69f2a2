"""One thing at a time: what happens inside of something else waits for its turn.

A POS in the same process answers inside of ``send``; a store may be done inside of ``commit``. So
that no message is handled in the middle of another, whatever comes from outside is queued.
"""

from collections import deque
from collections.abc import Callable

Work = Callable[[], None]


class Turns:
    """A queue of work on one thread; ``busy`` while some of it is under way."""

    def __init__(self) -> None:
        self._waiting: deque[Work] = deque()
        self.busy = False

    def queue(self, *work: Work) -> None:
        """Do it now in this order, or when what is under way has ended."""
        self._waiting.extend(work)
        if not self.busy:
            self._drain()

    def resume(self, work: Callable[..., None], *of: object) -> None:
        """Go on at once with something that is under way, also inside of something else.

        What is not under way may begin so when nothing else is (``busy``).
        """
        outer, self.busy = self.busy, True
        try:
            work(*of)
        finally:
            self.busy = outer
        if self._waiting and not outer:
            self._drain()

    def _drain(self) -> None:
        self.busy = True
        try:
            while self._waiting:
                self._waiting.popleft()()
        finally:
            self.busy = False
