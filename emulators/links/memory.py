"""A link without a socket: the POS is called in the same process, and time may be virtual.

It behaves as a TCP link does: connections are taken or refused, bytes wait while the device has no
room, and either end may hang up in order or break off. Nothing happens at once: whatever one end
does, the other hears of in a later turn of the clock, so that nothing is re-entrant.
"""

from collections.abc import Callable, Iterator
from typing import Protocol

from emulators.clock import Clock
from emulators.links.link import Device, Link
from emulators.recorder import Recorder

KERNEL_BYTES = 42_000  # what TcpLink's sockets hold for a device that does not read (measured)
REFUSED, RESET, CLOSED = (
    "connection refused", "connection reset by peer", "closed by the other side",
)  # fmt: skip


class Caller(Protocol):
    """The POS's end of a connection: it is told what happens there."""

    def line_up(self) -> None:
        """It is connected."""

    def line_said(self, data: bytes) -> None:
        """Bytes came."""

    def line_room(self) -> None:
        """More bytes are taken again, after fewer were than were offered."""

    def line_down(self, why: str) -> None:
        """It was refused, or has ended; nothing more comes."""


class MemoryLink(Link):
    """A link that is called by its name. Everything runs in turns of ``clock``."""

    kind = "tcp"

    def __init__(
        self,
        recorder: Recorder,
        device: Device,
        clock: Clock,
        url: str,
        *,
        keep: bool = True,
        numbers: Iterator[int] | None = None,
    ) -> None:
        super().__init__(recorder, device, keep=keep, numbers=numbers)
        self.clock, self._url = clock, url
        self._lines: dict[int, Dialled] = {}
        self._listens = False

    @property
    def url(self) -> str:
        """The name that the POS is told."""
        return self._url

    def listen(self) -> None:
        """Take calls."""
        self._listens = True

    def refuse(self) -> None:
        """Take no calls."""
        self._listens = False

    def dial(self, caller: Caller) -> "Dialled":
        """The POS connects; whether it is taken shows in the next turn."""
        line = Dialled(self, caller)
        line.soon(lambda: self._take(line))
        return line

    def _take(self, line: "Dialled") -> None:
        if not self._listens:
            line.end(REFUSED)
            return
        line.conn = self.number()
        self._lines[line.conn] = line
        line.tell(line.caller.line_up)
        self.opened(line)
        line.read_on()

    def hang_up(self, by: str, cause: int | None = None) -> None:
        """Break every connection off."""
        for conn, line in list(self._lines.items()):
            line.end(RESET)
            self.closed(conn, by, "reset", cause)

    def cut(self, conn: int, cause: int | None) -> None:
        """Break one connection off."""
        self._lines[conn].end(RESET)
        self.closed(conn, "fault", "reset", cause)

    def stop(self) -> None:
        """Close everything; for good."""
        self.refuse()
        for conn, line in list(self._lines.items()):
            line.end(CLOSED)
            self.closed(conn, "device", "fin")

    def resume(self) -> None:
        """The device has room again."""
        for line in list(self._lines.values()):
            line.read_on()

    def ended(self, conn: int, by: str, how: str) -> None:
        """A connection is over."""
        if by == "pos":
            self.hung_up(conn, how)
        else:
            self.closed(conn, by, how)

    def closed(self, conn: int, by: str, how: str, cause: int | None = None) -> None:
        """It is over: forget it."""
        self._lines.pop(conn, None)
        super().closed(conn, by, how, cause)


class Dialled:
    """One connection: ``write`` and ``hang_up`` are the POS's, ``send`` and ``close`` the device's.

    ``conn`` is 0 until it is taken.
    """

    def __init__(self, link: MemoryLink, caller: Caller) -> None:
        self._link, self.caller = link, caller
        self._waiting, self._said = bytearray(), bytearray()
        self._reads = self._starved = self._gone = False
        self.open = True
        self.conn = 0

    def soon(self, action: Callable[[], None]) -> None:
        """In the clock's next turn."""
        self._link.clock.call_later(0, action)

    def tell(self, news: Callable[[], None]) -> None:
        """Let the POS hear something, in the next turn, unless it has hung up."""
        self.soon(lambda: None if self._gone else news())

    # ---- the POS's side

    def write(self, data: bytes) -> int:
        """Bytes to the device; says how many were taken. None are on a connection that is over."""
        if not self.open or self._gone:
            return 0
        taken = data[: max(0, KERNEL_BYTES - len(self._waiting))]
        self._waiting += taken
        self._starved |= len(taken) < len(data)
        self.read_on()
        return len(taken)

    def hang_up(self) -> None:
        """The POS closes it, or has died: what it has written still arrives."""
        self._gone = True
        self.read_on()

    # ---- the device's side

    def send(self, data: bytes) -> None:
        """Bytes to the POS."""
        if self.open:
            if not self._said:
                self.tell(self._deliver)
            self._said += data
            self._link.answered(self.conn, len(data))

    def _deliver(self) -> None:
        """All that was answered in one turn comes together."""
        data, self._said = bytes(self._said), bytearray()
        self.caller.line_said(data)

    def close(self) -> None:
        """Hang up in order."""
        if self.open:
            self.end(CLOSED)
            self._link.ended(self.conn, "device", "fin")

    def end(self, why: str) -> None:
        """It is over; what was on its way to the device is lost."""
        if self.open:
            self.open = False
            self._waiting.clear()
            self.tell(lambda: self.caller.line_down(why))

    def read_on(self) -> None:
        """Bring the device what waits, in the next turn."""
        if not self._reads and self.open and (self._waiting or self._gone):
            self._reads = True
            self.soon(self._read)

    def _read(self) -> None:
        self._reads = False
        if not self.open or not self.conn:
            return
        room = self._link.room(self.conn)
        data = bytes(self._waiting[: max(0, room)])
        del self._waiting[: len(data)]
        if data:
            self._link.came(self.conn, data)
            self._make_room()
            if self._waiting:
                self.read_on()
        if self._gone and self.open and not self._waiting:
            self.open = False
            self._link.ended(self.conn, "pos", "fin")

    def _make_room(self) -> None:
        if self._starved and len(self._waiting) < KERNEL_BYTES:
            self._starved = False
            self.tell(self.caller.line_room)
