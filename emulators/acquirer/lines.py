"""The lines of a host: one entry a connection, with the bounds of what it may leave waiting."""

from collections.abc import Callable
from dataclasses import dataclass

from emulators.acquirer.dialects.base import Framer
from emulators.acquirer.turns import Work

ROOM_BYTES = 65536


@dataclass(slots=True)
class _Line:
    send: Callable[[bytes], None]
    close: Work
    framer: Framer
    unanswered: int = 0


class Lines:
    """Connections by number. ``most``: how many unanswered requests one may have."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lines: dict[int, _Line] = {}
        self.on_room: Work = _nothing

    def __contains__(self, conn: int) -> bool:
        return conn in self._lines

    def open(self, conn: int, send: Callable[[bytes], None], close: Work, framer: Framer) -> None:
        """A connection is there."""
        self._lines[conn] = _Line(send, close, framer)

    def forget(self, conn: int) -> None:
        """It has ended; harmless when it had before."""
        self._lines.pop(conn, None)

    def frames(self, conn: int, data: bytes) -> list[bytes]:
        """The requests that are whole with ``data``; they count as unanswered from now on."""
        line = self._lines.get(conn)
        if line is None:
            return []
        frames = line.framer.feed(data)
        line.unanswered += len(frames)
        return frames

    def sender(self, conn: int) -> Callable[[bytes], None] | None:
        """The way to a connection; None when it has ended."""
        line = self._lines.get(conn)
        return None if line is None else line.send

    def hang_up(self, conn: int) -> None:
        """End a connection from this side; harmless when it has ended."""
        line = self._lines.pop(conn, None)
        if line is not None:
            line.close()

    def hang_up_all(self) -> None:
        """End every connection."""
        for conn in list(self._lines):
            self.hang_up(conn)

    def ended(self, conn: int) -> None:
        """A request needs no more work: there may be room again."""
        line = self._lines.get(conn)
        if line is not None:
            line.unanswered -= 1
            if line.unanswered == self._most - 1:
                self.on_room()

    def room(self, conn: int) -> int:
        """How many bytes may be fed now; 0 while too many requests wait."""
        line = self._lines.get(conn)
        return ROOM_BYTES if line is not None and line.unanswered < self._most else 0


def _nothing() -> None:
    """Nobody waits for room."""
