"""One printer, two interfaces: whose turn it is. Under the virtual clock, without sockets."""

from dataclasses import dataclass, field

import pytest

from emulators.clock import VirtualClock
from emulators.effects import Injected
from emulators.history import History
from emulators.printer.device import Printer
from emulators.printer.effects import EndPaper, LoadPaper
from emulators.printer.events import LineBurnt
from emulators.printer.profiles import GENERIC_58, TM_T88V, Profile
from harness.serve.sharing import IDLE_S, NetworkEnd, SerialEnd


@dataclass
class Line:
    """One connection, as the printer sees it."""

    got: bytearray = field(default_factory=bytearray)
    closed: bool = False

    def send(self, data: bytes) -> None:
        self.got += data

    def close(self) -> None:
        self.closed = True


class Rig:
    """A printer with both interfaces; the serial line is there and nobody has it open."""

    def __init__(self, profile: Profile = TM_T88V) -> None:
        self.clock = VirtualClock()
        self.history = History(self.clock)
        self.printer = Printer(self.history.recorder("printer"), self.clock, profile)
        self.serial = SerialEnd(self.printer, self.clock)
        self.network = NetworkEnd(self.printer, self.serial)
        self.wire = Line()
        self.serial.connect(1, self.wire)

    def type(self, data: bytes) -> None:
        """Bytes over the serial line."""
        self.serial.feed(1, data)
        self.clock.advance()

    @property
    def printed(self) -> list[str]:
        return [line.line_text for _, line in self.history.of(LineBurnt)]


@pytest.fixture
def rig() -> Rig:
    return Rig()


def test_a_serial_line_that_nobody_uses_is_in_nobody_s_way(rig: Rig) -> None:
    rig.network.connect(1, Line())
    assert rig.network.room(1)
    rig.network.feed(1, b"network\n")
    rig.clock.advance()
    assert rig.printed == ["network"]


def test_the_serial_line_is_not_read_while_the_network_prints(rig: Rig) -> None:
    assert rig.serial.room(1)
    rig.network.connect(1, Line())
    assert rig.serial.room(1) == 0
    rig.network.disconnect(1)
    assert rig.serial.room(1)


def test_the_network_waits_until_the_serial_line_has_been_idle(rig: Rig) -> None:
    rig.type(b"serial\n")
    rig.network.connect(1, Line())
    rig.clock.advance(IDLE_S / 2)
    assert rig.network.room(1) == 0
    rig.clock.advance(IDLE_S)
    assert rig.network.room(1)
    assert rig.printed == ["serial"]


def test_answers_go_to_the_interface_that_asked(rig: Rig) -> None:
    other = Line()
    rig.type(b"\x10\x04\x01")
    rig.network.connect(1, other)
    assert (len(rig.wire.got), len(other.got)) == (1, 0)


def test_bytes_that_wait_for_paper_keep_the_turn(rig: Rig) -> None:
    rig.printer.apply(Injected(EndPaper(), 1))
    rig.type(b"serial\n")
    rig.network.connect(1, Line())
    rig.clock.advance(10 * IDLE_S)
    assert rig.network.room(1) == 0
    rig.printer.apply(Injected(LoadPaper(), 2))
    rig.clock.advance(IDLE_S)
    assert rig.network.room(1)
    assert rig.printed == ["serial"]


def test_a_model_for_one_connection_hangs_up_on_the_network_only_while_the_line_is_in_use() -> None:
    rig = Rig(GENERIC_58)
    early, late = Line(), Line()
    rig.type(b"serial\n")
    rig.network.connect(1, early)
    rig.clock.advance(IDLE_S)
    rig.network.connect(2, late)
    assert (early.closed, late.closed) == (True, False)
