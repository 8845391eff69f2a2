"""What every link does: it counts, records and delivers; it splits where a trigger wants to strike.

``Link`` is the part without sockets. A subclass opens them: ``tcp.TcpLink``, ``pty.PtyLink``.
The order at each arrival is: ``link.sent`` (as the POS sent it), then for each span up to the next
threshold the device gets the bytes and ``link.delivered`` says so; the Directive of that record is
obeyed before the next span. Between the two lies the ``Wire``, which is where a bad line spoils it.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from functools import partial
from itertools import count
from typing import ClassVar, Protocol

from emulators.blobs import INLINE_BYTES
from emulators.effects import Directive, Effect, Injected
from emulators.events import Payload
from emulators.links import effects
from emulators.links.events import (
    Altered,
    Answered,
    Closed,
    Delivered,
    LinkState,
    Lost,
    Opened,
    Sent,
)
from emulators.links.impairments.base import DOWNSTREAM, UPSTREAM, Flow, Impair, Restore
from emulators.links.impairments.cutters import messages
from emulators.links.impairments.serial_settings import SerialMismatch
from emulators.links.wire import Wire
from emulators.masking import mask_bytes
from emulators.recorder import Recorder


class Line(Protocol):
    """One connection, as the device sees it; its number is the link's."""

    conn: int

    def send(self, data: bytes) -> None:
        """Bytes to the POS; nothing happens when the connection has ended."""

    def close(self) -> None:
        """Hang up from the device's side."""


