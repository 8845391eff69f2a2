"""A real printer on a bench, at the end of a link of ours: stands where a virtual one would."""

import asyncio

from emulators.clock import Clock
from emulators.errors import UsageError
from emulators.faults.nemesis import Nemesis
from emulators.history import History
from emulators.printer.profiles import profile
from harness.config import Config
from harness.devices import Sockets, Wiring
from harness.lab.addresses import parse_port
from harness.lab.hands import hands_of
from harness.lab.ports import make_port
from harness.lab.tap import Tap


class TapStand:
    """``name``: printer, or printer2 for the standby."""

    def __init__(
        self, history: History, clock: Clock, config: Config, wiring: Wiring, name: str
    ) -> None:
        if not isinstance(wiring, Sockets):
            raise UsageError("a real printer has no virtual time: leave out --in-process")
        self._history, self.name = history, name
        written = config.printer.port if name == "printer" else config.printer.standby_port
        address = parse_port(written)
        port = make_port(address, asyncio.get_running_loop())
        model = profile(config.printer.profile)
        self.printer = Tap(history.recorder(name), clock, port, model)
        self.link = wiring.tap_link(history.recorder(f"{name}.link"), self.printer)
        self.printer.on_room = self.link.resume
        workshop, watch = self.printer.workshop, self.printer.watch
        workshop.hands = hands_of(config.lab, {"port": str(address), "printer": name})
        workshop.proof = config.lab.proof
        workshop.on_power = lambda on, cause: self.link.power(on=on, cause=cause)
        watch.poll_s = config.lab.poll_s
        watch.questions.patience_s = config.lab.answers_within_s

    async def ready(self) -> None:
        """The printer is there and can print. Raises TillproofError that says what to do."""
        await self.printer.workshop.ready()

    async def handled(self) -> None:
        """Nobody's hands are at the printer."""
        await self.printer.workshop.handled()

    def attach(self, nemesis: Nemesis) -> None:
        """Make it strikable; while anything waits for its moment, it goes step by step."""
        nemesis.attach(self.name, self.printer)
        nemesis.attach(f"{self.name}.link", self.link)
        self.printer.watch.lockstep = lambda: nemesis.waiting

    async def down(self) -> None:
        """Hang up the POS, then let go of the printer."""
        self.link.stop()
        await self.printer.workshop.close()
        self.printer.finish()
