"""Everything that the printer answers, in real time and in its turn."""

from collections.abc import Callable
from typing import Protocol

from emulators.events import Payload
from emulators.printer import status
from emulators.printer.changes import RECOVERED, Change
from emulators.printer.condition import Condition
from emulators.printer.events import Replied
from emulators.printer.framing import word
from emulators.printer.jobs import Ask
from emulators.printer.port import Connection, Port
from emulators.printer.profiles import Profile

_Answer = Callable[[int, bytes], None]


class Device(Protocol):
    """The print engine, as far as answers need it."""

    @property
    def condition(self) -> Condition:
        """The physical state."""

    def record(self, payload: Payload, cause: int | None = None) -> None:
        """Tell the History, and undergo what it answers before returning."""

    def change(self, change: Change, cause: int | None = None) -> None:
        """Pass into another condition."""

    def pulse(self, pin: int, on_ms: int) -> None:
        """A pulse goes to the drawer."""


class Answers:
    """Answers commands over the connections of a port.

    ``clear_buffers`` throws away what waits to be printed, and records which command did it.
    """

    def __init__(
        self,
        device: Device,
        port: Port,
        profile: Profile,
        clear_buffers: Callable[[str], None],
    ) -> None:
        self._clear_buffers = clear_buffers
        self._device = device
        self._port = port
        self._profile = profile
        self._pulses_enabled = True  # GS ( D: DLE DC4 1
        self._asks: dict[str, _Answer] = {
            "GS a": self._automatic_status,
            "GS I": self._printer_id,
            "GS r": self._status,
            "ESC u": self._peripheral_status,
            "ESC v": self._paper_status,
            "GS ( H": self._process_id,
            "GS ( D": self._enable,
            "GS ( k": self._symbol_size,
        }

    def restart(self) -> None:
        """Power-on: what was enabled is forgotten."""
        self._pulses_enabled = True

    def reply(self, conn: int, request: str, data: bytes, *, trouble: bool = False) -> None:
        """Record an answer, then send it, if whoever asked is still there."""
        if self._port.find(conn) is None:
            return
        self._device.record(Replied(conn, request, data.hex(), trouble))
        connection = self._port.find(conn)  # the fault that struck just now may have hung up
        if connection is not None:
            connection.send(data)

    # ---- in real time

    def real_time(self, conn: int, command: bytes) -> None:
        """Execute DLE EOT, DLE ENQ or DLE DC4 on arrival."""
        kind, n = command[1], command[2]
        if kind == 0x04:
            self._real_time_status(conn, n)
        elif kind == 0x05:
            self._recover(n)
        elif n == 1 and self._pulses_enabled:
            self._pulse(command[3], command[4])
        elif n == 7:
            self._specified_status(conn, command[3])
        elif n == 8:
            self._clear(conn)

    def _real_time_status(self, conn: int, n: int) -> None:
        item = status.REAL_TIME_STATUS.get(n)
        if item is not None:
            now = self._device.condition
            data = bytes((item.value(now),))
            self.reply(conn, f"DLE EOT {n}", data, trouble=item.trouble(now))

    def _recover(self, n: int) -> None:
        """DLE ENQ 1 goes on, 2 clears first; only from an error that can be recovered (APG)."""
        if self._device.condition.error != "recoverable" or n not in (1, 2):
            return
        if n == 2:
            self._clear_buffers("DLE ENQ 2")
        self._device.change(RECOVERED)

    def _pulse(self, connector: int, time: int) -> None:
        """DLE DC4 1: a pulse of t times 100 ms, unless the printer is beyond recovery (APG)."""
        if self._device.condition.error != "unrecoverable":
            self._device.pulse(5 if connector else 2, time * 100)

    def _specified_status(self, conn: int, n: int) -> None:
        """DLE DC4 7 1: the bytes of automatic status, once."""
        if n == 1:
            now = self._device.condition
            data, trouble = status.asb(now), status.asb_trouble(now)
            self.reply(conn, "DLE DC4 7", data, trouble=trouble)

    def _clear(self, conn: int) -> None:
        """DLE DC4 8: both buffers are emptied, a recoverable error is over (APG)."""
        self._clear_buffers("DLE DC4 8")
        if self._device.condition.error == "recoverable":
            self._device.change(RECOVERED)
        self.reply(conn, "DLE DC4 8", b"\x37\x25\x00")

    # ---- in its turn

    def ask(self, job: Ask) -> None:
        """Answer a command that has come out of the buffer."""
        self._asks[job.name](job.conn, job.params)

    def _automatic_status(self, conn: int, params: bytes) -> None:
        connection = self._port.find(conn)
        if connection is None or not self._profile.asb:
            return
        connection.asb = params[0]
        if connection.asb:
            self._tell(connection, status.asb(self._device.condition))

    def condition_changed(self) -> None:
        """Send automatic status to whoever has enabled what has changed."""
        now = status.asb(self._device.condition)
        for connection in self._port.connections:
            before = status.asb_view(connection.told, connection.asb) if connection.asb else b""
            if connection.asb and before != status.asb_view(now, connection.asb):
                self._tell(connection, now)

    def _tell(self, connection: Connection, now: bytes) -> None:
        connection.told = now
        trouble = status.asb_trouble(self._device.condition)
        self.reply(connection.number, "GS a", now, trouble=trouble)

    def _printer_id(self, conn: int, params: bytes) -> None:
        data = status.printer_id(params[0], self._profile)
        if data is not None:
            self.reply(conn, f"GS I {params[0]}", data)

    def _status(self, conn: int, params: bytes) -> None:
        items = {1: status.PAPER_STATUS, 2: status.DRAWER_STATUS}
        item = items.get(params[0] - 48 if params[0] >= 48 else params[0])
        if item is not None:
            now = self._device.condition
            data = bytes((item.value(now),))
            self.reply(conn, f"GS r {params[0]}", data, trouble=item.trouble(now))

    def _peripheral_status(self, conn: int, params: bytes) -> None:
        del params
        self.reply(conn, "ESC u", b"\x00")

    def _paper_status(self, conn: int, params: bytes) -> None:
        del params
        now = self._device.condition
        self.reply(conn, "ESC v", bytes((status.PAPER_STATUS.value(now),)))

    def _symbol_size(self, conn: int, answer: bytes) -> None:
        """GS ( k function 82: worked out where the symbol is drawn."""
        self.reply(conn, "GS ( k 82", answer)

    def _process_id(self, conn: int, params: bytes) -> None:
        """GS ( H: function 48 answers with the ID given; 49 turns offline responses on (APG)."""
        if not self._profile.process_ids or len(params) < 4:
            return
        body = params[2 : 2 + word(params)]
        if body[0] == 48 and len(body) == 6:
            self.reply(conn, "GS ( H 48", b"\x37\x22" + body[2:6] + b"\0")
        elif body[0] == 49 and len(body) == 3:
            connection = self._port.find(conn)
            if connection is not None:
                connection.offline_responses = body[2] - 48 if body[2] >= 48 else body[2]

    def went_offline(self) -> None:
        """Offline responses to whoever has enabled them (APG, GS ( H function 49)."""
        for connection in self._port.connections:
            if connection.offline_responses in (1, 2):
                detail = self._causes() if connection.offline_responses == 2 else b""
                data = b"\x37\x23" + detail + b"\0"
                self.reply(connection.number, "GS ( H 49", data, trouble=True)

    def _causes(self) -> bytes:
        """Five bytes of causes as the TM-L90 sends them: the fourth tells of the cover."""
        cover = 0x02 if self._device.condition.cover_open else 0
        return bytes((0x40, 0x40, 0x40, 0x40 | cover, 0x40))

    def _enable(self, conn: int, params: bytes) -> None:
        """GS ( D 20: real-time commands on or off, in pairs of number and setting (APG)."""
        del conn
        pairs = params[3:]
        for number, setting in zip(pairs[::2], pairs[1::2], strict=False):
            if number == 1:
                self._pulses_enabled = setting in (1, 49)
