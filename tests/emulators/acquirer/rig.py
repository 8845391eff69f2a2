"""A host on a virtual clock, with what it recorded and answered as short lines."""

from emulators.acquirer.dialects.base import Dialect, Message
from emulators.acquirer.dialects.framing import LengthFramer
from emulators.acquirer.events import (
    BooksBatch,
    BooksEntry,
    Cutover,
    HostState,
    Malformed,
    Moment,
    Request,
    Response,
)
from emulators.acquirer.host import Host
from emulators.acquirer.settings import HostSettings
from emulators.acquirer.store import MemoryStore, Store
from emulators.clock import VirtualClock
from emulators.events import Payload
from emulators.faults.fault import parse_fault
from emulators.faults.nemesis import Nemesis
from emulators.history import History
from tests.emulators.acquirer.till import DIALECT


class Rig:
    """Feeds a host and keeps what came of it."""

    def __init__(
        self,
        settings: HostSettings | None = None,
        store: Store | None = None,
        dialect: Dialect = DIALECT,
        most_kept: int | None = None,
    ) -> None:
        self.dialect = dialect
        self.clock = VirtualClock()
        self.history = History(self.clock, most_kept=most_kept)
        self.nemesis = Nemesis(self.history, self.clock)
        self.store = store or MemoryStore()
        recorder = self.history.recorder("acquirer")
        self.host = Host(recorder, self.clock, dialect, self.store, settings)
        self.nemesis.attach("acquirer", self.host)
        self.answers: list[tuple[int, Message]] = []
        self.raw: list[bytes] = []
        self.closed: list[int] = []
        self._told = 0
        self._framers: dict[int, LengthFramer] = {}
        self.connect(1)

    def connect(self, conn: int) -> None:
        framer = self._framers[conn] = LengthFramer()

        def send(data: bytes) -> None:
            self.raw.append(data)
            for frame in framer.feed(data):
                self.answers.append((conn, self.dialect.decode(frame)))

        self.host.connect(conn, send, lambda: self.closed.append(conn))

    def ask(self, data: bytes, conn: int = 1) -> Message | None:
        """The answer to one message; None when there is none (yet)."""
        before = len(self.answers)
        self.host.feed(conn, data)
        came = [message for to, message in self.answers[before:] if to == conn]
        assert len(came) <= 1
        return came[0] if came else None

    def code(self, data: bytes, conn: int = 1) -> str:
        """The response code; 'none' when there is no answer."""
        answer = self.ask(data, conn)
        return "none" if answer is None else answer.get(39)

    def rrn(self, data: bytes) -> str:
        """The retrieval reference of an answer that has to be 00."""
        answer = self.ask(data)
        assert answer is not None
        assert answer.get(39) == "00"
        return answer.get(37)

    def arm(self, fault: str) -> None:
        self.nemesis.arm(parse_fault(fault))

    def story(self) -> list[str]:
        """The host's own events since the last call, a line each."""
        fresh = self.history.events[self._told :]
        self._told = len(self.history.events)
        return [_line(item.payload) for item in fresh if item.device == "acquirer"]


def kept(history: History, payload: Request | Response) -> bytes:
    """The bytes of a message as they are kept."""
    return bytes.fromhex(payload.data_hex) or history.blobs.get(payload.blob)


def _line(payload: Payload) -> str:
    kind = payload.kind
    match payload:
        case BooksEntry(trace=trace, amount_minor=amount_minor, side=side):
            return f"{kind} {payload.key()} {trace} {amount_minor} {side}"
        case BooksBatch(batch=batch, state=state, how=how):
            return f"{kind} {batch} {state} by {how}"
        case Malformed(reason=reason):
            return f"{kind} {reason}"
        case Cutover(business_date=date):
            return f"{kind} {date}"
        case HostState(up=up):
            return f"{kind} {'up' if up else 'down'}"
        case Moment(moment=moment, code=code):
            what = f" {moment}" if kind == "host.dropped" else ""
            return f"{kind}{what} {payload.key()} {code}".rstrip()
    raise AssertionError(payload)
