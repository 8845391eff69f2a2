"""A serial line behind a device server (RFC 2217), through pyserial, which blocks: two threads."""

import asyncio
import contextlib
import queue
import threading

import serial
import serial.rfc2217

from harness.lab.addresses import PARITIES, PortAddress
from harness.lab.ports import READ_BYTES, Port, PrinterPortError
from harness.lab.sorry import why_lost, why_not_open

LOOK_S = 0.2  # how often a reader looks whether it is to end
END_S = 2.0


class Rfc2217Port(Port):
    """Bytes through a queue to the one thread, through the loop from the other."""

    def __init__(self, address: PortAddress, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(address)
        self._loop = loop
        self._line: serial.rfc2217.Serial | None = None
        self._out: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._backlog = 0
        self._threads: list[threading.Thread] = []

    @property
    def is_open(self) -> bool:
        """Whether the server is connected."""
        return self._line is not None

    @property
    def backlog(self) -> int:
        """What the threads have not handed over yet."""
        return self._backlog

    async def open(self) -> None:
        """Connect; that takes the protocol some 0.4 s."""
        try:
            line = await asyncio.to_thread(self._connected)
        except (OSError, ValueError, serial.SerialException) as error:
            raise PrinterPortError(why_not_open(self.address, error)) from None
        self._line, self._out, self._backlog = line, queue.SimpleQueue(), 0
        work = ((self._read, (line,)), (self._write, (line, self._out)))
        self._threads = [threading.Thread(target=do, args=args, daemon=True) for do, args in work]
        for thread in self._threads:
            thread.start()

    def _connected(self) -> serial.rfc2217.Serial:
        address = self.address
        line = serial.rfc2217.Serial(
            None,
            address.baudrate,
            parity=PARITIES[address.parity],
            rtscts=address.flow == "rtscts",
            xonxoff=address.flow == "xonxoff",
            timeout=LOOK_S,
        )
        line.port = f"rfc2217://{address.host}:{address.port}"
        line.open()
        return line

    def send(self, data: bytes) -> None:
        """Queue the bytes."""
        if self._line is not None and data:
            self._backlog += len(data)
            self._out.put(data)

    def close(self) -> None:
        """End the connection and both threads."""
        line, self._line = self._line, None
        if line is None:
            return
        self._out.put(b"")
        _let_go(line)
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(END_S)

    def _read(self, line: serial.rfc2217.Serial) -> None:
        try:
            while self._line is line:
                data = line.read(min(READ_BYTES, max(1, line.in_waiting)))
                if data:
                    self._loop.call_soon_threadsafe(self._came, line, data)
        except (OSError, TypeError, AttributeError, serial.SerialException) as error:
            self._tell(line, error)

    def _write(self, line: serial.rfc2217.Serial, out: "queue.SimpleQueue[bytes]") -> None:
        try:
            while data := out.get():
                line.write(data)
                self._loop.call_soon_threadsafe(self._went, line, len(data))
        except (OSError, serial.SerialException) as error:
            self._tell(line, error)

    def _tell(self, line: serial.rfc2217.Serial, error: Exception) -> None:
        if self._line is line:  # else: it was closed on purpose
            self._loop.call_soon_threadsafe(self._broke, line, error)

    def _came(self, line: serial.rfc2217.Serial, data: bytes) -> None:
        if self._line is line:
            self.on_data(data)

    def _went(self, line: serial.rfc2217.Serial, count: int) -> None:
        if self._line is line:
            self._backlog -= count
            if not self._backlog:
                self.on_room()

    def _broke(self, line: serial.rfc2217.Serial, error: Exception) -> None:
        if self._line is line:
            self.close()
            self.on_lost(why_lost(self.address, error))


def _let_go(line: serial.rfc2217.Serial) -> None:
    """Close it; pyserial leaves the socket of a broken connection open."""
    left = getattr(line, "_socket", None)
    with contextlib.suppress(OSError, serial.SerialException):
        line.close()
    if left is not None:
        left.close()
