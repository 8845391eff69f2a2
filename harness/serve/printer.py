"""The virtual printer by itself: on TCP, on a serial line, or on both."""

from dataclasses import dataclass
from pathlib import Path

from emulators.events import Event
from emulators.faults.nemesis import Nemesis
from emulators.links.ends import PrinterEnd
from emulators.links.epos import EposLink
from emulators.links.link import Device
from emulators.links.pty import PtyLink
from emulators.links.rfc2217 import Rfc2217Link
from emulators.links.tcp import TcpLink
from emulators.links.uart import LineSettings
from emulators.printer.device import Printer
from emulators.printer.events import SlipEnded
from emulators.printer.profiles import Profile
from harness.serve.addresses import Address, check_pty_path
from harness.serve.ground import Ground
from harness.serve.pictures import Pictures
from harness.serve.sharing import NetworkEnd, SerialEnd
from harness.serve.told import slip_lines

KEYS = {
    "load paper": "mend printer.paper_out",
    "take paper out": "fault printer.paper_out@now",
    "open cover": "fault printer.cover_open@now",
    "close cover": "mend printer.cover_open",
    "power off": "fault printer.power_cut@now",
    "power on": "mend printer.power_cut",
}


@dataclass(frozen=True, slots=True)
class PrinterOrder:
    """Which printer, and where: raw TCP, a serial line, ePOS-Print over HTTP, or several.

    ``slips`` is a folder for pictures; None: none are drawn.
    """

    profile: Profile
    listen: Address | None
    pty: Path | None
    slips: Path | None = None
    epos: Address | None = None
    rfc2217: tuple[Address, LineSettings] | None = None


class PrinterStand:
    """A printer with its links. Raises PortError, PtyError, UsageError."""

    keys = KEYS

    def __init__(self, order: PrinterOrder, ground: Ground) -> None:
        self._ground = ground
        blobs = ground.history.blobs
        self._pictures = None if order.slips is None else Pictures(order.slips, blobs)
        if order.pty is not None:
            check_pty_path(order.pty)
        self._printer = Printer(
            ground.history.recorder("printer"),
            ground.clock,
            order.profile,
            pictures=self._pictures is not None or ground.keeps_history,
        )
        ground.end.callback(self._printer.finish)
        serial = SerialEnd(self._printer, ground.clock)
        self._network = self._tcp_link(order, ground, serial)
        self._serial = serial.link = self._pty_link(order, ground, serial)
        self._web = self._epos_link(order, ground)
        self._server = self._rfc2217_link(order, ground)
        self._printer.on_room = self._resume
        self._printer.on_power = self._power
        ground.history.subscribe(self._hear)
        self._attach(ground.nemesis)

    @property
    def _links(self) -> list[TcpLink | PtyLink]:
        links = (self._network, self._serial, self._web, self._server)
        return [link for link in links if link is not None]

    def _tcp_link(self, order: PrinterOrder, ground: Ground, serial: SerialEnd) -> TcpLink | None:
        if order.listen is None:
            return None
        end: Device = NetworkEnd(self._printer, serial) if order.pty else PrinterEnd(self._printer)
        recorder = ground.history.recorder("printer.link")
        address = order.listen
        link = TcpLink(recorder, end, ground.loop, host=address.host, port=address.port)
        ground.end.callback(link.stop)
        return link

    def _pty_link(self, order: PrinterOrder, ground: Ground, serial: SerialEnd) -> PtyLink | None:
        if order.pty is None:
            return None
        end: Device = serial if order.listen else PrinterEnd(self._printer, serial=True)
        name = "printer.serial" if order.listen else "printer.link"
        link = PtyLink(ground.history.recorder(name), end, ground.loop, order.pty)
        ground.end.callback(link.stop)
        return link

    def _epos_link(self, order: PrinterOrder, ground: Ground) -> EposLink | None:
        if order.epos is None:
            return None
        name = "printer.epos" if order.listen or order.pty else "printer.link"
        recorder, at = ground.history.recorder(name), order.epos
        link = EposLink(recorder, self._printer, ground.loop, host=at.host, port=at.port)
        ground.end.callback(link.stop)
        return link

    def _rfc2217_link(self, order: PrinterOrder, ground: Ground) -> Rfc2217Link | None:
        if order.rfc2217 is None:
            return None
        alone = not (order.listen or order.pty or order.epos)
        recorder = ground.history.recorder("printer.link" if alone else "printer.rfc2217")
        at, own = order.rfc2217
        end = PrinterEnd(self._printer, serial=True)
        link = Rfc2217Link(recorder, end, ground.loop, host=at.host, port=at.port, own=own)
        ground.end.callback(link.stop)
        return link

    def _attach(self, nemesis: Nemesis) -> None:
        """Faults of the link strike the network's, when there are two."""
        nemesis.attach("printer", self._printer)
        nemesis.attach("printer.link", self._links[0])

    @property
    def urls(self) -> list[str]:
        """Where the POS finds the printer."""
        return [link.url for link in self._links]

    @property
    def hosts(self) -> list[str]:
        """The network addresses that it listens on."""
        return [link.host for link in self._links if isinstance(link, TcpLink)]

    def listen(self) -> None:
        """Let the POS connect."""
        for link in self._links:
            link.listen()

    def status(self) -> str:
        """Condition, buffer and the slip that is still in the printer."""
        now = self._printer.snapshot()
        state = now.condition
        words = [
            now.profile,
            "online" if state.online else "offline",
            f"paper {state.paper}",
            f"cover {'open' if state.cover_open else 'closed'}",
            f"error {state.error}",
            f"{now.buffered_bytes} bytes wait",
            f"slip {now.slip}: {len(now.slip_text)} lines",
        ]
        return ", ".join(words if state.powered else [now.profile, "no power"])

    def _resume(self) -> None:
        for link in self._links:
            link.resume()

    def _power(self, on: bool) -> None:  # noqa: FBT001  (the printer's callback)
        for link in self._links:
            link.power(on=on)

    def _hear(self, item: Event) -> None:
        if isinstance(item.payload, SlipEnded):
            self._ground.out.say(slip_lines(item.payload))
            self._keep_picture(item.payload)

    def _keep_picture(self, slip: SlipEnded) -> None:
        if self._pictures is None:
            return
        try:
            self._pictures.keep(slip)
        except OSError as error:  # the paper came out all the same
            self._ground.log.say(f"slip {slip.slip} has no picture: {error}")
