"""The connection that prints is closed when nothing comes over it (Epson UB-E02: five minutes).

One that waits for its turn, or for room in the buffer, is not idle: closing it would lose a job.
"""

from emulators.clock import Clock
from emulators.printer.port import Connection, Port


class Idle:
    """Looks at the connections of a port; one timer each, set anew only when it has run out."""

    def __init__(self, port: Port, clock: Clock, limit_s: float) -> None:
        self._port = port
        self._clock = clock
        self._limit_s = limit_s

    def watch(self, conn: int) -> None:
        """A connection has come."""
        connection = self._port.find(conn)
        if connection is not None:
            connection.heard_s = self._clock.monotonic_s()
            self._put_off(self._limit_s, connection)

    def _put_off(self, delay_s: float, connection: Connection) -> None:
        self._clock.call_later(delay_s, lambda: self._look(connection))

    def _look(self, connection: Connection) -> None:
        if self._port.find(connection.number) is not connection or connection.close is None:
            return
        if not self._port.is_active(connection.number) or not self._port.room:
            connection.heard_s = self._clock.monotonic_s()  # the POS waits, not the printer
        left_s = connection.heard_s + self._limit_s - self._clock.monotonic_s()
        if left_s > 0:
            self._put_off(left_s, connection)
        else:
            connection.close()
