"""A printer with two interfaces, serial and network: one prints, the other waits.

As in printers that choose the interface by themselves: the serial line, which has no connections,
takes part from its first byte, and gives way to the network when it has been idle for a while.
"""

from emulators.clock import Clock
from emulators.links.ends import PrinterEnd
from emulators.links.link import Line
from emulators.links.pty import PtyLink
from emulators.printer.device import Printer

IDLE_S = 1.0
FIRST_CONN = 1_000_000  # apart from the numbers of the network's connections


class SerialEnd:
    """The serial interface. ``link`` is set when the line is there."""

    def __init__(self, printer: Printer, clock: Clock) -> None:
        self.link: PtyLink | None = None
        self._printer, self._clock = printer, clock
        self._line: Line | None = None
        self._conn = 0  # 0: takes no part
        self._heard_s = 0.0

    def connect(self, conn: int, line: Line) -> None:
        """The line is there; whether anybody has it open is not known yet."""
        del conn
        self._line = line

    def disconnect(self, conn: int) -> None:
        """The line is gone."""
        del conn
        self._line = None
        self._leave()

    def feed(self, conn: int, data: bytes) -> None:
        """Bytes have come: from now on it takes part."""
        if not self._conn and self._line is not None:
            number = FIRST_CONN + conn
            self._conn = number if self._printer.connect(number, self._line.send) else 0
        self._heard_s = self._clock.monotonic_s()
        self._printer.feed(self._conn, data)

    def room(self, conn: int) -> int:
        """What the printer can take; nothing while the network prints."""
        del conn
        if self._conn:
            return self._printer.room(self._conn)
        return 0 if self._printer.snapshot().connections else self._printer.room()

    def give_way(self) -> None:
        """Take no part any more, as soon as the line has been idle for long enough."""
        if not self._conn:
            return
        wait_s = self._heard_s + IDLE_S - self._clock.monotonic_s()
        if wait_s <= 0 and not self._printer.snapshot().buffered_bytes:
            self._leave()
        else:
            self._clock.call_later(max(wait_s, IDLE_S / 4), self.give_way)

    def resume(self) -> None:
        """There may be room."""
        if self.link is not None:
            self.link.resume()

    def _leave(self) -> None:
        conn, self._conn = self._conn, 0
        if conn:
            self._printer.disconnect(conn)


class NetworkEnd(PrinterEnd):
    """The network interface of a printer that has a serial one, too."""

    def __init__(self, printer: Printer, serial: SerialEnd) -> None:
        super().__init__(printer)
        self._serial = serial

    def connect(self, conn: int, line: Line) -> None:
        """A connection is there; it prints when the serial line is idle."""
        self._serial.give_way()
        super().connect(conn, line)

    def disconnect(self, conn: int) -> None:
        """It has ended; it may be the serial line's turn."""
        super().disconnect(conn)
        self._serial.resume()
