"""A console on the reference POS, served for real on a free port."""

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from harness.config import Acquirer, Config
from harness.console.app import make_app
from harness.console.room import Room
from harness.reports.folder import RunFolder


@dataclass
class Console:
    """One served console and a client for it."""

    port: int
    room: Room
    token: str = ""

    def ask(
        self, method: str, path: str, body: object = None, **headers: str
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            line.request(method, path, None if body is None else text, named)
            answer = line.getresponse()
            return answer.status, answer.msg, answer.read()
        finally:
            line.close()

    def get(self, path: str) -> Any:
        status, _, content = self.ask("GET", path)
        assert status == 200, content
        return json.loads(content)

    def post(self, path: str, body: object, status: int = 200) -> Any:
        got, _, content = self.ask("POST", path, body)
        assert got == status, content
        return json.loads(content)


def served(room: Room, token: str = "") -> Iterator[Console]:
    app, routes = make_app(room, token=token)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=2))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield Console(listener.getsockname()[1], room, token)
        finally:
            if routes.news is not None:
                routes.news.close()
            server.should_exit = True
            thread.join(10)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    folder = RunFolder(tmp_path_factory.mktemp("console"))
    made = Room(Config(folder=Path.cwd(), acquirer=Acquirer(host_timeout_s=0.5)), folder)
    yield made
    made.close()


@pytest.fixture(scope="module")
def served_console(room: Room) -> Iterator[Console]:
    yield from served(room)


@pytest.fixture
def console(served_console: Console) -> Console:
    """A new session for each test."""
    served_console.post("/api/reset", {}, 201)
    return served_console
