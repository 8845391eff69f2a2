"""HTTP/1.1 without a socket: requests out of a stream of octets, responses into octets. Bounded."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import h11

HEAD_OCTETS = 16384
BODY_OCTETS = 262144
REASONS = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    431: "Request Header Fields Too Large",
    503: "Service Unavailable",
}
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One request. Header names are in lower case; ``last``: the client wants no more after it."""

    method: str
    target: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    last: bool = False


@dataclass(frozen=True, slots=True)
class HttpProblem:
    """What came is no HTTP, or too much of it; nothing after it can be read.

    ``status`` is what a server answers: 400, 413 or 431.
    """

    reason: str
    seen: bytes
    status: int = 400


class _TooLongError(ValueError):
    """The body is longer than the server takes."""


class RequestParser:
    """Cuts the octets of one connection into requests, however they were segmented."""

    def __init__(self, most_body_octets: int = BODY_OCTETS) -> None:
        self._most = most_body_octets
        self._broken = False
        self._begin(b"")

    def _begin(self, data: bytes) -> None:
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=HEAD_OCTETS)
        self._head: h11.Request | None = None
        self._body = bytearray()
        if data:
            self._http.receive_data(data)

    @property
    def held(self) -> int:
        """Octets of the body that is coming in."""
        return len(self._body)

    def feed(self, data: bytes) -> list[HttpRequest | HttpProblem]:
        """The requests that are whole now; a problem is the last thing that is ever returned."""
        found: list[HttpRequest | HttpProblem] = []
        if self._broken or not data:
            return found
        try:
            self._http.receive_data(data)
            while (request := self._next()) is not None:
                found.append(request)
        except (h11.RemoteProtocolError, _TooLongError) as error:
            self._broken = True
            found.append(HttpProblem(str(error), data[:HEAD_OCTETS], _status(error)))
        return found

    def go_ahead(self) -> bytes:
        """What to send to a client that waits for a word before it sends the body; mostly b""."""
        if self._broken or not self._http.they_are_waiting_for_100_continue:
            return b""
        word = h11.InformationalResponse(status_code=100, headers=[], reason=b"Continue")
        return self._http.send(word) or b""

    def _next(self) -> HttpRequest | None:
        while (event := self._http.next_event()) not in (h11.NEED_DATA, h11.PAUSED):
            match event:
                case h11.Request():
                    self._head = event
                    _check_head(event)
                    self._check(_announced(event))
                case h11.Data():
                    self._body += event.data
                    self._check(len(self._body))
                case h11.EndOfMessage() if self._head is not None:
                    request = _request(self._head, bytes(self._body))
                    self._begin(self._http.trailing_data[0])
                    return request
        return None

    def _check(self, octets: int) -> None:
        if octets > self._most:
            raise _TooLongError(f"a body of more than {self._most} octets")


def _check_head(head: h11.Request) -> None:
    """A head that came in one piece has the same bound as one that comes in many."""
    octets = len(head.target) + sum(len(name) + len(value) for name, value in head.headers)
    if octets > HEAD_OCTETS:
        raise h11.RemoteProtocolError(f"a head of more than {HEAD_OCTETS} octets", 431)


def _announced(head: h11.Request) -> int:
    """The length that a head promises (h11 has checked that it is a number); 0 for none."""
    return next((int(value) for name, value in head.headers if name == b"content-length"), 0)


def _status(error: Exception) -> int:
    return error.error_status_hint if isinstance(error, h11.RemoteProtocolError) else 413


def _request(head: h11.Request, body: bytes) -> HttpRequest:
    headers = {name.decode("ascii"): value.decode("latin-1") for name, value in head.headers}
    asked = headers.get("connection", "").lower()
    last = "close" in asked or (head.http_version < b"1.1" and "keep-alive" not in asked)
    return HttpRequest(head.method.decode(), head.target.decode(), headers, body, last)


def response(
    status: int,
    body: bytes = b"",
    content_type: str = "application/json",
    *,
    last: bool = False,
    headers: Mapping[str, str] = _NO_HEADERS,
) -> bytes:
    """A response with its length; ``last``: the connection ends after it."""
    own = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = (
        f"HTTP/1.1 {status} {REASONS.get(status, 'Other')}\r\n"
        f"Content-Type: {content_type}\r\n"
        f"Content-Length: {len(body)}\r\n"
        f"Connection: {'close' if last else 'keep-alive'}\r\n{own}\r\n"
    )
    return head.encode("ascii") + body


def without_body(answer: bytes) -> bytes:
    """The response to HEAD: what GET would be answered with, and no body (RFC 9110, 9.3.2)."""
    head, end, _ = answer.partition(b"\r\n\r\n")
    return head + end


def json_response(status: int, value: object, *, last: bool = False) -> bytes:
    """A response of one JSON document."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return response(status, body, last=last)
