"""Server-sent events: the state whenever it has changed, and the rows of the timeline.

Viewers share nothing but the news: each asks the room for what it has not seen, so a slow one or
one that comes back (``Last-Event-ID``) misses nothing and holds up nobody.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict

from anyio import to_thread

from harness.console.room import Room
from harness.reports.sentences import Speaker
from harness.reports.timeline import timeline

MOST_ROWS = 2000  # of the past, for one that comes late
KEEP_ALIVE_S = 15.0


class News:
    """Wakes the viewers of one web server from the bench's thread."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._loop = asyncio.get_running_loop()
        self._viewers: set[asyncio.Event] = set()
        self.over = False
        self._forget = room.watch(self._from_bench)

    def _from_bench(self) -> None:
        self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        for viewer in self._viewers:
            viewer.set()

    def close(self) -> None:
        """End every stream, so that the web server can stop."""
        if not self.over:
            self._forget()
        self.over = True
        self._wake()

    async def stream(self, after: int, lang: str) -> AsyncIterator[str]:
        """The messages for one viewer, from behind event ``after`` on."""
        viewer = asyncio.Event()
        viewer.set()
        self._viewers.add(viewer)
        bench, seen = None, after
        try:
            while not self.over:
                try:
                    await asyncio.wait_for(viewer.wait(), KEEP_ALIVE_S)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                viewer.clear()
                if bench is not self._room.bench:  # a new session: from the beginning
                    seen = 0 if bench is not None else seen
                    bench = self._room.bench
                    yield _message("session", seen, {})
                state = await to_thread.run_sync(self._room.state)
                seen = max(seen, state.seq - MOST_ROWS)
                rows = await to_thread.run_sync(self._rows, seen, state.seq, lang)
                seen = state.seq
                yield _message("state", seen, asdict(state)) + _message("rows", seen, rows)
        finally:
            self._viewers.discard(viewer)

    def _rows(self, seen: int, upto: int, lang: str) -> list[dict[str, object]]:
        return rows_of(self._room, seen, upto - seen, lang)


def rows_of(room: Room, after: int, most: int, lang: str) -> list[dict[str, object]]:
    """Rows of the timeline as plain values: at most so many events behind ``after``."""
    events = room.events(after, most)
    say = Speaker(lang, room.bench.config.acquirer.currency)
    return [asdict(row) for row in timeline(events, say)]


def _message(kind: str, number: int, content: object) -> str:
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return f"event: {kind}\nid: {number}\ndata: {data}\n\n"
