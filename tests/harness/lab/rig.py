"""A tap on a virtual clock, with a virtual printer at the other end of its cable."""

from emulators.clock import VirtualClock
from emulators.effects import Injected
from emulators.events import Event
from emulators.faults.fault import parse_fault
from emulators.faults.nemesis import Nemesis
from emulators.history import History
from emulators.printer.device import Printer
from emulators.printer.events import LineBurnt, SlipEnded
from emulators.printer.profiles import TM_T88V, Profile
from harness.lab.addresses import parse_port
from harness.lab.ports import Port
from harness.lab.tap import Tap


class Cable(Port):
    """A cable without length. ``deaf``: nothing reaches the printer any more."""

    def __init__(self, clock: VirtualClock, profile: Profile) -> None:
        super().__init__(parse_port("socket://192.0.2.1:9100"))
        self._clock = clock
        self.history = History(clock)
        self.printer = Printer(self.history.recorder("printer"), clock, profile)
        self.sent = bytearray()
        self.came = bytearray()
        self.deaf = False
        self._there = True
        self.printer.connect(1, self._answer)

    @property
    def is_open(self) -> bool:
        return self._there

    @property
    def backlog(self) -> int:
        return 0

    async def open(self) -> None:
        self._there = True

    def send(self, data: bytes) -> None:
        self.sent += data
        if not self.deaf:
            self.printer.feed(1, data)

    def close(self) -> None:
        self._there = False

    def _answer(self, data: bytes) -> None:
        self._clock.call_later(0, lambda: self.on_data(data))
        self.came += data


class Line:
    """The POS's end of a connection."""

    def __init__(self, conn: int) -> None:
        self.conn = conn
        self.heard = bytearray()
        self.closed = False

    def send(self, data: bytes) -> None:
        self.heard += data

    def close(self) -> None:
        self.closed = True


class NoLink:
    """Where a link would be: a fault for it can wait."""

    def apply(self, injected: Injected) -> None:
        """Nothing happens."""


class Rig:
    """A tap with connection 1 open."""

    def __init__(self, profile: Profile = TM_T88V) -> None:
        self.clock = VirtualClock()
        self.history = History(self.clock)
        self.nemesis = Nemesis(self.history, self.clock)
        self.cable = Cable(self.clock, profile)
        self.tap = Tap(self.history.recorder("printer"), self.clock, self.cable, profile)
        self.cable.on_data = self.tap.watch.heard
        self.tap.watch.lockstep = lambda: self.nemesis.waiting
        self.nemesis.attach("printer", self.tap)
        self.nemesis.attach("printer.link", NoLink())
        self.lines: dict[int, Line] = {}
        self.connect(1)

    def connect(self, conn: int) -> Line:
        line = self.lines[conn] = Line(conn)
        self.tap.connect(conn, line)
        return line

    def feed(self, data: bytes, conn: int = 1) -> bytes:
        """Bytes from the POS, as there is room for them; what it hears of them."""
        before = len(self.lines[conn].heard)
        while data:
            room = self.tap.room(conn)
            self.tap.feed(conn, data[:room])
            data = data[room:]
            self.clock.advance()
            assert room or not data or self.tap.room(conn), "the tap takes nothing any more"
        return bytes(self.lines[conn].heard[before:])

    def arm(self, spec: str) -> None:
        self.nemesis.arm(parse_fault(spec))

    def of(self, kind: type) -> list[Event]:
        return [item for item in self.history.events if isinstance(item.payload, kind)]

    @property
    def printed(self) -> list[tuple[str, str]]:
        """The lines that the tap knows of, each with how certain it is."""
        return [(item.payload.line_text, item.certainty) for item in self.of(LineBurnt)]

    @property
    def slips(self) -> list[SlipEnded]:
        return [item.payload for item in self.of(SlipEnded)]

    def really(self, kind: type) -> list[Event]:
        """What the printer at the other end recorded itself."""
        return [item for item in self.cable.history.events if isinstance(item.payload, kind)]
