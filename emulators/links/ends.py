"""The devices as a link sees them."""

from collections.abc import Callable

from emulators.acquirer.host import Host
from emulators.links.link import Line
from emulators.printer.device import Printer

UNLIMITED_BYTES = 65536


class PrinterEnd:
    """A printer at the end of a link: it says how many bytes it can take."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer

    def connect(self, conn: int, line: Line) -> None:
        """A connection is there."""
        self._printer.connect(conn, line.send)

    def disconnect(self, conn: int) -> None:
        """It has ended."""
        self._printer.disconnect(conn)

    def feed(self, conn: int, data: bytes) -> None:
        """Bytes have come."""
        self._printer.feed(conn, data)

    def room(self, conn: int) -> int:
        """What the receive buffer can take from this connection."""
        return self._printer.room(conn)

    def on_room(self, resume: Callable[[], None]) -> None:
        """Call ``resume`` when there is room again."""
        self._printer.on_room = resume


class HostEnd:
    """An acquirer host at the end of a link."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def connect(self, conn: int, line: Line) -> None:
        """A connection is there."""
        self._host.connect(conn, line.send, line.close)

    def disconnect(self, conn: int) -> None:
        """It has ended."""
        self._host.disconnect(conn)

    def feed(self, conn: int, data: bytes) -> None:
        """Bytes have come."""
        self._host.feed(conn, data)

    def room(self, conn: int) -> int:
        """A host reads on."""
        del conn
        return UNLIMITED_BYTES
