"""A device that remembers what it got, and a History beside it."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from emulators.clock import VirtualClock
from emulators.events import Event
from emulators.faults.nemesis import Nemesis
from emulators.history import History
from emulators.links.link import Line


@dataclass
class Remembering:
    """A device at the end of a link."""

    room_bytes: int = 65536
    got: list[bytes] = field(default_factory=list)
    lines: dict[int, Line] = field(default_factory=dict)
    gone: list[int] = field(default_factory=list)

    def connect(self, conn: int, line: Line) -> None:
        self.lines[conn] = line

    def disconnect(self, conn: int) -> None:
        self.gone.append(conn)

    def feed(self, conn: int, data: bytes) -> None:
        self.got.append(data)

    def room(self, conn: int) -> int:
        return self.room_bytes


@pytest.fixture
def device() -> Remembering:
    return Remembering()


@pytest.fixture
def history() -> History:
    return History(VirtualClock())


@pytest.fixture
def nemesis(history: History) -> Nemesis:
    return Nemesis(history, VirtualClock())


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


def kinds(events: list[Event]) -> list[str]:
    """What happened, in order."""
    return [item.kind for item in events]
