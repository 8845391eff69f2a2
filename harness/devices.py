"""The devices of one bench with their links, brought up and down together."""

import asyncio
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from emulators.acquirer.dialects.base import Dialect
from emulators.acquirer.dialects.registry import dialect
from emulators.acquirer.effects import StopHost
from emulators.acquirer.host import Host
from emulators.acquirer.ledger import SqliteStore
from emulators.acquirer.settings import HostSettings
from emulators.acquirer.store import Store
from emulators.clock import Clock
from emulators.effects import Injected
from emulators.faults.nemesis import Nemesis
from emulators.history import History
from emulators.links.ends import HostEnd, PrinterEnd
from emulators.links.epos import EposLink
from emulators.links.link import Device, Link
from emulators.links.pty import PtyLink
from emulators.links.rfc2217 import Rfc2217Link
from emulators.links.tcp import TcpLink
from emulators.printer.device import Printer
from emulators.printer.profiles import profile
from emulators.recorder import Recorder
from emulators.terminal.device import Terminal
from emulators.terminal.settings import TerminalSettings
from harness.config import Config
from harness.pos.launch import Addresses

if TYPE_CHECKING:
    from harness.lab.stand import TapStand


class Wiring(Protocol):
    """What links the devices to the POS, and where the host keeps its books."""

    pictures: bool  # whether the dots of each slip are drawn

    def printer_link(self, recorder: Recorder, printer: Printer) -> Link:
        """The link of a printer."""

    def host_link(self, recorder: Recorder, end: Device, numbers: Iterator[int]) -> Link:
        """A line to the host, or to the payment terminal before it."""

    def books(self, failed: Callable[[], None]) -> Store:
        """The host's books; ``failed`` is called when they cannot be written."""


class Sockets:
    """Sockets and serial lines on the bench's loop, the books in its folder."""

    pictures = True

    def __init__(self, config: Config, folder: Path) -> None:
        self._config, self._folder = config, folder
        self._loop = asyncio.get_running_loop()

    def printer_link(self, recorder: Recorder, printer: Printer) -> Link:
        """TCP, RFC 2217, ePOS-Print over HTTP, or a pty in the bench's folder."""
        if self._config.printer.link == "epos":
            return EposLink(recorder, printer, self._loop)
        if self._config.printer.link == "rfc2217":
            return Rfc2217Link(recorder, PrinterEnd(printer, serial=True), self._loop)
        serial = self._config.printer.link == "pty"
        return self._raw_link(recorder, PrinterEnd(printer, serial=serial), serial=serial)

    def tap_link(self, recorder: Recorder, tap: Device) -> Link:
        """What the POS is connected by to a tap: TCP or a pty."""
        return self._raw_link(recorder, tap, serial=self._config.lab.pos_link == "pty")

    def _raw_link(self, recorder: Recorder, end: Device, *, serial: bool) -> Link:
        if serial:
            path = self._folder / f"tty{recorder.device.partition('.')[0].upper()}"
            return PtyLink(recorder, end, self._loop, path)
        return TcpLink(recorder, end, self._loop)

    def host_link(self, recorder: Recorder, end: Device, numbers: Iterator[int]) -> Link:
        """TCP."""
        return TcpLink(recorder, end, self._loop, keep=False, numbers=numbers)

    def books(self, failed: Callable[[], None]) -> Store:
        """SQLite."""
        path = self._folder / "books.sqlite"
        return SqliteStore(path, self._loop.call_soon_threadsafe, lambda _: failed())


class Stand:
    """A printer at the end of its link. ``name``: printer, or printer2 for the standby."""

    def __init__(
        self, history: History, clock: Clock, config: Config, wiring: Wiring, name: str
    ) -> None:
        self._history, self.name = history, name
        model = profile(config.printer.profile)
        model = model.at_rated_speed() if config.printer.real_speed else model
        self.printer = Printer(history.recorder(name), clock, model, pictures=wiring.pictures)
        self.link = wiring.printer_link(history.recorder(f"{name}.link"), self.printer)
        self.printer.on_room = self.link.resume
        self.printer.on_power = self._power

    async def ready(self) -> None:
        """A virtual printer always is."""

    async def handled(self) -> None:
        """Nobody's hands are needed."""

    def attach(self, nemesis: Nemesis) -> None:
        """Make printer and link strikable, under their names."""
        nemesis.attach(self.name, self.printer)
        nemesis.attach(f"{self.name}.link", self.link)

    async def down(self) -> None:
        """Hang up; what stands on the paper is recorded."""
        self.link.stop()
        self.printer.finish()

    def _power(self, on: bool) -> None:  # noqa: FBT001  (the printer calls it)
        """Its link follows; the cause is that of the change of state just recorded."""
        self.link.power(on=on, cause=self._history.events[-1].cause)


