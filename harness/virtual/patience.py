"""A POS that is a class and does not return: nothing else can go on, so it is made to stop.

The machine's own time is looked at, by an alarm that comes while the POS has something to do. What
is in the same turn at two alarms running has hung; one alone may come late, to a process that was
stopped itself.
"""

import signal
import threading
from types import FrameType

ALARM_S = 5.0


class HungError(BaseException):
    """Raised in the midst of whatever does not return; it is not to catch it."""


class Patience:
    """Of this process. ``begin`` and ``end`` stand around whatever is to return."""

    def __init__(self, alarm_s: float = ALARM_S) -> None:
        self._alarm_s = alarm_s
        self._turn = self._seen = 0
        self._busy = self._armed = False

    def begin(self) -> None:
        """Something begins that has to return."""
        self._turn += 1
        self._busy = True
        if not self._armed:
            self._arm()

    def end(self) -> None:
        """It has returned."""
        self._busy = False

    def rest(self) -> None:
        """Nothing is to return for now: no alarm is left behind."""
        if self._armed:
            self._armed = False
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, signal.SIG_DFL)

    def _arm(self) -> None:
        """No alarm is set where it is somebody else's, or comes to another thread."""
        if (
            threading.current_thread() is threading.main_thread()
            and signal.getsignal(signal.SIGALRM) in (signal.SIG_DFL, self._alarm)
            and signal.getitimer(signal.ITIMER_REAL)[0] == 0
        ):
            signal.signal(signal.SIGALRM, self._alarm)
            self._again()

    def _again(self) -> None:
        self._armed, self._seen = True, self._turn
        signal.setitimer(signal.ITIMER_REAL, self._alarm_s)

    def _alarm(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        hung = self._busy and self._turn == self._seen
        went_on = self._turn != self._seen
        self._armed = False
        if hung or went_on:
            self._again()
        if hung:
            raise HungError
