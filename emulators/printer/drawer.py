"""The cash drawer at the printer's connector: opened by a pulse, pushed shut by the cashier.

Its switch is pin 3 of the connector, high while it stands open (Epson TM-T88III specification,
drawer kick-out connector).
"""

from dataclasses import replace
from typing import Protocol

from emulators.clock import Clock, Timer
from emulators.events import Payload
from emulators.printer.changes import Change
from emulators.printer.condition import Condition
from emulators.printer.events import DrawerPulse

SHUT_AFTER_S = 1.0  # the cashier's hand
_OPENED = Change("drawer_open", lambda c: replace(c, drawer_open=True))
_SHUT = Change("drawer_shut", lambda c: replace(c, drawer_open=False))


class Bench(Protocol):
    """What the drawer is fixed to."""

    @property
    def condition(self) -> Condition:
        """The printer's condition, the drawer's switch included."""

    def record(self, payload: Payload, cause: int | None = None) -> None:
        """Tell the History."""

    def change_silently(self, change: Change) -> None:
        """Set the switch."""


class Drawer:
    """One drawer, whatever pin the pulse comes on."""

    def __init__(self, bench: Bench, clock: Clock) -> None:
        self._bench = bench
        self._clock = clock
        self._timer: Timer | None = None

    def pulse(self, pin: int, on_ms: int) -> None:
        """A pulse: it opens, unless it is stuck."""
        opens = not self._bench.condition.drawer_stuck
        self._bench.record(DrawerPulse(pin, on_ms, opened=opens))
        if opens and not self._bench.condition.drawer_stuck:
            self._bench.change_silently(_OPENED)
            if self._timer is not None:
                self._timer.cancel()
            self._timer = self._clock.call_later(SHUT_AFTER_S, self._shut)

    def _shut(self) -> None:
        if not self._bench.condition.drawer_stuck:
            self._bench.change_silently(_SHUT)
