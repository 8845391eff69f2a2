"""What a device says while it serves, written by a thread.

A program that starts a device often reads its address and nothing more. When the pipe is full, the
next write waits for ever, and on the device's own thread the device would wait with it.
"""

import contextlib
import os
import queue
import threading
from types import TracebackType
from typing import Self, TextIO

WAITING = 1000  # things said that may wait for a reader; what comes after them is left out
PATIENCE_S = 0.5  # for a reader who does not read, at the end


class Voice:
    """Says things to a stream, in order. ``say`` never waits."""

    def __init__(self, stream: TextIO) -> None:
        self._fd, self._encoding = stream.fileno(), stream.encoding
        # The simple kind: the other's locks would cost a busy device as much as its messages.
        self._waiting: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._left_out = 0  # written by who says, never by the thread
        # Not the stream itself: a thread stuck in it would hold its lock when Python ends.
        self._thread = threading.Thread(target=self._write_all, name="voice", daemon=True)

    def __enter__(self) -> Self:
        """Begin to write."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what waits, as far as somebody reads it."""
        self._waiting.put(None)
        self._thread.join(PATIENCE_S)

    def say(self, text: str) -> None:
        """One or several lines."""
        if self._waiting.qsize() < WAITING:
            self._waiting.put(text)
        else:
            self.skip()

    def skip(self) -> None:
        """Something is not said; how much that was is told with what is said next."""
        self._left_out += 1

    def _write_all(self) -> None:
        told = 0
        with contextlib.suppress(OSError):  # the reader has gone; the POS may still be there
            while (text := self._waiting.get()) is not None:
                self._write(text)
                if (more := self._left_out - told) > 0:
                    self._write(f"({more} more, left out)")
                    told += more

    def _write(self, text: str) -> None:
        data = f"{text}\n".encode(self._encoding, "replace")
        while data:
            data = data[os.write(self._fd, data) :]
