"""A History's wires, read as it grows."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from emulators.acquirer.inspector import element_names
from emulators.blobs import Blobs
from emulators.errors import HistoryError
from emulators.events import Event
from emulators.links.events import Sent
from emulators.printer.events import Replied
from harness.checks.views.settings import settings
from harness.reports.wires.host_line import HostLine
from harness.reports.wires.message import WireMessage
from harness.reports.wires.printer_line import PrinterLine


class WireLog:
    """The latest messages of every wire, at most ``most`` of them; fed with events in order."""

    def __init__(self, blobs: Blobs, dialect: str, currency: int, most: int | None = None) -> None:
        self._blobs = blobs
        self._host = HostLine(element_names(dialect), currency)
        self._printers: dict[str, PrinterLine] = {}
        self._messages: deque[WireMessage] = deque(maxlen=most)

    def feed(self, event: Event) -> None:
        """Take in the next event."""
        self._messages.extend(self._told(event))

    def messages(self) -> Sequence[WireMessage]:
        """What is known by now, the earliest first."""
        for line in self._printers.values():
            self._messages.extend(line.flush())
        return sorted(self._messages, key=lambda one: one.seq)

    def _told(self, event: Event) -> Iterable[WireMessage]:
        match event.payload:
            case Sent() as sent if sent.data_hex or sent.blob:
                return self._printer(event.device.removesuffix(".link")).sent(event, sent)
            case Replied() as reply:
                return self._printer(event.device).replied(event, reply)
            case _:
                message = self._host.message(event)
                return () if message is None else (message,)

    def _printer(self, device: str) -> PrinterLine:
        if device not in self._printers:
            self._printers[device] = PrinterLine(device, self._content)
        return self._printers[device]

    def _content(self, sent: Sent) -> bytes:
        """Zeros in place of what is missing: every offset behind it stays true."""
        if sent.data_hex:
            return bytes.fromhex(sent.data_hex)
        try:
            return self._blobs.get(sent.blob)
        except HistoryError:
            return bytes(sent.sent_bytes)


def wire_log(events: Sequence[Event], blobs: Blobs) -> Iterator[WireMessage]:
    """Every message of a whole History."""
    acquirer = settings(events).acquirer
    log = WireLog(blobs, acquirer.dialect, acquirer.currency)
    for event in events:
        log.feed(event)
    yield from log.messages()
