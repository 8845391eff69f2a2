"""A printer on a virtual clock, driven by bytes and by hand; what it did is there to compare."""

from typing import TypeVar

from emulators.clock import VirtualClock
from emulators.effects import Effect, Injected
from emulators.events import Payload
from emulators.faults.fault import parse_fault
from emulators.faults.nemesis import Nemesis
from emulators.history import History
from emulators.printer.device import Printer
from emulators.printer.events import LineBurnt, SlipEnded
from emulators.printer.profiles import TM_T88V, Profile

P = TypeVar("P", bound=Payload)


class Rig:
    """One printer with connection 1 open. Every step runs the clock until nothing is left to do."""

    def __init__(self, profile: Profile = TM_T88V, *, roll_mm: float | None = None) -> None:
        self.clock = VirtualClock()
        self.history = History(self.clock)
        self.nemesis = Nemesis(self.history, self.clock)
        recorder = self.history.recorder("printer")
        self.power: list[bool] = []
        self.printer = Printer(recorder, self.clock, profile, roll_mm=roll_mm)
        self.printer.on_power = self.power.append
        self.nemesis.attach("printer", self.printer)
        self.sent: dict[int, bytearray] = {}
        self.connect(1)

    def connect(self, conn: int) -> bool:
        """A connection comes."""
        self.sent[conn] = bytearray()
        taken = self.printer.connect(conn, self.sent[conn].extend)
        self.clock.advance()
        return taken

    def feed(self, data: bytes, conn: int = 1) -> bytes:
        """Bytes arrive; says what was answered to them."""
        before = len(self.sent[conn])
        self.printer.feed(conn, data)
        self.clock.advance()
        return bytes(self.sent[conn][before:])

    def pour(self, data: bytes, conn: int = 1) -> bytes:
        """Bytes arrive as there is room for them; says what found none."""
        while data and (room := self.printer.room(conn)):
            self.feed(data[:room], conn)
            data = data[room:]
        return data

    def undergo(self, effect: Effect, cause: int = 0) -> None:
        """The operator's hand."""
        self.printer.apply(Injected(effect, cause))
        self.clock.advance()

    def arm(self, spec: str) -> None:
        """Arm a fault."""
        self.nemesis.arm(parse_fault(spec))
        self.clock.advance()

    def mend(self) -> None:
        """Put every standing fault right."""
        self.nemesis.mend()
        self.clock.advance()

    def of(self, kind: type[P]) -> list[P]:
        """The payloads of one kind."""
        return [payload for _, payload in self.history.of(kind)]

    @property
    def lines(self) -> list[str]:
        """The lines that were burnt."""
        return [line.line_text for line in self.of(LineBurnt)]

    @property
    def slips(self) -> list[SlipEnded]:
        """The slips that have ended."""
        return self.of(SlipEnded)

    def kinds(self) -> list[str]:
        """The kinds of every event that the printer recorded, in order."""
        return [item.kind for item in self.history.events if item.device == "printer"]