class Device(Protocol):
    """What is at the far end of a link. One may say with ``messages`` how it tells these apart."""

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
        numbers: what connections are numbered by; two lines to one device share it.
        keep: whether the bytes sent are kept. Off for host lines: those messages are kept, masked,
            by the host, since a card number may be split over two segments here.
    """

    kind: ClassVar[str] = ""  # tcp or serial

    def __init__(
        self,
        recorder: Recorder,
        device: Device,
        *,
        keep: bool = True,
        numbers: Iterator[int] | None = None,
    ) -> None:
        self._recorder = recorder
        self._history, self._name = recorder.history, recorder.device
        self._device = device
        self._keep = keep
        self._numbers = numbers or count(1)
        self._wire = Wire(recorder.clock, self)
        self._ends: dict[int, Line] = {}
        self._sent: dict[int, int] = {}
        self._flows: dict[int, Flow] = {}
        self._delivered = 0
        self._cable_in = self._powered = self._taking = True
        self._state = "up"
        self._cause: int | None = None  # of what impairs the line

    @property
    def up(self) -> bool:
        """Whether connections can be there."""
        return self._cable_in and self._powered

    @property
    def takes(self) -> bool:
        """Whether the POS can connect."""
        return self.up and self._taking

    def why_not(self, effect: Effect) -> str:
        """Why this kind of line cannot undergo that, in a sentence; '' when it can."""
        if isinstance(effect, effects.SetSerial) and self.kind != "serial":
            return "this line is TCP, which has no serial settings: set printer.link to pty"
        other = isinstance(effect, Impair) and effect.only not in ("", self.kind)
        return effect.why if isinstance(effect, Impair) and other else ""

    def apply(self, injected: Injected) -> None:
        """Undergo an effect. Raises TypeError for one that no link knows."""
        match injected.effect:
            case effects.GoDown():
                self._cable_in = False
            case effects.ComeUp():
                self._cable_in = True
            case effects.Refuse():
                self._taking = False
            case effects.Accept():
                self._taking = True
            case effects.Reset():
                self.hang_up("fault", injected.cause)
            case Impair(name=name, make=make):
                self._cause = injected.cause
                impairment = make(frozenset(self._sent))
                impairment.cut_by(getattr(self._device, "messages", messages))
                self._wire.impair(name, impairment)
            case effects.SetSerial(name=name, baudrate=baudrate, parity=parity):
                self._cause = injected.cause
                self._wire.impair(name, SerialMismatch(baudrate, parity, self.rate))
            case Restore(name=name):
                self._wire.restore(name)
                self.resume()
            case _:
                raise TypeError(f"a link cannot undergo {injected.effect}")
        self._changed(injected.cause)

    def power(self, *, on: bool, cause: int | None = None) -> None:
        """The device at the far end has lost its power, or has it again."""
        self._powered = on
        self._changed(cause)

    def _changed(self, cause: int | None) -> None:
        """Do what the new state asks for, and record it."""
        state = self._look()
        if state == self._state:
            return
        self._state = state
        if self.takes:
            self.listen()
        else:
            self.refuse()
        if not self.up:
            self.hang_up("fault", cause)
        self._obey(self._recorder.record(LinkState(state), cause=cause))

    def _look(self) -> str:
        if not self.up:
            return "down"
        return "refusing" if not self._taking else next(iter(self._wire.states), "up")

    def _obey(self, directive: Directive) -> None:
        for injected in directive.injected:
            self.apply(injected)

    def number(self) -> int:
        """The number of the next connection."""
        return next(self._numbers)

    def opened(self, line: Line) -> None:
        """A connection has been taken: record it, tell the device."""
        conn = line.conn
        self._sent[conn] = 0
        self._flows[conn] = Flow(conn, UPSTREAM)
        self._ends[conn] = line
        self._obey(self._recorder.record(Opened(conn)))
        if conn in self._sent:
            self._device.connect(conn, _FarEnd(self._wire, conn))

    def hung_up(self, conn: int, how: str) -> None:
        """The POS has hung up; in order (fin), the device hears of it behind the data."""
        if how == "fin" and self._wire.waiting(conn):
            self._wire.hang_up(Flow(conn, UPSTREAM))
        else:
            self.closed(conn, "pos", how)

    def closed(self, conn: int, by: str, how: str, cause: int | None = None) -> None:
        """A connection has ended: record it once, tell the device."""
        if self._sent.pop(conn, None) is None:
            return
        self._ends.pop(conn)
        self._flows.pop(conn)
        self._wire.forget(conn)
        self._device.disconnect(conn)
        self._obey(self._recorder.record(Closed(conn, by, how), cause=cause))

    def came(self, conn: int, data: bytes) -> None:
        """Bytes have come from the POS: record them, hand them to the wire."""
        first, count = self._sent[conn], len(data)
        self._sent[conn] = first + count
        if self._keep:
            self._obey(self._recorder.record(self._sent_event(conn, first, data)))
        else:
            self._note(Sent, (conn, first, count))
        if conn in self._sent:
            self._wire.enter(self._flows[conn], data)

    def room(self, conn: int) -> int:
        """How many more bytes may come from the POS now."""
        return self._device.room(conn) - self._wire.waiting(conn)

    def came_out(self, flow: Flow, data: bytes) -> None:
        """Bytes have gone through the wire: deliver them, split at thresholds."""
        conn, stream = flow
        if conn not in self._sent:
            return
        if stream == DOWNSTREAM:
            self._history.write_out()
            self._ends[conn].send(data)
            return
        while data and conn in self._sent:
            span = self._recorder.threshold("byte") or len(data)
            octets, data = data[:span], data[span:]
            first, count = self._delivered, len(octets)
            self._delivered = first + count
            self._device.feed(conn, octets)
            self._note(Delivered, (conn, first, count))
        if self._wire.impaired:
            self.resume()

    def broke(self, conn: int, how: str) -> None:
        """A connection ends at the wire's doing, or behind what was on its way."""
        if how == "device" and conn in self._ends:
            self._ends[conn].close()
        elif how == "pos":
            self.closed(conn, "pos", "fin")
        elif conn in self._ends:
            self.cut(conn, self._cause)

    def spoilt(self, flow: Flow, *, lost: int, altered: int) -> None:
        """Record what a bad line did to the bytes."""
        if lost:
            event: Payload = Lost(flow.conn, flow.stream, lost)
            self._obey(self._recorder.record(event, cause=self._cause))
        if altered:
            event = Altered(flow.conn, flow.stream, altered)
            self._obey(self._recorder.record(event, cause=self._cause))

    def _sent_event(self, conn: int, first: int, data: bytes) -> Sent:
        kept = mask_bytes(data)
        if len(kept) <= INLINE_BYTES:
            return Sent(conn, first, len(data), data_hex=kept.hex())
        return Sent(conn, first, len(data), blob=self._recorder.blob(kept))

    def answered(self, conn: int, count: int) -> None:
        """Bytes have gone back to the POS."""
        if conn in self._sent:
            self._note(Answered, (conn, count))

    def _note(self, kind: type[Payload], of: tuple[int, ...]) -> None:
        """Record what happens all the time, and undergo what that brings."""
        directive = self._history.record_later(self._name, kind.kind, "", kind, of)
        if directive.injected:
            self._obey(directive)

    @property
    @abstractmethod
    def url(self) -> str:
        """The address as the POS is told it."""

    @abstractmethod
    def stop(self) -> None:
        """Close everything; for good."""

    @abstractmethod
    def listen(self) -> None:
        """Let the POS connect."""

    @abstractmethod
    def refuse(self) -> None:
        """Let nobody connect."""

    def rate(self) -> int:
        """The baud rate that the POS has set; 0 for a line that has none."""
        return 0

    @abstractmethod
    def resume(self) -> None:
        """There may be room again: read on."""

    @abstractmethod
    def cut(self, conn: int, cause: int | None) -> None:
        """End one connection at once, as a fault does."""

    @abstractmethod
    def hang_up(self, by: str, cause: int | None = None) -> None:
        """End every connection at once."""


class _FarEnd:
    """A connection as its device has it: what it does goes through the wire."""

    def __init__(self, wire: Wire, conn: int) -> None:
        self.conn, self._wire = conn, wire
        self._flow = Flow(conn, DOWNSTREAM)
        self.send = partial(wire.enter, self._flow)  # as ``Line`` has it: every answer comes by

    def close(self) -> None:
        """Hang up."""
        self._wire.hang_up(self._flow)
