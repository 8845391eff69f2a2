"""The devices as a link sees them. Who has one of them alone does not load the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulators.links.impairments.cutters import CUTTERS, messages

if TYPE_CHECKING:
    from emulators.acquirer.host import Host
    from emulators.links.link import Line
    from emulators.printer.device import Printer


class PrinterEnd:
    """Hands a printer the sending half of each line; hangs up on those that it does not take.

    ``serial``: the line is a cable, which no printer hangs up on for being idle.
    """

    def __init__(self, printer: Printer, *, serial: bool = False) -> None:
        self._printer = printer
        self._cable = serial

    def connect(self, conn: int, line: Line) -> None:
        """A connection is there; more than the model takes are closed at once."""
        if not self._printer.connect(conn, line.send, None if self._cable else line.close):
            line.close()

    def disconnect(self, conn: int) -> None:
        """It has ended."""
        self._printer.disconnect(conn)

    def feed(self, conn: int, data: bytes) -> None:
        """Bytes have come."""
        self._printer.feed(conn, data)

    def room(self, conn: int) -> int:
        """What the receive buffer can take from this connection."""
        return self._printer.room(conn)


class HostEnd:
    """Hands a host both halves of each line."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.messages = CUTTERS.get(host.dialect, messages)
        # As ``Device`` has them; every message comes by, and a call costs as much as a small step.
        self.feed, self.room = host.feed, host.room

    def connect(self, conn: int, line: Line) -> None:
        """A connection is there."""
        self._host.connect(conn, line.send, line.close)

    def disconnect(self, conn: int) -> None:
        """It has ended."""
        self._host.disconnect(conn)
