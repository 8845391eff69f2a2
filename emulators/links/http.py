"""HTTP/1.1 for a device that is a web server: requests cut out of bytes, responses put together.

Sans-IO: a link brings the bytes. Bounded: a head of 16 kB, a body of what the device takes. Source:
RFC 9112; the CORS headers are those of the Fetch standard, since tills run in browsers.
"""

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

HEAD_BYTES = 16 << 10
_MOST_FIELDS = 100


class BadRequestError(ValueError):
    """What came is no request that can be answered otherwise than with ``status``, and the end."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


@dataclass(frozen=True, slots=True)
class Request:
    """One request. ``keep``: more may come on this connection."""

    method: str
    path: str
    query: dict[str, str]
    body: bytes
    keep: bool


@dataclass(frozen=True, slots=True)
class _Head:
    method: str
    target: str
    length: int
    keep: bool


class Requests:
    """Cuts the bytes of one connection into requests."""

    def __init__(self, most_body_bytes: int) -> None:
        self._most = most_body_bytes
        self._data = bytearray()
        self._head: _Head | None = None
        self.expects = False  # the client waits for a word before it sends the body

    @property
    def waiting(self) -> int:
        """Bytes that are held."""
        return len(self._data)

    def feed(self, data: bytes) -> None:
        """Bytes have come."""
        self._data += data

    def next(self) -> Request | None:
        """The next whole request. Raises BadRequestError."""
        if self._head is None:
            self._head = self._read_head()
        head = self._head
        if head is None or len(self._data) < head.length:
            return None
        body = bytes(self._data[: head.length])
        del self._data[: head.length]
        self._head, self.expects = None, False
        try:
            url = urlsplit(head.target)
            query = dict(parse_qsl(url.query, max_num_fields=_MOST_FIELDS))
        except ValueError:
            raise BadRequestError(HTTPStatus.BAD_REQUEST) from None
        return Request(head.method, url.path, query, body, head.keep)

    def _read_head(self) -> _Head | None:
        end = self._data.find(b"\r\n\r\n")
        if end > HEAD_BYTES or (end < 0 and len(self._data) > HEAD_BYTES):
            raise BadRequestError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        if end < 0:
            return None
        lines = self._data[:end].decode("latin-1").lstrip("\r\n").split("\r\n")
        del self._data[: end + 4]
        words = lines[0].split(" ")
        if len(words) != 3 or not words[2].startswith("HTTP/1."):
            raise BadRequestError(HTTPStatus.BAD_REQUEST)
        fields = dict(_field(line) for line in lines[1:])
        connection = fields.get("connection", "").lower()
        old = words[2] == "HTTP/1.0"
        self.expects = fields.get("expect", "").lower() == "100-continue"
        return _Head(
            words[0],
            words[1],
            self._length(words[0], fields),
            keep="keep-alive" in connection if old else "close" not in connection,
        )

    def _length(self, method: str, fields: dict[str, str]) -> int:
        if "transfer-encoding" in fields:
            raise BadRequestError(HTTPStatus.LENGTH_REQUIRED)
        text = fields.get("content-length", "" if method == "POST" else "0")
        if not text:
            raise BadRequestError(HTTPStatus.LENGTH_REQUIRED)
        if not (text.isascii() and text.isdigit()):
            raise BadRequestError(HTTPStatus.BAD_REQUEST)
        if len(text) > 9 or int(text) > self._most:
            raise BadRequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return int(text)


def _field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon or name != name.strip() or not name:
        raise BadRequestError(HTTPStatus.BAD_REQUEST)
    return name.lower(), value.strip()


CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


def response(
    status: HTTPStatus, body: bytes = b"", kind: str = "text/plain", *, keep: bool = False
) -> bytes:
    """A whole response."""
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\n"
        f"Content-Type: {kind}; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        f"Connection: {'keep-alive' if keep else 'close'}\r\n"
        "Access-Control-Allow-Origin: *\r\n"
        "Access-Control-Allow-Methods: POST, OPTIONS\r\n"
        "Access-Control-Allow-Headers: Content-Type, If-Modified-Since, SOAPAction\r\n\r\n"
    )
    return head.encode("latin-1") + body
