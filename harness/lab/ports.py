"""The way to a real printer: bytes out and in on the bench's loop, whatever the cable is.

Nothing is kept back here but what the cable does not take; ``backlog`` says how much that is. When
the printer is gone ``on_lost`` is called once, with a sentence.
"""

import asyncio
import contextlib
import os
import socket
from abc import ABC, abstractmethod
from collections.abc import Callable

import serial

from emulators.errors import UsageError
from harness.lab.addresses import PARITIES, PortAddress
from harness.lab.sorry import why_lost, why_not_open

READ_BYTES = 65536
CONNECT_S = 3.0
QUIET_S = 0.05  # between two looks at a device that reports readiness and has nothing


class PrinterPortError(UsageError):
    """The printer's port cannot be opened."""


class Port(ABC):
    """One way to a printer; ``open`` it, and again after it was lost."""

    hangs_up = False  # whether closing it tells the printer that a job has ended

    def __init__(self, address: PortAddress) -> None:
        self.address = address
        self.on_data: Callable[[bytes], object] = _ignore
        self.on_lost: Callable[[str], object] = _ignore
        self.on_room: Callable[[], object] = lambda: None

    @property
    @abstractmethod
    def is_open(self) -> bool:
        """Whether bytes can be sent."""

    @property
    @abstractmethod
    def backlog(self) -> int:
        """Bytes that the cable has not taken yet."""

    @abstractmethod
    async def open(self) -> None:
        """Open it. Raises PrinterPortError that says what to do."""

    @abstractmethod
    def send(self, data: bytes) -> None:
        """Bytes to the printer; nothing happens when it is not open."""

    @abstractmethod
    def close(self) -> None:
        """Close it; ``on_lost`` is not called."""


def _ignore(_: object) -> None:
    """Nobody listens yet."""


class DescriptorPort(Port):
    """A port that is a file descriptor: a socket, a serial line, the USB printer class."""

    def __init__(self, address: PortAddress, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(address)
        self._loop = loop
        self._fd = -1
        self._waiting = bytearray()
        self._writing = False

    @property
    def is_open(self) -> bool:
        """Whether there is a descriptor."""
        return self._fd >= 0

    @property
    def backlog(self) -> int:
        """What waits here."""
        return len(self._waiting)

    async def open(self) -> None:
        """Open it and listen."""
        try:
            self._fd = await self._opened()
        except (OSError, serial.SerialException) as error:
            raise PrinterPortError(why_not_open(self.address, error)) from None
        os.set_blocking(self._fd, False)
        self._loop.add_reader(self._fd, self._read)

    @abstractmethod
    async def _opened(self) -> int:
        """A descriptor."""

    @abstractmethod
    def _shut(self, fd: int) -> None:
        """Let go of the descriptor."""

    def send(self, data: bytes) -> None:
        """Write what the cable takes, in one piece with what else is sent in this turn."""
        if self._fd < 0:
            return
        if not self._waiting and not self._writing:
            self._loop.call_soon(self._write)
        self._waiting += data

    def close(self) -> None:
        """Nothing more comes or goes."""
        if self._fd < 0:
            return
        self._loop.remove_reader(self._fd)
        self._loop.remove_writer(self._fd)
        fd, self._fd, self._writing = self._fd, -1, False
        self._waiting.clear()
        with contextlib.suppress(OSError, serial.SerialException):
            self._shut(fd)

    def _lost(self, why: str) -> None:
        self.close()
        self.on_lost(why)

    def _read(self) -> None:
        try:
            data = os.read(self._fd, READ_BYTES)
        except BlockingIOError:
            return
        except OSError as error:
            self._lost(why_lost(self.address, error))
            return
        if data:
            self.on_data(data)
        else:
            self._nothing()

    def _nothing(self) -> None:
        """Ready, and nothing there: the other end is gone."""
        self._lost(f"{self.address} has hung up: is the printer on, and its cable in?")

    def _write(self) -> None:
        if self._fd < 0 or not self._waiting:
            return
        try:
            del self._waiting[: os.write(self._fd, self._waiting)]
        except BlockingIOError:
            pass
        except OSError as error:
            self._lost(why_lost(self.address, error))
            return
        if self._waiting and not self._writing:
            self._loop.add_writer(self._fd, self._write)
        elif self._writing and not self._waiting:
            self._loop.remove_writer(self._fd)
            self._writing = False
            self.on_room()
            return
        self._writing = bool(self._waiting)


class SocketPort(DescriptorPort):
    """Raw TCP, port 9100 of most printers."""

    hangs_up = True
    _socket: socket.socket

    async def _opened(self) -> int:
        address = self.address
        found = await self._loop.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, where = found[0]
        sock = socket.socket(family, kind, protocol)
        sock.settimeout(0)
        try:
            await asyncio.wait_for(self._loop.sock_connect(sock, where), CONNECT_S)
        except BaseException:
            sock.close()
            raise
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket = sock
        return sock.fileno()

    def _shut(self, fd: int) -> None:
        del fd
        self._socket.close()


class SerialPort(DescriptorPort):
    """A serial line, USB serial included, through pyserial."""

    _serial: serial.Serial

    async def _opened(self) -> int:
        address = self.address
        self._serial = serial.Serial(
            address.path,
            address.baudrate,
            parity=PARITIES[address.parity],
            rtscts=address.flow == "rtscts",
            dsrdtr=address.flow == "dsrdtr",
            xonxoff=address.flow == "xonxoff",
            timeout=0,
            exclusive=True,
        )
        return self._serial.fileno()

    def _shut(self, fd: int) -> None:
        del fd
        self._serial.close()


class FilePort(DescriptorPort):
    """The kernel's printer class of USB: ``/dev/usb/lp0``."""

    async def _opened(self) -> int:
        return os.open(self.address.path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)

    def _nothing(self) -> None:
        """A printer that has nothing to say may say just that: look again in a while."""
        self._loop.remove_reader(self._fd)
        self._loop.call_later(QUIET_S, self._listen_again, self._fd)

    def _listen_again(self, fd: int) -> None:
        if fd == self._fd:
            self._loop.add_reader(fd, self._read)

    def _shut(self, fd: int) -> None:
        os.close(fd)


def make_port(address: PortAddress, loop: asyncio.AbstractEventLoop) -> Port:
    """The port for an address, not opened yet."""
    if address.kind == "rfc2217":
        from harness.lab.rfc2217_port import Rfc2217Port  # noqa: PLC0415  (it has threads)

        return Rfc2217Port(address, loop)
    if address.kind == "usb":
        from harness.lab.usb_port import UsbPort  # noqa: PLC0415  (an extra)

        return UsbPort(address, loop)
    if address.kind == "socket":
        return SocketPort(address, loop)
    return SerialPort(address, loop) if address.kind == "serial" else FilePort(address, loop)
