"""What every kind of answer needs: the printer's state, its connections, and a way to reply."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from emulators.events import Payload
from emulators.printer.changes import Change
from emulators.printer.condition import Condition
from emulators.printer.counters import Counters
from emulators.printer.customs import Customs
from emulators.printer.events import Replied
from emulators.printer.port import Port
from emulators.printer.profiles import Profile


class Device(Protocol):
    """The print engine, as far as answers need it."""

    @property
    def condition(self) -> Condition:
        """The physical state."""

    @property
    def customs(self) -> Customs:
        """What the POS keeps in NV memory."""

    @property
    def counters(self) -> Counters:
        """What has been done so far."""

    def record(self, payload: Payload, cause: int | None = None) -> None:
        """Tell the History, and undergo what it answers before returning."""

    def change(self, change: Change, cause: int | None = None) -> None:
        """Pass into another condition."""

    def begin_line_again(self) -> None:
        """The line in hand is printed from its beginning."""

    def pulse(self, pin: int, on_ms: int) -> None:
        """A pulse goes to the drawer."""


@dataclass(slots=True)
class Desk:
    """Answers commands over the connections of a port.

    ``clear_buffers`` throws away what waits to be printed, and records which command did it.
    """

    device: Device
    port: Port
    profile: Profile
    clear_buffers: Callable[[str], None]
    pulses_enabled: bool = True  # GS ( D: DLE DC4 1
    shutdown_enabled: bool = False  # GS ( D: DLE DC4 2

    def reply(self, conn: int, request: str, data: bytes, *, trouble: bool = False) -> None:
        """Record an answer, then send it, if whoever asked is there and the model answers that."""
        if self.port.find(conn) is None or not self.profile.answers(request):
            return
        self.device.record(Replied(conn, request, data.hex(), trouble))
        connection = self.port.find(conn)  # the fault that struck just now may have hung up
        if connection is not None:
            connection.send(data)

    def restart(self) -> None:
        """Power-on: what was enabled is forgotten, what is in NV memory stays."""
        self.pulses_enabled, self.shutdown_enabled = True, False
        self.device.customs.leave()
