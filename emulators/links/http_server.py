"""A small HTTP/1.1 server on one address, for programs on the same machine. Everything is bounded.

What is asked is answered at once, by a function that must not wait.
"""

import asyncio
import socket
from collections.abc import Callable
from typing import cast

from emulators.http1 import HttpProblem, HttpRequest, RequestParser, json_response
from emulators.links.tcp import PortError

Handle = Callable[[HttpRequest], bytes]
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


class HttpLine(asyncio.Protocol):
    """One connection."""

    def __init__(self, server: HttpServer, loop: asyncio.AbstractEventLoop) -> None:
        self._server, self._loop = server, loop
        self._parser = RequestParser()
        self._transport: asyncio.Transport | None = None
        self._idle: asyncio.TimerHandle | None = None

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
        for item in self._parser.feed(data):
            if self._transport is None or self._transport.is_closing():
                return
            self._answer(item)
        if self._transport is not None and (word := self._parser.go_ahead()):
            self._transport.write(word)
        self._wait()

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
        transport.write(self._server.handle(item))
        if transport.get_write_buffer_size() > UNREAD_BYTES:
            transport.abort()
        elif item.last:
            transport.close()

    def _wait(self) -> None:
        """Hang up when nothing more comes for a while."""
        if self._idle is not None:
            self._idle.cancel()
        self._idle = self._loop.call_later(IDLE_S, self.end)


def _nobody(request: HttpRequest) -> bytes:
    """Nobody is there to answer yet."""
    return json_response(503, {"error": f"{request.target}: not ready"}, last=request.last)
