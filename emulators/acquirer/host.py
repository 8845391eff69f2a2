"""The acquirer host, put together: connections in, exchanges and books behind.

Sans-IO: a link hands it lines and bytes, a clock the time, a store the durability.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from emulators.acquirer import effects
from emulators.acquirer.bookkeeper import Bookkeeper
from emulators.acquirer.books import Books
from emulators.acquirer.dialects.base import Dialect, FormatError, Framer, Message, MessageError
from emulators.acquirer.dialects.iso87 import Iso87
from emulators.acquirer.dialects.masking import mask_bytes
from emulators.acquirer.events import Malformed
from emulators.acquirer.exchange import Exchange, Surroundings
from emulators.acquirer.fate import IN_TIME
from emulators.acquirer.moments import Ordinals, facts
from emulators.acquirer.settings import HostSettings
from emulators.acquirer.store import MemoryStore, Store
from emulators.acquirer.turns import Turns, Work
from emulators.clock import Clock
from emulators.history import Injected, Recorder

ROOM_BYTES = 65536


@dataclass(slots=True)
class _Connection:
    send: Callable[[bytes], None]
    close: Work
    framer: Framer
    unanswered: int = 0


class Host:
    """An acquirer host.

    Args:
        recorder: the History as this host sees it.
        clock: the bench's clock.
        dialect: the wire format that its terminals speak; ``iso87-ascii`` when not said.
        store: where the books are kept, in memory when not said; what is in there is taken up.
        settings: what it knows and how it treats late batches.

    Everything runs on one thread, the bench's loop.
    """

    def __init__(
        self,
        recorder: Recorder,
        clock: Clock,
        dialect: Dialect | None = None,
        store: Store | None = None,
        settings: HostSettings | None = None,
    ) -> None:
        self._settings = settings or HostSettings()
        self._recorder = recorder
        self._dialect = dialect = dialect or Iso87()
        self._store = store = store or MemoryStore()
        self._turns = Turns()
        self._keeper = Bookkeeper(recorder, clock, store, self._settings, self._turns)
        self._connections: dict[int, _Connection] = {}
        self._ordinals = Ordinals()
        self._waiting: list[Injected] = []
        self._around = Surroundings(
            recorder,
            clock,
            dialect,
            self._keeper,
            self._turns,
            self._line,
            self._undergo,
            self._ended,
        )
        self.on_room: Work = _nothing

    @property
    def books(self) -> Books:
        """The books: to be read, not written."""
        return self._keeper.books

    @property
    def business_date(self) -> date:
        """The host's business date; it moves by ``cutover`` only."""
        return self._keeper.business_date

    def cutover(self, days: int = 1) -> None:
        """The business date goes on by ``days`` now."""
        self._turns.queue(lambda: self._keeper.cutover(days, self._undergo_all))

    def apply(self, injected: Injected) -> None:
        """Undergo an effect outside of a message; one of a message's strikes the next message.

        Raises:
            TypeError: for an effect that no host knows.
        """
        if not isinstance(injected.effect, (effects.MoveDate, *IN_TIME)):
            raise TypeError(f"a host cannot undergo {injected.effect}")
        self._turns.queue(lambda: self._undergo(injected))

    def connect(self, conn: int, send: Callable[[bytes], None], close: Work) -> None:
        """A connection is there: ``send`` gives it bytes, ``close`` hangs up."""
        self._connections[conn] = _Connection(send, close, self._dialect.framer())

    def disconnect(self, conn: int) -> None:
        """It has ended; answers that are still to come for it are dropped."""
        self._connections.pop(conn, None)

    def feed(self, conn: int, data: bytes) -> None:
        """Bytes have come: any number of messages, or a part of one."""
        connection = self._connections.get(conn)
        if connection is None:
            return
        for frame in connection.framer.feed(data):
            connection.unanswered += 1
            self._turns.queue(partial(self._handle, conn, frame))

    def room(self, conn: int) -> int:
        """How many bytes may be fed now; 0 while too many requests of that line wait."""
        connection = self._connections.get(conn)
        full = connection is None or connection.unanswered >= self._settings.unanswered
        return 0 if full else ROOM_BYTES

    def close(self) -> None:
        """Hang up every line and let the books go, with everything in them durable."""
        for conn in list(self._connections):
            self._hang_up(conn)
        self._store.close()

    def _handle(self, conn: int, frame: bytes) -> None:
        if conn not in self._connections:
            return  # it has ended while this message waited: never read, as from a closed socket
        try:
            message = self._dialect.decode(frame)
        except MessageError as error:
            self._malformed(conn, str(error), mask_bytes(frame))
            self._answer_or_hang_up(conn, error.readable, frame)
            return
        if self._dialect.is_request(message.mti):
            self._exchange(conn, message, frame)
            return
        kept = self._dialect.masked(message, frame)
        self._malformed(conn, f"{message.mti} is no request", kept)
        self._hang_up(conn)

    def _exchange(self, conn: int, message: Message, frame: bytes) -> None:
        asked, code = None, ""
        try:
            asked = self._dialect.read(message, frame)
        except FormatError as error:
            code = error.code
            if code == "30":
                self._malformed(conn, str(error), self._dialect.masked(message, frame))
        told = facts(conn, message, asked, self._ordinals)
        exchange = Exchange(self._around, told, message, frame, asked, code)
        waiting, self._waiting = self._waiting, []
        exchange.arrive(waiting)

    def _answer_or_hang_up(self, conn: int, readable: Message | None, frame: bytes) -> None:
        if readable is None:
            self._hang_up(conn)
            return
        told = facts(conn, readable, None, self._ordinals)
        Exchange(self._around, told, readable, mask_bytes(frame), None, "30").arrive([])

    def _malformed(self, conn: int, reason: str, kept: bytes) -> None:
        record = self._recorder.record(Malformed(conn, reason, self._recorder.blob(kept)))
        self._undergo_all(record.injected)

    def _hang_up(self, conn: int) -> None:
        connection = self._connections.pop(conn, None)
        if connection is not None:
            connection.close()

    def _line(self, conn: int) -> Callable[[bytes], None] | None:
        connection = self._connections.get(conn)
        return None if connection is None else connection.send

    def _ended(self, conn: int) -> None:
        connection = self._connections.get(conn)
        if connection is None:
            return
        connection.unanswered -= 1
        if connection.unanswered == self._settings.unanswered - 1:
            self.on_room()

    def _undergo_all(self, effects_: tuple[Injected, ...]) -> None:
        for injected in effects_:
            self._undergo(injected)

    def _undergo(self, injected: Injected) -> None:
        match injected.effect:
            case effects.MoveDate(days):
                self._keeper.cutover(days, self._undergo_all, injected.cause or None)
            case _:
                self._waiting.append(injected)


def _nothing() -> None:
    """Nobody waits for room."""
