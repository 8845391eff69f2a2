"""The devices of one bench with their links, brought up and down together."""

import asyncio
from pathlib import Path

from emulators.acquirer.host import Host
from emulators.printer.device import Printer

from emulators.clock import RealClock
from emulators.faults.nemesis import Nemesis
from emulators.history import History
from emulators.links.ends import HostEnd, PrinterEnd
from emulators.links.tcp import TcpLink
from emulators.printer.profiles import profile
from harness.config import Config


class Devices:
    """Printer and acquirer, each at the end of its link. Made on the bench's loop."""

    def __init__(self, history: History, clock: RealClock, config: Config, folder: Path) -> None:
        loop = asyncio.get_running_loop()
        model = profile(config.printer.profile)
        self.printer = Printer(history.recorder("printer"), clock, model)
        printer_end = PrinterEnd(self.printer)
        self.printer_link = TcpLink(history.recorder("printer.link"), printer_end, loop)
        printer_end.on_room(self.printer_link.resume)
        self.printer.on_power = lambda on: self.printer_link.power(on=on)
        self.host = Host(history.recorder("acquirer"), clock)
        host_end = HostEnd(self.host)
        self.acquirer_link = TcpLink(history.recorder("acquirer.link"), host_end, loop, keep=False)

    @property
    def printer_url(self) -> str:
        """Where the POS finds the printer."""
        return self.printer_link.url

    @property
    def acquirer_url(self) -> str:
        """Where the POS finds the host."""
        return self.acquirer_link.url

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
