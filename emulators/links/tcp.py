"""A TCP link: the device's own listening socket, with small kernel buffers.

Reads are paced by the device's room, so that back-pressure reaches the POS: with ``SO_RCVBUF`` 2048
and a maximum segment of 1460 the kernel holds some 42 kB for a device that does not read (measured
on Linux; without them it is over 4 MB).
"""

import asyncio
import contextlib
import errno
import socket
import struct
from collections.abc import Iterator

from emulators.errors import TillproofError
from emulators.links.link import Device, Link
from emulators.recorder import Recorder

READ_BYTES = 65536
RECEIVE_BUFFER_BYTES = 2048
SEGMENT_BYTES = 1460
ACCEPT_AGAIN_S = 0.2
UNREAD_BYTES = 262144  # what a POS that never reads may leave waiting before the line is closed
LOOK_AGAIN_S = 0.2
RST_ON_CLOSE = struct.pack("ii", 1, 0)


class PortError(TillproofError):
    """The address cannot be listened on."""


class TcpLink(Link):
    """A TCP link on one address. Everything runs on ``loop``."""

    kind = "tcp"

    def __init__(
        self,
        recorder: Recorder,
        device: Device,
        loop: asyncio.AbstractEventLoop,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        keep: bool = True,
        numbers: Iterator[int] | None = None,
    ) -> None:
        super().__init__(recorder, device, keep=keep, numbers=numbers)
        self._loop = loop
        self._lines: dict[int, TcpLine] = {}
        # uvloop calls a reader once for a socket on which it sees an error, and never again: when
        # that call got data which had come before the reset, nobody would hear of the reset.
        self.loop_gives_up = type(loop).__module__.partition(".")[0] == "uvloop"
        self._doubtful: list[TcpLine] = []
        self._listener: socket.socket | None = None
        # Bound and never listening: the port stays ours while the link is down, and is refused.
        self._reserved = _bind(host, port)
        self.host, self.port = self._reserved.getsockname()[:2]

    @property
    def url(self) -> str:
        """The address as the POS is told it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"tcp://{host}:{self.port}"

    def listen(self) -> None:
        """Take connections; harmless when it does already."""
        if self._listener is not None:
            return
        listener = _socket(self.host)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
        with contextlib.suppress(OSError):  # not settable on every system before listening
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SEGMENT_BYTES)
        listener.bind((self.host, self.port))
        listener.listen(256)
        self._listener = listener
        self._loop.add_reader(listener, self._accept)

    def refuse(self) -> None:
        """Close the listening socket: new connections are refused."""
        if self._listener is not None:
            self._loop.remove_reader(self._listener)
            self._listener.close()
            self._listener = None

    def hang_up(self, by: str, cause: int | None = None) -> None:
        """End every connection with RST."""
        for conn, line in list(self._lines.items()):
            line.end(reset=True)
            self.closed(conn, by, "reset", cause)

    def cut(self, conn: int, cause: int | None) -> None:
        """End one connection with RST."""
        self._lines[conn].end(reset=True)
        self.closed(conn, "fault", "reset", cause)

    def stop(self) -> None:
        """Close everything; for good."""
        self.refuse()
        for conn, line in list(self._lines.items()):
            line.end(reset=False)
            self.closed(conn, "device", "fin")
        self._reserved.close()

    def resume(self) -> None:
        """The device has room again."""
        for line in self.lines:
            line.read_on()

    def look_again(self, line: "TcpLine") -> None:
        """Look before long whether the loop still watches that line."""
        if not self._doubtful:
            self._loop.call_later(LOOK_AGAIN_S, self._look_again)
        self._doubtful.append(line)

    def _look_again(self) -> None:
        lines, self._doubtful = self._doubtful, []
        for line in lines:
            line.look_again()

    def _accept(self) -> None:
        while self._listener is not None:
            try:
                sock, _ = self._listener.accept()
            except BlockingIOError:
                return
            except OSError:
                self._pause_accepting()
                return
            sock.settimeout(0)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            line = self.make_line(sock)
            if not line.open:
                continue
            line.conn = self.number()
            self._lines[line.conn] = line
            self.opened(line)
            line.read_on()

    def make_line(self, sock: socket.socket) -> "TcpLine":
        """What is made of a connection that was taken; one that is not open is let go."""
        return TcpLine(self, self._loop, sock)

    @property
    def lines(self) -> tuple["TcpLine", ...]:
        """Every connection."""
        return tuple(self._lines.values())

    def _pause_accepting(self) -> None:
        """No file descriptor is left: look again later, instead of being woken for ever."""
        if self._listener is not None:
            self._loop.remove_reader(self._listener)
            self._loop.call_later(ACCEPT_AGAIN_S, self._accept_again, self._listener)

    def _accept_again(self, listener: socket.socket) -> None:
        if listener is self._listener:
            self._loop.add_reader(listener, self._accept)

    def reads(self, conn: int) -> bool:
        """Whether more may still come from the POS over that connection."""
        return conn in self._lines and self._lines[conn].open

    def ended(self, conn: int, by: str, how: str) -> None:
        """A connection is over."""
        if by == "pos":
            self.hung_up(conn, how)
        else:
            self.closed(conn, by, how)

    def wants(self, conn: int) -> int:
        """How many bytes to read now."""
        room = self.room(conn)
        return room if room < READ_BYTES else READ_BYTES  # noqa: FURB136  (a call costs more)

    def closed(self, conn: int, by: str, how: str, cause: int | None = None) -> None:
        """Its socket is closed."""
        self._lines.pop(conn, None)
        super().closed(conn, by, how, cause)


class TcpLine:
    """One accepted socket."""

    def __init__(self, link: TcpLink, loop: asyncio.AbstractEventLoop, sock: socket.socket) -> None:
        self._link, self._loop, self._sock = link, loop, sock
        self._waiting = bytearray()
        self.open = True
        self._reading = self._writing = self._doubtful = False
        self.conn = 0

    def send(self, data: bytes) -> None:
        """Bytes to the POS; what the kernel does not take waits, up to a bound."""
        if self.queue(data):
            self._link.answered(self.conn, len(data))

    def queue(self, data: bytes) -> bool:
        """Send them, of whatever kind they are; False: the connection has ended."""
        if not self.open:
            return False
        if not self._waiting:
            taken = self._taken(data)
            if taken == len(data):
                return True  # the usual case
            data = data[taken:]
        self._waiting += data
        if not self._writing:
            self._write()
        if len(self._waiting) > UNREAD_BYTES:
            self.end(reset=True)
            self._link.ended(self.conn, "device", "reset")
        return self.open

    def close(self) -> None:
        """Hang up in order (FIN)."""
        if self.open:
            self.end(reset=False)
            self._link.ended(self.conn, "device", "fin")

    def end(self, *, reset: bool) -> None:
        """Close the socket; with ``reset`` by RST, so that the POS's next call fails."""
        if not self.open:
            return
        self.open = False
        self._loop.remove_reader(self._sock)
        self._loop.remove_writer(self._sock)
        if reset:
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RST_ON_CLOSE)
        self._sock.close()

    def read_on(self) -> None:
        """Read when there is room, or wait for it."""
        if not self.open:
            return
        wanted = self._link.wants(self.conn) > 0
        if wanted and not self._reading:
            if not self._watch():
                return
        elif not wanted and self._reading:
            self._loop.remove_reader(self._sock)
        self._reading = wanted

    def look_again(self) -> None:
        """Find out whether the loop has given the socket up."""
        self._doubtful = False
        if self.open and self._reading:
            self._watch()

    def _watch(self) -> bool:
        """Be called when there is something to read; False: the line is over."""
        try:
            self._loop.add_reader(self._sock, self._read)
        except RuntimeError:  # uvloop has seen an error of the socket, and given it up
            self._read_out()
            return False
        return True

    def _read_out(self) -> None:
        """The POS has reset the line: what came before that, as far as there is room for it."""
        with contextlib.suppress(OSError):
            while self.open and (room := self._link.wants(self.conn)) > 0:
                data = self._sock.recv(room)
                if not data:
                    break
                self._link.came(self.conn, data)
        if self.open:
            self._over("reset")

    def _read(self) -> None:
        room = self._link.wants(self.conn)
        if room <= 0:
            self.read_on()  # no more, until there is room again
            return
        try:
            data = self._sock.recv(room)
        except BlockingIOError:
            return
        except OSError:
            self._over("reset")
            return
        if data:
            if self._link.loop_gives_up and not self._doubtful:
                self._doubtful = True
                self._link.look_again(self)
            self._link.came(self.conn, data)
        else:
            self._over("fin")

    def _over(self, how: str) -> None:
        self.end(reset=False)
        self._link.ended(self.conn, "pos", how)

    def _taken(self, data: bytes | bytearray) -> int:
        """How many of these bytes the kernel has taken."""
        try:
            return self._sock.send(data)
        except BlockingIOError:
            return 0
        except OSError:
            return len(data)  # nobody will get them: the reader finds out and says how it ended

    def _write(self) -> None:
        del self._waiting[: self._taken(self._waiting)]
        if self._waiting and not self._writing:
            self._loop.add_writer(self._sock, self._write)
        elif self._writing and not self._waiting:
            self._loop.remove_writer(self._sock)
        self._writing = bool(self._waiting)


def _socket(host: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.settimeout(0)
    return sock


def _bind(host: str, port: int) -> socket.socket:
    """A bound socket that holds the port. Raises PortError when somebody else has it."""
    try:
        if port:
            # Without SO_REUSEPORT this fails when anyone listens there, another tillproof included.
            with contextlib.closing(_socket(host)) as probe:
                probe.bind((host, port))
        sock = _socket(host)
        try:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            sock.bind((host, port))
        except BaseException:
            sock.close()
            raise
    except (OSError, OverflowError) as error:
        raise PortError(_why(error, host, port)) from None
    return sock


def _why(error: Exception, host: str, port: int) -> str:
    if getattr(error, "errno", None) == errno.EADDRINUSE:
        return f"{host}:{port} is in use: stop the program that listens there, or use port 0"
    return f"cannot listen on {host}:{port}: {error}"