class Devices:
    """Printers and acquirer, each at the end of its link. Made on the bench's loop.

    The standby printer is a printer of its own; the backup line is another way to the same host.
    """

    def __init__(self, history: History, clock: Clock, config: Config, wiring: Wiring) -> None:
        names = ("printer", "printer2") if config.printer.standby else ("printer",)
        make = Stand if config.printer.link != "tap" else _tap_stand()
        self._stands = [make(history, clock, config, wiring, name) for name in names]
        self.printer, self.printer_link = self._stands[0].printer, self._stands[0].link
        self.books = wiring.books(self._books_failed)
        self.host = Host(
            history.recorder("acquirer"), clock, _dialect(config), self.books, _settings(config)
        )
        lines = ("acquirer.link", "acquirer2.link")[: 2 if config.acquirer.backup_line else 1]
        self.terminal = _terminal(history, clock, config, self.host)
        end, numbers = self.terminal or HostEnd(self.host), count(1)
        self._lines = {
            name: wiring.host_link(history.recorder(name), end, numbers) for name in lines
        }
        self.acquirer_link = self._lines["acquirer.link"]
        self.host.on_room(self._host_has_room)
        if self.terminal is None:  # whose line is its own
            self.host.on_state = self._host_power

    def _host_has_room(self) -> None:
        for line in self._lines.values():
            line.resume()

    def _host_power(self, up: bool) -> None:  # noqa: FBT001  (the host calls it)
        for line in self._lines.values():
            line.power(on=up)

    def _books_failed(self) -> None:
        """A host that cannot write its books goes down, as a real one would."""
        self.host.apply(Injected(StopHost(), cause=0))

    @property
    def addresses(self) -> Addresses:
        """Where the POS finds everything."""
        printers = [stand.link.url for stand in self._stands]
        lines = [line.url for line in self._lines.values()]
        return Addresses(printers[0], lines[0], "".join(printers[1:]), "".join(lines[1:]))

    @property
    def owes(self) -> bool:
        """Whether a payment terminal has something to take back at the bank yet."""
        return self.terminal is not None and self.terminal.owes

    async def ready(self) -> None:
        """Wait until every printer can print. Raises TillproofError for a real one that cannot."""
        for stand in self._stands:
            await stand.ready()

    async def handled(self) -> None:
        """Wait until nobody's hands are at a real printer."""
        for stand in self._stands:
            await stand.handled()

    def up(self) -> None:
        """Let the POS connect."""
        for stand in self._stands:
            stand.link.listen()
        for line in self._lines.values():
            line.listen()

    def attach(self, nemesis: Nemesis) -> None:
        """Make them strikable, under their names."""
        for stand in self._stands:
            stand.attach(nemesis)
        nemesis.attach("acquirer", self.host)
        if self.terminal is not None:
            nemesis.attach("terminal", self.terminal)
        for name, line in self._lines.items():
            nemesis.attach(name, line)

    async def down(self) -> None:
        """Stop everything; what stands on the paper is recorded, the books are closed."""
        for line in self._lines.values():
            line.stop()
        for stand in self._stands:
            await stand.down()
        self.books.close()


def _tap_stand() -> "type[TapStand]":
    """What is loaded only where a real printer is."""
    from harness.lab.stand import TapStand  # noqa: PLC0415

    return TapStand


def _terminal(history: History, clock: Clock, config: Config, host: Host) -> Terminal | None:
    """The payment terminal between till and host, on a bench that has one."""
    own = config.acquirer
    if own.link != "zvt":
        return None
    settings = TerminalSettings(own.terminal_id, own.merchant_id, own.currency, own.host_timeout_s)
    return Terminal(history.recorder("terminal"), clock, host, settings)


def _dialect(config: Config) -> Dialect:
    return dialect(config.acquirer.dialect, bytes.fromhex(config.acquirer.terminal_master_key))


def _settings(config: Config) -> HostSettings:
    acquirer = config.acquirer
    return HostSettings(
        terminals=(acquirer.terminal_id,),
        currency=acquirer.currency,
        late_batch=acquirer.late_batch,
    )
