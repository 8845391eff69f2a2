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


async def answer_to_head_and_get() -> bytes:
    server, shop = HttpServer("127.0.0.1", 0, asyncio.get_running_loop()), Shop()
    server.handle = shop.handle
    shop.may.set()
    server.listen()
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    for path in ("/other", "/long"):
        writer.write(asked(path).replace(b"GET", b"HEAD"))
    writer.write(asked("/get").replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    async with asyncio.timeout(DEADLINE_S):
        answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    server.stop()
    return answer


def test_head_is_answered_without_a_body_which_would_be_taken_for_the_next_answer() -> None:
    answer = asyncio.run(answer_to_head_and_get())
    first, second, third, body = answer.split(b"\r\n\r\n")
    assert b"Content-Length: 6" in first
    assert second.startswith(b"HTTP/1.1 200 ")
    assert third.startswith(b"HTTP/1.1 200 ")
    assert body == b"/get"
