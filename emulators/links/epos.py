"""The web server of a printer as a device at the far end of a TCP link."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from types import MappingProxyType
from urllib.parse import parse_qsl, urlsplit

from emulators.http1 import HttpProblem, HttpRequest, RequestParser, response
from emulators.links.link import Line
from emulators.links.tcp import TcpLink
from emulators.printer.device import Printer
from emulators.printer.epos import answers
from emulators.printer.epos.document import MAX_BYTES
from emulators.printer.epos.service import Service
from emulators.recorder import Recorder

PATH = "/cgi-bin/epos/service.cgi"
_ROOM_BYTES = 1 << 16
_REQUEST_BYTES = 1024  # that a request without a body takes while it waits
_MOST_FIELDS = 100
_XML, _TEXT = "text/xml; charset=utf-8", "text/plain; charset=utf-8"
# Tills run in browsers, on pages from elsewhere (Fetch standard, CORS).
_CORS = MappingProxyType(
    {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "POST, OPTIONS",
        "Access-Control-Allow-Headers": "Content-Type, If-Modified-Since, SOAPAction",
    }
)


@dataclass(slots=True, eq=False)
class _Client:
    line: Line
    parser: RequestParser = field(default_factory=lambda: RequestParser(MAX_BYTES))
    waiting: deque[HttpRequest | HttpProblem] = field(default_factory=deque)
    busy: bool = False  # a request is being answered
    serving: bool = False  # the next one is taken as soon as that is done

    @property
    def held_bytes(self) -> int:
        """What it has sent that is not printed yet."""
        bodies = (len(one.body) for one in self.waiting if isinstance(one, HttpRequest))
        return self.parser.held + sum(bodies) + _REQUEST_BYTES * len(self.waiting)


class EposEnd:
    """Takes requests of any number of connections; each is answered in its order.

    ``on_room`` is called when a connection can be read again.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._clients: dict[int, _Client] = {}
        self.on_room: Callable[[], object] | None = None

    def connect(self, conn: int, line: Line) -> None:
        """A connection is there."""
        self._clients[conn] = _Client(line)

    def disconnect(self, conn: int) -> None:
        """It has ended. A job that it has brought is printed all the same."""
        self._clients.pop(conn, None)

    def feed(self, conn: int, data: bytes) -> None:
        """Bytes have come."""
        client = self._clients.get(conn)
        if client is None:
            return
        client.waiting.extend(client.parser.feed(data))
        if word := client.parser.go_ahead():
            client.line.send(word)
        self._serve(client)

    def room(self, conn: int) -> int:
        """A whole request and the beginning of the next."""
        client = self._clients.get(conn)
        if client is None:
            return 0
        return max(0, min(_ROOM_BYTES, MAX_BYTES + 2 * _ROOM_BYTES - client.held_bytes))

    def _serve(self, client: _Client) -> None:
        if client.serving:
            return
        client.serving = True
        while client.waiting and not client.busy:
            client.busy = True
            item = client.waiting.popleft()
            if isinstance(item, HttpProblem):
                self._refuse(client, item.status)
            else:
                self._take(client, item)
        client.serving = False

    def _refuse(self, client: _Client, status: int) -> None:
        """Nothing more can be understood on this connection."""
        too_large = status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        body = answers.response(code=answers.TOO_LARGE) if too_large else b""
        client.line.send(response(status, body, _XML, last=True, headers=_CORS))
        client.line.close()

    def _take(self, client: _Client, request: HttpRequest) -> None:
        try:
            url = urlsplit(request.target)
            query = dict(parse_qsl(url.query, max_num_fields=_MOST_FIELDS))
        except ValueError:
            self._refuse(client, HTTPStatus.BAD_REQUEST)
            return
        if url.path != PATH:
            self._done(client, request, HTTPStatus.NOT_FOUND)
        elif request.method == "OPTIONS":
            self._done(client, request, HTTPStatus.OK)
        elif request.method != "POST":
            self._done(client, request, HTTPStatus.METHOD_NOT_ALLOWED)
        else:
            self._service.submit(
                request.body,
                query,
                lambda body: self._done(client, request, HTTPStatus.OK, body),
            )

    def _done(
        self, client: _Client, request: HttpRequest, status: HTTPStatus, body: bytes = b""
    ) -> None:
        kind = _XML if body else _TEXT
        client.line.send(response(status, body, kind, last=request.last, headers=_CORS))
        if request.last:
            client.line.close()
            return
        client.busy = False
        self._serve(client)
        if self.on_room is not None:
            self.on_room()


class EposLink(TcpLink):
    """A printer's web server on one address. Raises PortError."""

    def __init__(
        self,
        recorder: Recorder,
        printer: Printer,
        loop: asyncio.AbstractEventLoop,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self._service = Service(printer, recorder.clock)
        end = EposEnd(self._service)
        super().__init__(recorder, end, loop, host=host, port=port)
        end.on_room = super().resume

    @property
    def url(self) -> str:
        """The address of the print service."""
        return super().url.replace("tcp:", "http:", 1) + PATH

    def resume(self) -> None:
        """The printer has room again: for the job in hand, and so for more requests."""
        self._service.resume()
        super().resume()

    def power(self, *, on: bool, cause: int | None = None) -> None:
        """The printer has lost its power, and every job with it; or has it again."""
        if not on:
            self._service.restart()
        super().power(on=on, cause=cause)
