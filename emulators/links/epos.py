"""The web server of a printer as a device at the far end of a TCP link."""

from dataclasses import dataclass, field
from http import HTTPStatus

from emulators.links.http import CONTINUE, BadRequestError, Request, Requests, response
from emulators.links.link import Line
from emulators.printer.epos import answers
from emulators.printer.epos.document import MAX_BYTES
from emulators.printer.epos.service import Service

PATH = "/cgi-bin/epos/service.cgi"
_ROOM_BYTES = 1 << 16


@dataclass(slots=True, eq=False)
class _Client:
    line: Line
    requests: Requests = field(default_factory=lambda: Requests(MAX_BYTES))
    busy: bool = False  # a request is being answered


class EposEnd:
    """Takes requests of any number of connections; each is answered in its order."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._clients: dict[int, _Client] = {}

    def connect(self, conn: int, line: Line) -> None:
        """A connection is there."""
        self._clients[conn] = _Client(line)

    def disconnect(self, conn: int) -> None:
        """It has ended. A job that it has brought is printed all the same."""
        self._clients.pop(conn, None)

    def feed(self, conn: int, data: bytes) -> None:
        """Bytes have come."""
        client = self._clients.get(conn)
        if client is not None:
            client.requests.feed(data)
            self._serve(client)

    def room(self, conn: int) -> int:
        """A whole request and the beginning of the next."""
        client = self._clients.get(conn)
        if client is None:
            return 0
        return max(0, min(_ROOM_BYTES, MAX_BYTES + 2 * _ROOM_BYTES - client.requests.waiting))

    def _serve(self, client: _Client) -> None:
        while not client.busy:
            try:
                request = client.requests.next()
            except BadRequestError as error:
                self._refuse(client, error.status)
                return
            if request is None:
                if client.requests.expects:
                    client.requests.expects = False
                    client.line.send(CONTINUE)
                return
            client.busy = True
            self._take(client, request)

    def _refuse(self, client: _Client, status: HTTPStatus) -> None:
        """Nothing more can be understood on this connection."""
        client.busy = True
        if status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            body = answers.response(code=answers.TOO_LARGE)
            client.line.send(response(status, body, "text/xml"))
        else:
            client.line.send(response(status))
        client.line.close()

    def _take(self, client: _Client, request: Request) -> None:
        if request.path != PATH:
            self._done(client, request, response(HTTPStatus.NOT_FOUND, keep=request.keep))
        elif request.method == "OPTIONS":
            self._done(client, request, response(HTTPStatus.OK, keep=request.keep))
        elif request.method != "POST":
            self._done(client, request, response(HTTPStatus.METHOD_NOT_ALLOWED, keep=request.keep))
        else:
            self._service.submit(
                request.body,
                request.query,
                lambda body: self._done(
                    client, request, response(HTTPStatus.OK, body, "text/xml", keep=request.keep)
                ),
            )

    def _done(self, client: _Client, request: Request, data: bytes) -> None:
        client.line.send(data)
        if not request.keep:
            client.line.close()
            return
        client.busy = False
        self._serve(client)
