"""A port whose library blocks: two threads beside the bench's loop, one for each way."""

import asyncio
import contextlib
import queue
import threading
from abc import abstractmethod
from typing import Protocol

from harness.lab.addresses import PortAddress
from harness.lab.ports import Port, PrinterPortError
from harness.lab.sorry import why_lost, why_not_open

LOOK_S = 0.2  # how often a thread looks whether it is to end
END_S = 2.0
# What the libraries raise at a line that breaks, or that is closed while a thread waits on it.
BROKEN = (OSError, TypeError, AttributeError)


class Cable(Protocol):
    """An open line. Each method may block for ``LOOK_S``, and raises OSError when it is broken."""

    def read(self) -> bytes:
        """What has come; nothing when nothing did."""

    def write(self, data: bytes) -> int:
        """How many of the bytes were taken."""

    def close(self) -> None:
        """Let go of it."""


class BlockingPort(Port):
    """Bytes through a queue to the one thread, through the loop from the other."""

    def __init__(self, address: PortAddress, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(address)
        self._loop = loop
        self._cable: Cable | None = None
        self._out: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._backlog = 0
        self._threads: list[threading.Thread] = []

    @abstractmethod
    def _connected(self) -> Cable:
        """Open it, in a thread. Raises OSError, ValueError, PrinterPortError."""

    @property
    def is_open(self) -> bool:
        """Whether the printer's end is there."""
        return self._cable is not None

    @property
    def backlog(self) -> int:
        """What the threads have not handed over yet."""
        return self._backlog

    async def open(self) -> None:
        """Open it; the loop goes on meanwhile."""
        try:
            cable = await asyncio.to_thread(self._connected)
        except (OSError, ValueError) as error:
            raise PrinterPortError(why_not_open(self.address, error)) from None
        self._cable, self._out, self._backlog = cable, queue.SimpleQueue(), 0
        work = ((self._read, (cable,)), (self._write, (cable, self._out)))
        self._threads = [threading.Thread(target=do, args=args, daemon=True) for do, args in work]
        for thread in self._threads:
            thread.start()

    def send(self, data: bytes) -> None:
        """Queue the bytes."""
        if self._cable is not None and data:
            self._backlog += len(data)
            self._out.put(data)

    def close(self) -> None:
        """End the connection and both threads."""
        cable, self._cable = self._cable, None
        if cable is None:
            return
        self._out.put(b"")
        with contextlib.suppress(OSError):
            cable.close()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(END_S)

    def _read(self, cable: Cable) -> None:
        try:
            while self._cable is cable:
                data = cable.read()
                if data:
                    self._loop.call_soon_threadsafe(self._came, cable, data)
        except BROKEN as error:
            self._tell(cable, error)

    def _write(self, cable: Cable, out: "queue.SimpleQueue[bytes]") -> None:
        try:
            while data := out.get():
                while data and self._cable is cable:
                    taken = cable.write(data)
                    data = data[taken:]
                    if taken:
                        self._loop.call_soon_threadsafe(self._went, cable, taken)
        except BROKEN as error:
            self._tell(cable, error)

    def _tell(self, cable: Cable, error: Exception) -> None:
        if self._cable is cable:  # else: it was closed on purpose
            self._loop.call_soon_threadsafe(self._broke, cable, error)

    def _came(self, cable: Cable, data: bytes) -> None:
        if self._cable is cable:
            self.on_data(data)

    def _went(self, cable: Cable, count: int) -> None:
        if self._cable is cable:
            self._backlog -= count
            if not self._backlog:
                self.on_room()

    def _broke(self, cable: Cable, error: Exception) -> None:
        if self._cable is cable:
            self.close()
            self.on_lost(why_lost(self.address, error))
