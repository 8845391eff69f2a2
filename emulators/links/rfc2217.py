"""A serial line behind a device server (RFC 2217): the POS's settings and modem lines are seen.

Telnet carries the bytes; its option 44 carries the baud rate, data bits, parity, stop bits, DTR,
RTS and break of the POS, and tells it CTS and DSR of the printer. pyserial's ``PortManager`` speaks
the protocol; the port that it believes to manage is a plain object. An end with other settings than
the printer's reads garbage, in both directions.
"""

import asyncio
import socket
import struct
from collections.abc import Callable
from typing import Any, cast

from serial import rfc2217

from emulators.links.events import SerialLine
from emulators.links.impairments.base import BOTH, UPSTREAM, Flow, Impairment, Piece
from emulators.links.link import Device
from emulators.links.tcp import TcpLine, TcpLink
from emulators.links.uart import LineSettings, heard
from emulators.recorder import Recorder

XON, XOFF = b"\x11", b"\x13"
_MOST_OPTION_BYTES = 256
_PARITY = {"N": "none", "E": "even", "O": "odd", "M": "mark", "S": "space"}


class _Port:
    """The port that the protocol's manager sets: what the POS wants of it, and the printer's lines.

    Its attributes have pyserial's names.
    """

    def __init__(self, settings: LineSettings) -> None:
        self.baudrate, self.bytesize = settings.baudrate, settings.data_bits
        self.parity, self.stopbits = settings.parity[0].upper(), settings.stop_bits
        self.xonxoff = self.rtscts = self.dsrdtr = False
        self.dtr = self.rts = self.break_condition = False
        self.cts = self.dsr = True
        self.ri = self.cd = False

    @property
    def settings(self) -> LineSettings:
        """As the POS has set them."""
        return LineSettings(self.baudrate, self.bytesize, _PARITY[self.parity], self.stopbits)

    def reset_input_buffer(self) -> None:
        """Nothing is kept here."""

    def reset_output_buffer(self) -> None:
        """Nothing is kept here."""


class _Wire:
    """Where the manager writes."""

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self.write = write


class Rfc2217Line(TcpLine):
    """One connection: data without telnet inwards, with it outwards."""

    def __init__(
        self, link: "Rfc2217Link", loop: asyncio.AbstractEventLoop, sock: socket.socket
    ) -> None:
        super().__init__(link, loop, sock)
        self.port = _Port(link.own)
        port, wire = cast("Any", self.port), cast("Any", _Wire(self.control))
        self._manager = rfc2217.PortManager(port, wire)

    def control(self, data: bytes) -> None:
        """Protocol to the POS: nothing of it is the printer's answer."""
        self.queue(data)

    def send(self, data: bytes) -> None:
        """Bytes to the POS."""
        if self.queue(data.replace(b"\xff", b"\xff\xff")):
            self._link.answered(self.conn, len(data))

    def unwrapped(self, data: bytes) -> bytes | None:
        """The data among what came; None: that is no telnet."""
        try:
            plain = b"".join(self._manager.filter(data))
        except (KeyError, TypeError, ValueError, struct.error):
            return None
        option = self._manager.suboption
        if option is not None and len(option) > _MOST_OPTION_BYTES:
            return None
        return plain

    def signal(self, *, ready: bool) -> None:
        """The printer can take bytes, or cannot: by its lines, and by XON and XOFF if so set."""
        if self.port.cts == ready:
            return
        self.port.cts = self.port.dsr = ready
        self._manager.check_modem_lines()
        if self.port.xonxoff:
            self.queue(XON if ready else XOFF)


class _Ears(Impairment):
    """Each end reads what the other sends with its own settings."""

    def __init__(self, link: "Rfc2217Link") -> None:
        super().__init__(BOTH)
        self._link = link

    def pass_on(self, flow: Flow, piece: Piece) -> list[Piece]:
        """As the other end reads it."""
        ends = self._link.pos_settings, self._link.own
        sent, own = ends if flow.stream == UPSTREAM else ends[::-1]
        data = heard(piece.data, sent, own)
        altered = len(piece.data) if data != piece.data else 0
        return [piece._replace(data=data, altered=piece.altered + altered)]


class Rfc2217Link(TcpLink):
    """One serial line: one connection at a time. ``own``: the printer's settings."""

    kind = "serial"
    _told: SerialLine | None = None

    def __init__(
        self,
        recorder: Recorder,
        device: Device,
        loop: asyncio.AbstractEventLoop,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        own: LineSettings | None = None,
    ) -> None:
        self.own = own or LineSettings()
        super().__init__(recorder, device, loop, host=host, port=port)
        self._wire.impair("serial settings", _Ears(self))

    @property
    def pos_settings(self) -> LineSettings:
        """What the POS has set."""
        line = self._line
        return line.port.settings if line is not None else self.own

    @property
    def url(self) -> str:
        """The address as the POS is told it."""
        return super().url.replace("tcp:", "rfc2217:", 1)

    def rate(self) -> int:
        """The baud rate of the POS."""
        return self.pos_settings.baudrate

    @property
    def _line(self) -> Rfc2217Line | None:
        lines = (one for one in self.lines if isinstance(one, Rfc2217Line))
        return next(lines, None)

    def make_line(self, sock: socket.socket) -> TcpLine:
        """A second one who calls is hung up on: there is one cable."""
        line = Rfc2217Line(self, self._loop, sock)
        if self._line is not None:
            line.end(reset=False)
        return line

    def came(self, conn: int, data: bytes) -> None:
        """A connection has read bytes."""
        line = self._line
        if line is None or line.conn != conn:
            return
        plain = line.unwrapped(data)
        if plain is None:
            line.close()
            return
        self._observe(line)
        if plain:
            super().came(conn, plain)

    def _observe(self, line: Rfc2217Line) -> None:
        """Record the POS's settings and lines when they are new."""
        port = line.port
        now = SerialLine(
            line.conn,
            str(port.settings),
            "xonxoff" if port.xonxoff else "rtscts" if port.rtscts else "none",
            port.dtr,
            port.rts,
        )
        if now != self._told:
            self._told = now
            self._obey(self._recorder.record(now))

    def wants(self, conn: int) -> int:
        """How many bytes to read now; that there is no room is told by the lines as well."""
        wanted = super().wants(conn)
        line = self._line
        if line is not None and line.conn == conn:
            line.signal(ready=wanted > 0)
        return wanted
