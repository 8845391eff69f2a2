"""A talk with a printer by itself, without a POS: one question, then its answer."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from harness.lab.addresses import parse_port
from harness.lab.ports import Port, make_port
from harness.lab.sight import ASK, ASKED, Sight

WITHIN_S = 0.35
QUIET_S = 0.03  # after an answer of no known length
PROCESS_ID = b"\x1d(H\x06\x0000"


class Dialogue:
    """One printer, asked by nobody else. What comes unasked counts as said to the question."""

    def __init__(self, port: Port) -> None:
        self.port = port
        self.lost = ""
        self._said = bytearray()
        self._news = asyncio.Event()
        port.on_data, port.on_lost = self._heard, self._gone
        self._numbers = 0

    def _heard(self, data: bytes) -> None:
        self._said += data
        self._news.set()

    def _gone(self, why: str) -> None:
        self.lost = why
        self._news.set()

    async def ask(self, command: bytes, size: int = 0, within_s: float = WITHIN_S) -> bytes:
        """Send it and collect what comes: ``size`` bytes, or (0) up to NUL or to a pause."""
        self._said.clear()
        self.port.send(command)
        end_s = time.monotonic() + within_s
        while not self._whole(size) and not self.lost:
            left_s = end_s - time.monotonic()
            if left_s <= 0:
                break
            self._news.clear()
            wait_s = min(left_s, QUIET_S) if self._said and not size else left_s
            try:
                await asyncio.wait_for(self._news.wait(), wait_s)
            except TimeoutError:
                break
        return bytes(self._said)

    def _whole(self, size: int) -> bool:
        return len(self._said) >= size if size else self._said.endswith(b"\0")

    @property
    def said(self) -> bytes:
        """Everything since the last question."""
        return bytes(self._said)

    async def sight(self) -> Sight | None:
        """How it is; None when it does not tell."""
        answers = await self.ask(ASK, len(ASKED))
        seen = Sight()
        for n, value in zip(ASKED, answers, strict=False):
            if value & 0x93 == 0x12:
                seen.see(n, value)
        return seen if seen.complete else None

    async def printed(self, within_s: float = WITHIN_S) -> float | None:
        """The seconds until everything that was sent is on the paper; None: it does not say."""
        self._numbers += 1
        name = f"?{self._numbers % 1000:03}".encode()
        start_s = time.monotonic()
        answer = await self.ask(PROCESS_ID + name, 7, within_s)
        return time.monotonic() - start_s if answer == b"\x37\x22" + name + b"\0" else None


@asynccontextmanager
async def dialogue(written: str) -> AsyncIterator[Dialogue]:
    """A talk with the printer at that address. Raises UsageError, PrinterPortError."""
    port = make_port(parse_port(written), asyncio.get_running_loop())
    talk = Dialogue(port)
    await port.open()
    try:
        yield talk
    finally:
        port.close()
