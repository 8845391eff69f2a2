"""A small HTTP/1.1 server on one address, for programs on the same machine. Everything is bounded.

What is asked is answered at once, by a function that must not wait; what takes long it gives back
as a function that a thread calls, one after another.
"""

import asyncio
import socket
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import cast

from emulators.http1 import (
    HttpProblem,
    HttpRequest,
    RequestParser,
    json_response,
    without_body,
)
from emulators.links.tcp import PortError

Later = Callable[[], bytes]
Handle = Callable[[HttpRequest], bytes | Later]
CONNECTIONS = 64  # more than these are closed at once
IDLE_S = 60.0
UNREAD_BYTES = 4_000_000  # what a client that never reads may leave waiting


class HttpServer:
    """Raises PortError when the address cannot be listened on. ``handle``: request to response."""

    def __init__(self, host: str, port: int, loop: asyncio.AbstractEventLoop) -> None:
        self.handle: Handle = _nobody
        self.lines: set[HttpLine] = set()
        self._loop = loop
        self._server: asyncio.Task[asyncio.Server] | None = None
        self.thread = ThreadPoolExecutor(1, "http")
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            self._socket = socket.create_server((host, port), family=family)
        except (OSError, OverflowError) as error:
            raise PortError(f"the API cannot listen on {host}:{port}: {error}") from None
        self.host, self.port = self._socket.getsockname()[:2]

    @property
    def url(self) -> str:
        """The address as a program is told it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def listen(self) -> None:
        """Take connections."""
        made = self._loop.create_server(lambda: HttpLine(self, self._loop), sock=self._socket)
        self._server = self._loop.create_task(made)

    def stop(self) -> None:
        """Close everything; for good."""
        if self._server is not None and not self._server.cancel():
            self._server.result().close()
        for line in list(self.lines):
            line.end()
        self._socket.close()
        self.thread.shutdown(wait=False, cancel_futures=True)


class HttpLine(asyncio.Protocol):
    """One connection."""

    def __init__(self, server: HttpServer, loop: asyncio.AbstractEventLoop) -> None:
        self._server, self._loop = server, loop
        self._parser = RequestParser()
        self._transport: asyncio.Transport | None = None
        self._idle: asyncio.TimerHandle | None = None
        self._asked: deque[HttpRequest | HttpProblem] = deque()
        self._under_way = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It is there; when there are too many already, it is closed."""
        if len(self._server.lines) >= CONNECTIONS:
            transport.close()
            return
        self._transport = cast("asyncio.Transport", transport)  # uvloop's has no such base
        self._server.lines.add(self)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """It has ended."""
        del exc
        self._server.lines.discard(self)
        if self._idle is not None:
            self._idle.cancel()

    def data_received(self, data: bytes) -> None:
        """Bytes of requests, which are answered in order."""
        self._asked += self._parser.feed(data)
        self._go_on()
        if self._transport is not None and (word := self._parser.go_ahead()):
            self._transport.write(word)
        self._wait()

    def _go_on(self) -> None:
        while self._asked and not self._under_way:
            if self._transport is None or self._transport.is_closing():
                return
            self._answer(self._asked.popleft())

    def end(self) -> None:
        """Hang up at once."""
        if self._transport is not None:
            self._transport.abort()

    def _answer(self, item: HttpRequest | HttpProblem) -> None:
        transport = self._transport
        if transport is None:
            return
        if isinstance(item, HttpProblem):
            transport.write(json_response(item.status, {"error": item.reason}, last=True))
            transport.close()
            return
        answer = self._server.handle(item)
        if isinstance(answer, bytes):
            self._tell(transport, item, answer)
            return
        self._under_way = True
        transport.pause_reading()
        future = self._loop.run_in_executor(self._server.thread, answer)
        future.add_done_callback(partial(self._found, transport, item))

    def _tell(self, transport: asyncio.Transport, item: HttpRequest, answer: bytes) -> None:
        transport.write(without_body(answer) if item.method == "HEAD" else answer)
        if transport.get_write_buffer_size() > UNREAD_BYTES:
            transport.abort()
        elif item.last:
            transport.close()

    def _found(
        self,
        transport: asyncio.Transport,
        item: HttpRequest,
        found: asyncio.Future[bytes],
    ) -> None:
        """What took long is there, unless the connection or the server has ended meanwhile."""
        self._under_way = False
        if found.cancelled() or transport.is_closing():
            return
        self._tell(transport, item, found.result())
        if not transport.is_closing():
            transport.resume_reading()
            self._go_on()
            self._wait()

    def _wait(self) -> None:
        """Hang up when nothing more comes for a while."""
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        if not self._under_way:
            self._idle = self._loop.call_later(IDLE_S, self.end)


def _nobody(request: HttpRequest) -> bytes:
    """Nobody is there to answer yet."""
    return json_response(503, {"error": f"{request.target}: not ready"}, last=request.last)
