"""What every link does: it counts, records and delivers; it splits where a trigger wants to strike.

``Link`` is the part without sockets. A subclass opens them: ``tcp.TcpLink``, ``pty.PtyLink``.
The order at each arrival is: ``link.sent`` (as the POS sent it), then for each span up to the next
threshold the device gets the bytes and ``link.delivered`` says so; the Directive of that record is
obeyed before the next span.
"""

from abc import ABC, abstractmethod
from typing import Protocol

from emulators.history import Directive, Injected, Recorder
from emulators.links import effects
from emulators.links.events import Answered, Closed, Delivered, LinkState, Opened, Sent
from emulators.masking import mask_bytes

INLINE_BYTES = 512


class Line(Protocol):
    """One connection, as the device sees it."""

    def send(self, data: bytes) -> None:
        """Bytes to the POS; nothing happens when the connection has ended."""

    def close(self) -> None:
        """Hang up from the device's side."""


class Device(Protocol):
    """What is at the far end of a link."""

    def connect(self, conn: int, line: Line) -> None:
        """A connection is there."""

    def disconnect(self, conn: int) -> None:
        """It has ended."""

    def feed(self, conn: int, data: bytes) -> None:
        """Bytes have come."""

    def room(self, conn: int) -> int:
        """How many bytes may be fed now; the link reads no more until ``on_room`` is called."""


class Link(ABC):
    """A link without its sockets.

    Args:
        recorder: the History for this link's name (``printer.link``).
        device: what is at the far end.
        keep: whether the bytes sent are kept. Off for host lines: those messages are kept, masked,
            by the host, since a card number may be split over two segments here.
    """

    def __init__(self, recorder: Recorder, device: Device, *, keep: bool = True) -> None:
        self._recorder = recorder
        self._device = device
        self._keep = keep
        self._conns = 0
        self._sent: dict[int, int] = {}
        self._delivered = 0
        self._cable_in = True
        self._powered = True

    @property
    def up(self) -> bool:
        """Whether the POS can connect."""
        return self._cable_in and self._powered

    def apply(self, injected: Injected) -> None:
        """Undergo an effect. Raises TypeError for one that no link knows."""
        match injected.effect:
            case effects.GoDown():
                self._set(cable_in=False, powered=self._powered, cause=injected.cause)
            case effects.ComeUp():
                self._set(cable_in=True, powered=self._powered, cause=injected.cause)
            case effects.Reset():
                self.hang_up("fault", injected.cause)
            case _:
                raise TypeError(f"a link cannot undergo {injected.effect}")

    def power(self, *, on: bool, cause: int | None = None) -> None:
        """The device at the far end has lost its power, or has it again."""
        self._set(cable_in=self._cable_in, powered=on, cause=cause)

    def _set(self, *, cable_in: bool, powered: bool, cause: int | None) -> None:
        before = self.up
        self._cable_in, self._powered = cable_in, powered
        if self.up == before:
            return
        if self.up:
            self.listen()
        else:
            self.refuse()
            self.hang_up("fault", cause)
        state = LinkState("up" if self.up else "down")
        self._obey(self._recorder.record(state, cause=cause))

    def _obey(self, directive: Directive) -> None:
        for injected in directive.injected:
            self.apply(injected)

    def opened(self, line: Line) -> int:
        """A connection has been taken: number it, record it, tell the device."""
        self._conns += 1
        conn = self._conns
        self._sent[conn] = 0
        self._obey(self._recorder.record(Opened(conn)))
        if conn in self._sent:
            self._device.connect(conn, line)
        return conn

    def closed(self, conn: int, by: str, how: str, cause: int | None = None) -> None:
        """A connection has ended: record it once, tell the device."""
        if self._sent.pop(conn, None) is None:
            return
        self._device.disconnect(conn)
        self._obey(self._recorder.record(Closed(conn, by, how), cause=cause))

    def arrived(self, conn: int, data: bytes) -> None:
        """Bytes from the POS: record them, deliver them, split at thresholds."""
        first = self._sent[conn]
        self._sent[conn] += len(data)
        self._obey(self._recorder.record(self._sent_event(conn, first, data)))
        while data and conn in self._sent:
            span = self._recorder.threshold("byte") or len(data)
            data = self._deliver(conn, data[:span], data[span:])

    def _sent_event(self, conn: int, first: int, data: bytes) -> Sent:
        if not self._keep:
            return Sent(conn, first, len(data))
        kept = mask_bytes(data)
        if len(kept) <= INLINE_BYTES:
            return Sent(conn, first, len(data), data_hex=kept.hex())
        return Sent(conn, first, len(data), blob=self._recorder.blob(kept))

    def _deliver(self, conn: int, span: bytes, rest: bytes) -> bytes:
        first = self._delivered
        self._delivered += len(span)
        self._device.feed(conn, span)
        self._obey(self._recorder.record(Delivered(conn, first, len(span))))
        return rest

    def answered(self, conn: int, count: int) -> None:
        """Bytes have gone back to the POS."""
        if conn in self._sent:
            self._obey(self._recorder.record(Answered(conn, count)))

    @abstractmethod
    def listen(self) -> None:
        """Let the POS connect."""

    @abstractmethod
    def refuse(self) -> None:
        """Let nobody connect."""

    @abstractmethod
    def hang_up(self, by: str, cause: int | None = None) -> None:
        """End every connection at once."""
