"""Answers that take long: others are answered meanwhile, and each line keeps its order."""

import asyncio
import threading

from emulators.http1 import HttpRequest, response
from emulators.links.http_server import HttpServer, Later

DEADLINE_S = 20


def asked(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


class Shop:
    """Says the path; ``/long`` only when ``may`` is set."""

    def __init__(self) -> None:
        self.may = threading.Event()

    def handle(self, request: HttpRequest) -> bytes | Later:
        if request.target == "/long":
            return self.long
        return response(200, request.target.encode())

    def long(self) -> bytes:
        assert self.may.wait(DEADLINE_S)
        return response(200, b"/long")


async def heard(reader: asyncio.StreamReader, path: bytes) -> None:
    async with asyncio.timeout(DEADLINE_S):
        assert (await reader.readuntil(b"\r\n\r\n" + path)).endswith(path)


async def two_callers() -> None:
    server, shop = HttpServer("127.0.0.1", 0, asyncio.get_running_loop()), Shop()
    server.handle = shop.handle
    server.listen()
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    other_reader, other = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(asked("/long") + asked("/then"))
    other.write(asked("/other"))
    await heard(other_reader, b"/other")
    shop.may.set()
    await heard(reader, b"/long")
    await heard(reader, b"/then")
    writer.write(asked("/again"))
    await heard(reader, b"/again")
    for one in (writer, other):
        one.close()
        await one.wait_closed()
    server.stop()


def test_a_long_answer_holds_up_its_own_line_alone() -> None:
    asyncio.run(two_callers())


async def gone_meanwhile() -> None:
    server, shop = HttpServer("127.0.0.1", 0, asyncio.get_running_loop()), Shop()
    server.handle = shop.handle
    server.listen()
    _, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(asked("/long"))
    writer.close()
    await writer.wait_closed()
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    shop.may.set()
    writer.write(asked("/other"))
    await heard(reader, b"/other")
    writer.close()
    await writer.wait_closed()
    server.stop()


def test_a_caller_who_left_is_not_waited_for() -> None:
    asyncio.run(gone_meanwhile())
