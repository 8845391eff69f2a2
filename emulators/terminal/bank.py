"""The terminal's line to the host: one question, its answer or its silence."""

from collections.abc import Callable
from typing import Protocol

from emulators.acquirer.dialects.base import Message, MessageError
from emulators.acquirer.dialects.iso87 import Iso87
from emulators.clock import Clock, Timer

CONN = 1
Heard = Callable[[Message | None], None]


class AnyHost(Protocol):
    """The acquirer, as a line sees it."""

    def connect(self, conn: int, send: Callable[[bytes], None], close: Callable[[], None]) -> None:
        """A connection is there."""

    def feed(self, conn: int, data: bytes) -> None:
        """Bytes have come."""


class Bank:
    """``timeout_s``: how long an answer is waited for."""

    def __init__(self, host: AnyHost, clock: Clock, timeout_s: float) -> None:
        self._host, self._clock, self._timeout_s = host, clock, timeout_s
        self._dialect = Iso87()
        self._connected = False
        self._asked: Message | None = None
        self._heard: Heard | None = None
        self._timer: Timer | None = None

    def ask(self, message: Message, heard: Heard) -> None:
        """Send it; ``heard`` gets the answer that belongs to it, or None when none came in time."""
        self._asked, self._heard = message, heard
        self._timer = self._clock.call_later(self._timeout_s, lambda: self._answer(None))
        if not self._connected:
            self._connected = True
            self._framer = self._dialect.framer()
            self._host.connect(CONN, self._said, self._closed)
        if self._connected:
            self._host.feed(CONN, self._dialect.encode(message))

    def _said(self, data: bytes) -> None:
        for frame in self._framer.feed(data):
            try:
                message = self._dialect.decode(frame)
            except MessageError:
                continue  # a terminal passes over what it cannot read, and waits
            if self._fits(message):
                self._answer(message)

    def _fits(self, said: Message) -> bool:
        asked = self._asked
        if asked is None:
            return False
        wanted = f"{asked.mti[:2]}{int(asked.mti[2]) + 1}0"
        same = all(said.get(n) in ("", asked.get(n)) for n in (4, 41, 42, 49))
        return said.mti == wanted and said.get(11) == asked.get(11) and same and bool(said.get(39))

    def _closed(self) -> None:
        self._connected = False

    def _answer(self, message: Message | None) -> None:
        heard, self._heard, self._asked = self._heard, None, None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if heard is not None:
            heard(message)
