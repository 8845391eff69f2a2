"""What lies between the POS and a device: in order, and only as late as its impairments make it.

Sans-IO: it is told what enters at one end and says what comes out at the other, at once when
nothing impairs it. A ``Flow`` is one direction of one connection; its pieces never overtake each
other here.
"""

from collections import defaultdict, deque
from typing import Protocol

from emulators.clock import Clock, Timer
from emulators.links.impairments.base import DOWNSTREAM, UPSTREAM, Flow, Impairment, Piece

MOST_WAITING_BYTES = 1 << 20  # in one direction of a connection, then it is reset


class Ends(Protocol):
    """What is at both ends of a wire."""

    def came_out(self, flow: Flow, data: bytes) -> None:
        """Bytes have gone through."""

    def broke(self, conn: int, how: str) -> None:
        """A connection ends: how is device or pos (who hung up in order), or reset."""

    def spoilt(self, flow: Flow, *, lost: int, altered: int) -> None:
        """Bytes vanished, or are not as they were sent."""


class _Queue:
    """The pieces of one flow that are on their way."""

    def __init__(self) -> None:
        self.pieces: deque[tuple[float, Piece]] = deque()
        self.due_s = 0.0
        self.timer: Timer | None = None
        self.waiting = 0

    def add(self, due_s: float, piece: Piece) -> None:
        """Another one, behind the others."""
        self.due_s = due_s
        self.pieces.append((due_s, piece))
        self.waiting += len(piece.data)

    def take(self) -> Piece:
        """The first one."""
        piece = self.pieces.popleft()[1]
        self.waiting -= len(piece.data)
        return piece


class Wire:
    """One for a link."""

    def __init__(self, clock: Clock, ends: Ends) -> None:
        self._clock, self._ends = clock, ends
        self._impairments: dict[str, Impairment] = {}
        self.impaired = False  # whether anything is wrong with it
        self._queues: dict[Flow, _Queue] = defaultdict(_Queue)

    @property
    def states(self) -> tuple[str, ...]:
        """How its impairments make it look, in the order of their coming."""
        return tuple(one.state for one in self._impairments.values() if one.state)

    def impair(self, name: str, impairment: Impairment) -> None:
        """It suffers from now on."""
        self.restore(name)
        self._impairments[name] = impairment
        self.impaired = True

    def restore(self, name: str) -> None:
        """That impairment is over; harmless when there is none of that name."""
        impairment = self._impairments.pop(name, None)
        self.impaired = bool(self._impairments)
        if impairment is None:
            return
        aftermath = impairment.over()
        for flow, piece in aftermath.held:
            self._queue(flow, piece)
        for conn in sorted(aftermath.dead):
            self._ends.broke(conn, "reset")

    def waiting(self, conn: int) -> int:
        """How many bytes are on their way to the device, or kept back."""
        if not (self._queues or self._impairments):
            return 0
        flow = Flow(conn, UPSTREAM)
        queue = self._queues.get(flow)
        held = sum(one.held(flow) for one in self._impairments.values())
        return held + (0 if queue is None else queue.waiting)

    def forget(self, conn: int) -> None:
        """The connection is over: what was on its way is gone."""
        for flow in (Flow(conn, UPSTREAM), Flow(conn, DOWNSTREAM)):
            queue = self._queues.pop(flow, None)
            if queue is not None and queue.timer is not None:
                queue.timer.cancel()
        for impairment in self._impairments.values():
            impairment.closed(conn)

    def enter(self, flow: Flow, data: bytes) -> None:
        """Bytes enter at the sender's end."""
        if self._impairments or (self._queues and flow in self._queues):
            self._run(flow, Piece(data))
        elif data:
            self._ends.came_out(flow, data)  # the usual case: nothing is wrong, nothing is before

    def hang_up(self, flow: Flow) -> None:
        """The sender hangs up: the other end hears of it behind what was sent before."""
        self._run(flow, Piece(ends="device" if flow.stream == DOWNSTREAM else "pos"))

    def _run(self, flow: Flow, first: Piece) -> None:
        """A piece through every impairment, in the order of their coming."""
        pieces = [first]
        for impairment in self._impairments.values():
            if impairment.concerns(flow):
                pieces = [out for piece in pieces for out in _through(impairment, flow, piece)]
        for piece in pieces:
            if piece.lost or piece.altered:
                self._ends.spoilt(flow, lost=piece.lost, altered=piece.altered)
            self._queue(flow, piece)

    def _queue(self, flow: Flow, piece: Piece) -> None:
        queue = self._queues[flow]
        now_s = self._clock.monotonic_s()
        due_s = max(now_s + piece.delay_ms / 1000, queue.due_s + piece.gap_ms / 1000)
        if not queue.pieces and due_s <= now_s:
            self._hand_out(flow, piece)
            return
        if queue.waiting > MOST_WAITING_BYTES:
            self._ends.broke(flow.conn, "reset")  # nobody takes what it asks for
            return
        queue.add(due_s, piece)
        if queue.timer is None:
            self._wake(flow, queue)

    def _wake(self, flow: Flow, queue: _Queue) -> None:
        delay_s = queue.pieces[0][0] - self._clock.monotonic_s()
        queue.timer = self._clock.call_later(delay_s, lambda: self._work(flow))

    def _work(self, flow: Flow) -> None:
        """Hand out what is due, unless the connection ended in between."""
        queue = self._queues.get(flow)
        if queue is None:
            return
        queue.timer = None
        while queue.pieces and queue.pieces[0][0] <= self._clock.monotonic_s():
            self._hand_out(flow, queue.take())
            if self._queues.get(flow) is not queue:
                return
        if queue.pieces:
            self._wake(flow, queue)

    def _hand_out(self, flow: Flow, piece: Piece) -> None:
        if piece.data:
            self._ends.came_out(flow, piece.data)
        if piece.ends:
            self._ends.broke(flow.conn, piece.ends)


def _through(impairment: Impairment, flow: Flow, piece: Piece) -> list[Piece]:
    """A piece that is already the end of a broken connection is not impaired any further."""
    if piece.data:
        return impairment.pass_on(flow, piece)
    return [piece] if piece.ends in ("", "reset") else impairment.ending(flow, piece)
