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
from harness.lab.ports import Port, make_port
from harness.lab.seats import Seat, Taken, seats_of, take_seat
from harness.lab.tap import Tap


class TapStand:
    """``name``: printer, or printer2 for the standby."""

    def __init__(
        self, history: History, clock: Clock, config: Config, wiring: Wiring, name: str
    ) -> None:
        if not isinstance(wiring, Sockets):
            raise UsageError("a real printer has no virtual time: leave out --in-process")
        self.name, self._lab = name, config.lab
        self._seats = _seats(config, name)
        self._taken: Taken | None = None
        model = profile(config.printer.profile)
        self.printer = Tap(history.recorder(name), clock, self._port(self._seats[0]), model)
        self.link = wiring.tap_link(history.recorder(f"{name}.link"), self.printer)
        self.printer.on_room = self.link.resume
        workshop, watch = self.printer.workshop, self.printer.watch
        workshop.proof = config.lab.proof
        workshop.on_power = lambda on, cause: self.link.power(on=on, cause=cause)
        watch.poll_s = config.lab.poll_s
        watch.questions.patience_s = config.lab.answers_within_s

    async def ready(self) -> None:
        """The printer is there, ours, and can print. Raises TillproofError: what to do."""
        self._taken = await take_seat(self._seats)
        seat = self._taken.seat
        self.printer.port = self._port(seat)
        names = {"port": seat.port, "printer": self.name, "place": seat.place}
        self.printer.workshop.hands = hands_of(self._lab, names)
        await self.printer.workshop.ready()

    def _port(self, seat: Seat) -> Port:
        return make_port(parse_port(seat.port), asyncio.get_running_loop())

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
        if self._taken is not None:
            self._taken.let_go()


def _seats(config: Config, name: str) -> list[Seat]:
    """The printers that it may be: the standby is the one that is configured."""
    if name == "printer":
        return seats_of(config.printer.port)
    return [Seat(config.printer.standby_port)]
