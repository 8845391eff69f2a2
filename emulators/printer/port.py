"""Who is connected, whose turn it is, and the receive buffer.

One connection prints; the others are taken and wait until it closes (Epson UB-E02, connections to
port 9100). What a closed connection left in the buffer is still printed; the command that it broke
off in the middle is dropped.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from emulators.printer.framer import Framer, LineFramer, Token
from emulators.printer.hexdump import DumpFramer
from emulators.printer.profiles import Profile
from emulators.printer.realtime import Found, RealTimeScanner
from emulators.printer.star import StarFramer

Send = Callable[[bytes], None]
Close = Callable[[], None]


@dataclass(slots=True, eq=False)
class Connection:
    """One connection. ``asb`` is its mask of GS a; ``told`` the status that it was last sent."""

    number: int
    send: Send
    scanner: RealTimeScanner = field(default_factory=RealTimeScanner)
    held: bytearray = field(default_factory=bytearray)  # while it waits for its turn
    asb: int = 0
    told: bytes = b""
    offline_responses: int = 0
    close: Close | None = None
    heard_s: float = 0.0  # when its last bytes came


@dataclass(slots=True, eq=False)
class _Stream:
    """What came from one connection and has not been executed."""

    conn: int
    framer: Framer


class Port:
    """Connections and the buffer behind them, ``capacity`` bytes for all together."""

    def __init__(self, profile: Profile) -> None:
        self.capacity = profile.receive_buffer_bytes
        self._limit = profile.max_connections
        self._discards = profile.overflow == "discard"
        self._full_at = profile.receive_buffer_bytes - profile.full_free_bytes
        self._connections: dict[int, Connection] = {}  # in order of coming
        self._streams: deque[_Stream] = deque()
        self._received = 0  # bytes taken into the buffer since the beginning
        self._language: type[Framer] = LineFramer

    @property
    def connections(self) -> tuple[Connection, ...]:
        """Every open connection, the one that prints first."""
        return tuple(self._connections.values())

    @property
    def pending(self) -> int:
        """Bytes in the buffer."""
        bytes_ = 0
        for stream in self._streams:  # one, nearly always
            bytes_ += stream.framer.pending
        return bytes_

    @property
    def room(self) -> int:
        """Bytes that the link may bring now: a model that discards does not hold it back."""
        return self.capacity if self._discards else max(0, self._full_at - self.pending)

    def find(self, conn: int) -> Connection | None:
        """The open connection of that number."""
        return self._connections.get(conn)

    def is_active(self, conn: int) -> bool:
        """Whether it is the one that prints."""
        return next(iter(self._connections), None) == conn

    def connect(self, conn: int, send: Send, close: Close | None = None) -> bool:
        """A connection comes; False when there are too many already."""
        if len(self._connections) >= self._limit:
            return False
        self._connections[conn] = Connection(conn, send, close=close)
        if self.is_active(conn):
            self._open_stream(conn)
        return True

    def disconnect(self, conn: int) -> Connection | None:
        """A connection ends; answers the one whose turn it is now, if the turn has changed."""
        active = self.is_active(conn)
        self._connections.pop(conn, None)
        following = next(iter(self._connections.values()), None)
        if not active or following is None:
            return None
        self._open_stream(following.number)
        return following

    def _open_stream(self, conn: int) -> None:
        self._streams.append(_Stream(conn, self._language(self._received)))

    def speak(self, *, own: bool) -> None:
        """Take what comes for ESC/POS, or for another maker's commands; what waits, too."""
        self._language = LineFramer if own else StarFramer
        for stream in self._streams:
            stream.framer = stream.framer.handed_over_to(self._language)

    def dump(self) -> None:
        """Take what comes for numbers to be printed, until the power is cycled."""
        self._language = DumpFramer
        for stream in self._streams:
            stream.framer = stream.framer.handed_over_to(DumpFramer)

    def real_time(self, connection: Connection | None, data: bytes) -> list[Found]:
        """The real-time commands in ``data``; another maker's printer knows none of them."""
        if connection is None or self._language is StarFramer:
            return []
        return connection.scanner.scan(data)

    def put(self, data: bytes) -> int:
        """Bytes of the active connection into the buffer; says how many found no room."""
        kept = data[: max(0, self.capacity - self.pending)]
        self._received += len(kept)
        self._streams[-1].framer.feed(kept)
        return len(data) - len(kept)

    def next(self) -> tuple[Token, int] | None:
        """The next token and the connection that it came from."""
        while self._streams:
            stream = self._streams[0]
            token = stream.framer.next()
            if token is not None:
                return token, stream.conn
            if len(self._streams) == 1 and stream.conn in self._connections:
                return None
            self._streams.popleft()  # its connection is closed: a broken-off command goes with it
        return None

    def lines(self) -> tuple[LineFramer, int] | None:
        """What cuts the bytes that are next to be printed, and their connection.

        None: it knows of no lines, or that connection is closed.
        """
        stream = self._streams[0] if self._streams else None
        if stream is None or not isinstance(stream.framer, LineFramer):
            return None
        return stream.framer, stream.conn

    def clear(self) -> int:
        """Empty the buffer; says how many bytes were lost."""
        lost = sum(stream.framer.clear() for stream in self._streams)
        while len(self._streams) > 1:
            self._streams.popleft()
        return lost

    def hang_up(self) -> None:
        """Every connection is gone."""
        self._connections.clear()
        self._streams.clear()
        if self._language is DumpFramer:
            self._language = LineFramer
