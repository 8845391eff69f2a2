"""A payment terminal between a till of the test's own and a host, in virtual time."""

from emulators.acquirer.host import Host
from emulators.clock import VirtualClock
from emulators.faults.fault import parse_fault
from emulators.faults.nemesis import Nemesis
from emulators.history import History
from emulators.terminal.apdu import CONTAINER, Apdu, Framer, fields_of, objects_of
from emulators.terminal.device import Terminal
from emulators.terminal.settings import TerminalSettings

REGISTER = "0600 000000 8E"
PAY_1250 = "0601 04 000000001250 49 0156 0E 3012 22 F0F8 4111111111111111"
REPEAT = "0620 000000"
END_OF_DAY = "0650 000000"


class _Line:
    def __init__(self, rig: "Rig", conn: int) -> None:
        self.rig, self.conn = rig, conn

    def send(self, data: bytes) -> None:
        self.rig.heard += [_text(unit) for unit in self.rig.framer.feed(data)]

    def close(self) -> None:
        self.rig.closed = True
        self.rig.terminal.disconnect(self.conn)


class Rig:
    """The till on connection 1. ``heard``: what the terminal said, in words."""

    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.history = History(self.clock)
        self.nemesis = Nemesis(self.history, self.clock)
        self.host = Host(self.history.recorder("acquirer"), self.clock)
        settings = TerminalSettings()
        self.terminal = Terminal(self.history.recorder("terminal"), self.clock, self.host, settings)
        self.nemesis.attach("acquirer", self.host)
        self.nemesis.attach("terminal", self.terminal)
        self.heard: list[str] = []
        self.closed = False
        self.connect()

    def connect(self) -> None:
        self.framer = Framer()
        self.closed = False
        self.terminal.connect(1, _Line(self, 1))

    def arm(self, fault: str) -> None:
        self.nemesis.arm(parse_fault(fault))

    def send(self, text: str) -> list[str]:
        """A command in hexadecimal, then an acknowledgement for whatever comes, to the end."""
        self.begin(text)
        seen = 1
        self.settle()
        while len(self.heard) > seen and not self.closed:
            seen = len(self.heard)
            self.terminal.feed(1, bytes.fromhex("800000"))
            self.settle()
        return self.heard

    def begin(self, text: str) -> None:
        """A command in hexadecimal; what comes is not acknowledged."""
        self.heard = []
        data = bytes.fromhex(text)
        self.terminal.feed(1, Apdu(int.from_bytes(data[:2], "big"), data[2:]).encode())

    def settle(self) -> None:
        """Let what is due happen: the books are committed, answers come."""
        self.clock.advance(0.01)

    def pay(self) -> list[str]:
        self.send(REGISTER)
        return self.send(PAY_1250)

    @property
    def charged_minor(self) -> int:
        """What the books hold for the terminal: debits less credits."""
        totals = self.host.books.balance("TP000001")
        return totals.debits_minor - totals.credits_minor


def _text(unit: Apdu) -> str:
    if unit.kind == 0x06D1:
        return unit.data[1:].decode("ascii").strip()
    if unit.kind == 0x06D3:
        objects = dict(objects_of(fields_of(unit.data)[CONTAINER]))
        lines = [text.decode("ascii") for tag, text in objects_of(objects[0x25]) if tag == 0x07]
        return f"06D3 {objects[0x1F07].hex()} {' | '.join(line.strip() for line in lines)}"
    return f"{unit.kind:04X} {unit.data.hex().upper()}".strip()
