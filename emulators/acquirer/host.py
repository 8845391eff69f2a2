"""The acquirer host, put together: connections in, exchanges and books behind.

Sans-IO: a link hands it lines and bytes, a clock the time, a store the durability.
"""

from collections.abc import Callable
from datetime import date
from functools import partial

from emulators.acquirer import effects
from emulators.acquirer.bookkeeper import Bookkeeper
from emulators.acquirer.books import Books
from emulators.acquirer.dialects.base import Dialect, FormatError, Message, MessageError
from emulators.acquirer.dialects.iso87 import Iso87
from emulators.acquirer.events import Accepted, HostState, Malformed
from emulators.acquirer.exchange import Exchange
from emulators.acquirer.fate import IN_TIME
from emulators.acquirer.lines import Lines
from emulators.acquirer.moments import Ordinals, facts
from emulators.acquirer.passage import Passage, Surroundings
from emulators.acquirer.settings import HostSettings
from emulators.acquirer.short_way import ShortWay
from emulators.acquirer.standing import Standing
from emulators.acquirer.store import MemoryStore, Store
from emulators.acquirer.turns import Turns, Work
from emulators.clock import Clock
from emulators.effects import Effect, Injected
from emulators.recorder import Recorder


class Host:
    """An acquirer host.

    Args:
        recorder: the History as this host sees it.
        clock: the bench's clock.
        dialect: the wire format that its terminals speak; ``iso87-ascii`` when not said.
        store: where the books are kept, in memory when not said; what is in there is taken up.
        settings: what it knows and how it treats late batches.

    Everything runs on one thread, the bench's loop. ``on_state`` is
    called with whether the host process is up, when that changes.
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
        self._lines = Lines(self._settings.unanswered)
        self.room = self._lines.room  # how many bytes of a connection may be fed now
        self._ordinals = Ordinals()
        self._waiting: list[Injected] = []
        self._around = Surroundings(
            recorder,
            clock,
            dialect,
            self._keeper,
            self._turns,
            Standing(),
            self._lines.sender,
            self._undergo,
            self._lines.ended,
            self._lines.hang_up,
        )
        self._short_way = ShortWay(self._around)
        self._up = True
        self.on_state: Callable[[bool], None] = _unheard

    @property
    def books(self) -> Books:
        """The books: to be read, not written."""
        return self._keeper.books

    @property
    def business_date(self) -> date:
        """The host's business date; it moves by ``cutover`` only."""
        return self._keeper.business_date

    @property
    def up(self) -> bool:
        """Whether the host process runs."""
        return self._up

    @property
    def dialect(self) -> str:
        """The name of the wire format that its terminals speak."""
        return self._dialect.name

    def cutover(self, days: int = 1) -> None:
        """The business date goes on by ``days`` now."""
        self._turns.queue(lambda: self._keeper.cutover(days, self._undergo_all))

    def apply(self, injected: Injected) -> None:
        """Undergo an effect outside of a message; one of a message's strikes the next message.

        Raises:
            TypeError: for an effect that no host knows.
        """
        if not isinstance(injected.effect, _KNOWN):
            raise TypeError(f"a host cannot undergo {injected.effect}")
        self._turns.queue(lambda: self._undergo(injected))

    def why_not(self, effect: Effect) -> str:
        """Why no terminal of this host can undergo that, in a sentence; '' when they can."""
        if isinstance(effect, effects.SpoilMac | effects.ExpireKeys) and not self._dialect.has_keys:
            return f"{self.dialect} has neither keys nor message authentication: unionpay has"
        return ""

    def connect(self, conn: int, send: Callable[[bytes], None], close: Work) -> None:
        """A connection is there: ``send`` gives it bytes, ``close`` hangs up."""
        if not self._up:
            close()
            return
        self._lines.open(conn, send, close, self._dialect.framer(send))
        if self._recorder.threshold("accepted") is not None:
            self._turns.queue(lambda: self._accepted(conn))

    def disconnect(self, conn: int) -> None:
        """It has ended; answers that are still to come for it are dropped."""
        self._lines.forget(conn)

    def feed(self, conn: int, data: bytes) -> None:
        """Bytes have come: any number of messages, or a part of one."""
        frames = self._lines.frames(conn, data)
        if len(frames) == 1 and not self._turns.busy:  # the usual case
            self._turns.resume(self._read, conn, frames[0])
        else:
            self._turns.queue(*[partial(self._handle, conn, frame) for frame in frames])

    def on_room(self, resume: Work) -> None:
        """Call ``resume`` when a line has room again."""
        self._lines.on_room = resume

    def close(self) -> None:
        """Hang up every line and let the books go, with everything in them durable."""
        self._lines.hang_up_all()
        self._store.close()

    def _accepted(self, conn: int) -> None:
        for injected in self._recorder.record(Accepted(conn)).injected:
            if isinstance(injected.effect, effects.HangUp):
                self._lines.hang_up(conn)
            else:
                self._undergo(injected)

    def _handle(self, conn: int, frame: bytes) -> None:
        if conn in self._lines:  # else it has ended while this message waited: never read
            self._read(conn, frame)

    def _read(self, conn: int, frame: bytes) -> None:
        try:
            message = self._dialect.decode(frame)
        except MessageError as error:
            self._malformed(conn, str(error), self._dialect.masked_unread(frame))
            self._answer_or_hang_up(conn, error.readable, frame)
            return
        if self._dialect.is_request(message.mti):
            self._exchange(conn, message, frame)
            return
        kept = self._dialect.masked(message, frame)
        self._malformed(conn, f"{message.mti} is no request", kept)
        self._lines.hang_up(conn)

    def _exchange(self, conn: int, message: Message, frame: bytes) -> None:
        asked, code = None, ""
        try:
            asked = self._dialect.read(message, frame)
        except FormatError as error:
            code = error.code
            if code == "30":
                self._malformed(conn, str(error), self._dialect.masked(message, frame))
        told = facts(conn, message, asked, self._ordinals)
        if asked is not None and not self._waiting and self._short_way.is_open(asked):
            self._short_way.arrive(told, message, frame, asked)
            return
        waiting, self._waiting = self._waiting, []
        Exchange(Passage(self._around, told), message, frame, asked, code).arrive(waiting)

    def _answer_or_hang_up(self, conn: int, readable: Message | None, frame: bytes) -> None:
        if readable is None:
            self._lines.hang_up(conn)
            return
        told = facts(conn, readable, None, self._ordinals)
        passage = Passage(self._around, told)
        Exchange(passage, readable, self._dialect.masked_unread(frame), None, "30").arrive([])

    def _malformed(self, conn: int, reason: str, kept: bytes) -> None:
        record = self._recorder.record(Malformed(conn, reason, self._recorder.blob(kept)))
        self._undergo_all(record.injected)

    def _undergo_all(self, effects_: tuple[Injected, ...]) -> None:
        for injected in effects_:
            self._undergo(injected)

    def _undergo(self, injected: Injected) -> None:
        match injected.effect:
            case effects.MoveDate(days):
                self._keeper.cutover(days, self._undergo_all, injected.cause or None)
            case effects.StopHost():
                self._set_up(up=False, cause=injected.cause)
            case effects.StartHost():
                self._set_up(up=True, cause=injected.cause)
            case _ if not self._around.standing.take(injected):
                self._waiting.append(injected)

    def _set_up(self, *, up: bool, cause: int) -> None:
        """The process goes, and its lines with it; or it is back with its books."""
        if self._up is up:
            return
        self._up = up
        self._lines.hang_up_all()
        self.on_state(up)
        self._undergo_all(self._recorder.record(HostState(up), cause=cause).injected)


_KNOWN = (
    effects.MoveDate,
    effects.LoseReversals,
    effects.StopHost,
    effects.StartHost,
    *IN_TIME,
)


def _unheard(up: bool) -> None:  # noqa: FBT001
    """Nobody asked to be told whether the host is up."""
    del up
