"""The devices of one bench with their links, brought up and down together."""

import asyncio
from pathlib import Path

from emulators.acquirer.dialects.base import Dialect
from emulators.acquirer.dialects.registry import dialect
from emulators.acquirer.effects import StopHost
from emulators.acquirer.host import Host
from emulators.acquirer.ledger import SqliteStore
from emulators.acquirer.settings import HostSettings
from emulators.clock import RealClock
from emulators.faults.nemesis import Nemesis
from emulators.history import History, Injected
from emulators.links.ends import HostEnd, PrinterEnd
from emulators.links.pty import PtyLink
from emulators.links.tcp import TcpLink
from emulators.printer.device import Printer
from emulators.printer.profiles import profile
from harness.config import Config
from harness.pos.launch import Addresses


class Devices:
    """Printer and acquirer, each at the end of its link. Made on the bench's loop."""

    def __init__(self, history: History, clock: RealClock, config: Config, folder: Path) -> None:
        loop = asyncio.get_running_loop()
        self._history = history
        model = profile(config.printer.profile)
        model = model.at_rated_speed() if config.printer.real_speed else model
        self.printer = Printer(history.recorder("printer"), clock, model)
        recorder = history.recorder("printer.link")
        self.printer_link: TcpLink | PtyLink = (
            PtyLink(recorder, PrinterEnd(self.printer, serial=True), loop, folder / "ttyPRINTER")
            if config.printer.link == "pty"
            else TcpLink(recorder, PrinterEnd(self.printer), loop)
        )
        self.printer.on_room = self.printer_link.resume
        self.printer.on_power = self._printer_power
        self.books = SqliteStore(
            folder / "books.sqlite", loop.call_soon_threadsafe, lambda _: self._books_failed()
        )
        self.host = Host(
            history.recorder("acquirer"), clock, _dialect(config), self.books, _settings(config)
        )
        host_end = HostEnd(self.host)
        self.acquirer_link = TcpLink(history.recorder("acquirer.link"), host_end, loop, keep=False)
        self.host.on_room(self.acquirer_link.resume)
        self.host.on_state = lambda up: self.acquirer_link.power(on=up)

    def _printer_power(self, on: bool) -> None:  # noqa: FBT001  (the printer calls it)
        """Its link follows; the cause is that of the change of state just recorded."""
        cause = self._history.events[-1].cause
        self.printer_link.power(on=on, cause=cause)

    def _books_failed(self) -> None:
        """A host that cannot write its books goes down, as a real one would."""
        self.host.apply(Injected(StopHost(), cause=0))

    @property
    def addresses(self) -> Addresses:
        """Where the POS finds everything."""
        return Addresses(self.printer_link.url, self.acquirer_link.url)

    def up(self) -> None:
        """Let the POS connect."""
        self.printer_link.listen()
        self.acquirer_link.listen()

    def attach(self, nemesis: Nemesis) -> None:
        """Make them strikable, under their names."""
        nemesis.attach("printer", self.printer)
        nemesis.attach("printer.link", self.printer_link)
        nemesis.attach("acquirer", self.host)
        nemesis.attach("acquirer.link", self.acquirer_link)

    async def down(self) -> None:
        """Stop everything; what stands on the paper is recorded, the books are closed."""
        self.printer_link.stop()
        self.acquirer_link.stop()
        self.printer.finish()
        self.books.close()


def _dialect(config: Config) -> Dialect:
    return dialect(config.acquirer.dialect, bytes.fromhex(config.acquirer.terminal_master_key))


def _settings(config: Config) -> HostSettings:
    acquirer = config.acquirer
    return HostSettings(
        terminals=(acquirer.terminal_id,),
        currency=acquirer.currency,
        late_batch=acquirer.late_batch,
    )
