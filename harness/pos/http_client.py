"""One HTTP/1.1 request to the POS and its answer: asynchronous, so that it can be given up."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import h11

from emulators.errors import TillproofError

BODY_OCTETS = 1 << 20
HEAD_OCTETS = 1 << 16
_PIECE_OCTETS = 1 << 16


class NoAnswerError(TillproofError):
    """There is no HTTP answer to be had, and why. ``refused``: nobody listens there."""

    def __init__(self, why: str, *, refused: bool = False) -> None:
        super().__init__(why)
        self.refused = refused


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What the POS answered."""

    status: int
    body: bytes


async def ask(method: str, url: str, headers: Mapping[str, str], body: bytes) -> HttpAnswer:
    """Send one request on a connection of its own. Raises NoAnswerError."""
    where = urlsplit(url)
    secure = where.scheme == "https"
    port = where.port or (443 if secure else 80)
    try:
        reader, writer = await asyncio.open_connection(where.hostname, port, ssl=secure or None)
    except OSError as error:
        raise NoAnswerError(
            f"{url}: {error.strerror or error}", refused=isinstance(error, ConnectionRefusedError)
        ) from None
    try:
        return await _exchange(reader, writer, method, url, headers, body)
    except OSError as error:
        raise NoAnswerError(f"{url}: {error.strerror or error}") from None
    except h11.ProtocolError as error:
        raise NoAnswerError(f"{url}: the answer is no HTTP: {error}") from None
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def _exchange(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes,
) -> HttpAnswer:
    where = urlsplit(url)
    own = {"Host": where.netloc, "Connection": "close", "Content-Length": str(len(body))}
    own |= {"Content-Type": "application/json"} if body else {}
    target = (where.path or "/") + (f"?{where.query}" if where.query else "")
    http = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEAD_OCTETS)
    request = h11.Request(method=method, target=target, headers=[*{**own, **headers}.items()])
    for part in (request, h11.Data(data=body), h11.EndOfMessage()):
        writer.write(http.send(part) or b"")
    await writer.drain()
    status, content = 0, bytearray()
    while True:
        match event := http.next_event():
            case h11.Response():
                status = event.status_code
            case h11.Data():
                content += event.data
                if len(content) > BODY_OCTETS:
                    raise NoAnswerError(f"{url}: the answer has more than {BODY_OCTETS} octets")
            case h11.EndOfMessage():
                return HttpAnswer(status, bytes(content))
            case h11.NEED_DATA:
                piece = await reader.read(_PIECE_OCTETS)
                if not piece and not status:
                    raise NoAnswerError(f"{url}: the connection ended before the answer")
                http.receive_data(piece)
            case h11.ConnectionClosed() | h11.PAUSED:
                raise NoAnswerError(f"{url}: the connection ended before the answer")
