"""What the printer says unasked, to each connection that wants to be told.

Source: Epson APG, GS a (automatic status), FS ( e (the extended one), GS ( H function 49.
"""

from emulators.printer import status
from emulators.printer.desk import Desk
from emulators.printer.framing import digit
from emulators.printer.port import Connection


class Unasked:
    """Tells the connections of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def enable(self, conn: int, mask: int) -> None:
        """GS a: status now, and on each change of what ``mask`` enables."""
        connection = self._desk.port.find(conn)
        if connection is None:
            return
        connection.asb = mask
        if mask:
            self._tell(connection, status.asb(self._desk.device.condition))

    def forget(self, conn: int) -> None:
        """ESC @ has come over a connection: it is told nothing unasked any more."""
        connection = self._desk.port.find(conn)
        if connection is not None:
            connection.asb = connection.offline_responses = 0

    def enable_extended(self, conn: int, body: bytes) -> None:
        """FS ( e: this model has nothing that could change, so it is told once."""
        if len(body) == 2 and body[0] == 51 and body[1]:
            self._desk.reply(conn, "FS ( e", status.EXTENDED_ASB)

    def enable_offline_responses(self, conn: int, setting: int) -> None:
        """GS ( H 49: 1 without, 2 with the causes, 0 off."""
        connection = self._desk.port.find(conn)
        if connection is not None:
            connection.offline_responses = digit(setting)

    def condition_changed(self) -> None:
        """Send automatic status to whoever has enabled what has changed."""
        now = status.asb(self._desk.device.condition)
        for connection in self._desk.port.connections:
            before = status.asb_view(connection.told, connection.asb) if connection.asb else b""
            if connection.asb and before != status.asb_view(now, connection.asb):
                self._tell(connection, now)

    def _tell(self, connection: Connection, now: bytes) -> None:
        connection.told = now
        trouble = status.asb_trouble(self._desk.device.condition)
        self._desk.reply(connection.number, "GS a", now, trouble=trouble)

    def went_offline(self) -> None:
        """Offline responses to whoever has enabled them."""
        for connection in self._desk.port.connections:
            if connection.offline_responses in (1, 2):
                causes = connection.offline_responses == 2
                data = status.offline_response(self._desk.device.condition, causes=causes)
                self._desk.reply(connection.number, "GS ( H 49", data, trouble=True)
