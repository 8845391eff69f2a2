"""The host at the end of a real TCP link, with its books in a file."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from emulators.acquirer.dialects.framing import framed
from emulators.acquirer.dialects.registry import dialect
from emulators.acquirer.host import Host
from emulators.acquirer.ledger import SqliteStore
from emulators.acquirer.settings import HostSettings
from emulators.clock import RealClock
from emulators.history import History
from emulators.links.link import Line
from emulators.links.tcp import TcpLink
from tests.emulators.acquirer.till import DIALECT, Till

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class End:
    """The host as a link's device."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def connect(self, conn: int, line: Line) -> None:
        self._host.connect(conn, line.send, line.close)

    def disconnect(self, conn: int) -> None:
        self._host.disconnect(conn)

    def feed(self, conn: int, data: bytes) -> None:
        self._host.feed(conn, data)

    def room(self, conn: int) -> int:
        return self._host.room(conn)


@contextlib.asynccontextmanager
async def serving(path: Path, wire: str = "iso87-ascii") -> AsyncIterator[TcpLink]:
    loop = asyncio.get_running_loop()
    clock = RealClock()
    history = History(clock)
    store = SqliteStore(path, loop.call_soon_threadsafe)
    settings = HostSettings(terminals=("*",))
    host = Host(history.recorder("acquirer"), clock, dialect(wire), store, settings)
    link = TcpLink(history.recorder("acquirer.link"), End(host), loop, keep=False)
    host.on_room(link.resume)
    link.listen()
    try:
        yield link
    finally:
        link.stop()
        host.close()


async def answer(reader: asyncio.StreamReader) -> dict[int, str]:
    size = int.from_bytes(await reader.readexactly(2))
    return DIALECT.decode(await reader.readexactly(size)).elements


async def sell(link: TcpLink, number: int) -> list[dict[int, str]]:
    """Three sales of one terminal, the bytes in pieces that fit no message."""
    reader, writer = await asyncio.open_connection(link.host, link.port)
    till = Till(terminal=f"TP{number:06d}")
    stream = b"".join(till.sale(trace, number * 10 + trace) for trace in range(1, 4))
    for start in range(0, len(stream), 97):
        writer.write(stream[start : start + 97])
        await writer.drain()
    found = [await answer(reader) for _ in range(3)]
    writer.close()
    await writer.wait_closed()
    return found


def test_two_hundred_terminals_at_once(tmp_path: Path) -> None:
    async def run() -> list[list[dict[int, str]]]:
        async with serving(tmp_path / "books.sqlite") as link:
            return await asyncio.gather(*(sell(link, n) for n in range(1, 201)))

    for number, answers in enumerate(asyncio.run(run()), start=1):
        expected = [f"{number * 10 + trace:012d}" for trace in range(1, 4)]
        assert [item[4] for item in answers] == expected
        assert {item[39] for item in answers} == {"00"}


def test_one_that_never_reads_and_one_that_talks_nonsense_hold_up_nobody(tmp_path: Path) -> None:
    async def run() -> list[dict[int, str]]:
        async with serving(tmp_path / "books.sqlite") as link:
            _, deaf = await asyncio.open_connection(link.host, link.port)
            deaf.write(Till(terminal="TP000900").network("301") * 3000)
            _, mad = await asyncio.open_connection(link.host, link.port)
            mad.write(framed(b"\xff" * 500) * 20 + b"\xff\xffabc")
            found = await sell(link, 1)
            deaf.close()
            mad.close()
            return found

    assert [item[39] for item in asyncio.run(run())] == ["00"] * 3


PAYMENT = (
    b'{"terminal":"TP000001","batch":"000001","key":"A1","amount":1250,"currency":"156",'
    b'"pan":"4111111111111111"}'
)


def test_the_gateway_is_an_http_server_like_any_other(tmp_path: Path) -> None:
    head = (
        "POST /v1/payments HTTP/1.1\r\nHost: bank\r\nConnection: %s\r\nContent-Length: %d\r\n\r\n"
    )

    async def run() -> bytes:
        async with serving(tmp_path / "books.sqlite", "json-gateway") as link:
            reader, writer = await asyncio.open_connection(link.host, link.port)
            stream = b"".join(
                (head % (how, len(PAYMENT))).encode() + PAYMENT for how in ("keep-alive", "close")
            )
            for start in range(0, len(stream), 41):
                writer.write(stream[start : start + 41])
                await writer.drain()
            found = await reader.read()  # until the host hangs up, as it was told to
            writer.close()
            return found

    found = asyncio.run(run())
    assert found.count(b"HTTP/1.1 200 OK") == 2
    first, second = (part.rpartition(b"{")[2] for part in found.split(b"HTTP/1.1 200 OK")[1:])
    assert first.partition(b'"transaction"')[2] == second.partition(b'"transaction"')[2]
