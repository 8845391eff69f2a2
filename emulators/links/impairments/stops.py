"""``limit_data``, ``timeout``, ``slow_close``, ``half_open``, ``black_hole``: the line stops."""

from collections import defaultdict

from emulators.links.impairments.base import (
    BOTH,
    DOWNSTREAM,
    UPSTREAM,
    Aftermath,
    Flow,
    Impairment,
    Piece,
)

_MOST_HELD_BYTES = 1 << 18
_MOST_HELD_PIECES = 4096


class LimitData(Impairment):
    """A connection ends after ``limit`` bytes; what comes behind them is lost."""

    def __init__(self, limit: int, stream: str) -> None:
        super().__init__(stream)
        self._limit = limit
        self._gone: dict[int, int] = defaultdict(int)

    def closed(self, conn: int) -> None:
        """The next connection has its own bytes."""
        self._gone.pop(conn, None)

    def pass_on(self, flow: Flow, piece: Piece) -> list[Piece]:
        """As far as the limit."""
        left = self._limit - self._gone[flow.conn]
        self._gone[flow.conn] += len(piece.data)
        if len(piece.data) < left:
            return [piece]
        lost = max(0, len(piece.data) - left)
        return [piece._replace(data=piece.data[: max(0, left)], ends="reset", lost=lost)]


class Stall(Impairment):
    """Data stops. It goes on when mended, or the connection ends ``closes_after_ms`` later."""

    state = "silent"

    def __init__(self, closes_after_ms: float, stream: str) -> None:
        super().__init__(stream)
        self._closes_after_ms = closes_after_ms
        self._held: dict[Flow, list[Piece]] = defaultdict(list)

    def closed(self, conn: int) -> None:
        """What was kept back for it goes nowhere."""
        self._held = defaultdict(list, {f: h for f, h in self._held.items() if f.conn != conn})

    def pass_on(self, flow: Flow, piece: Piece) -> list[Piece]:
        """Keep it back."""
        if self._closes_after_ms:
            return [Piece(delay_ms=self._closes_after_ms, ends="reset", lost=len(piece.data))]
        if self.held(flow) > _MOST_HELD_BYTES or len(self._held[flow]) > _MOST_HELD_PIECES:
            return [Piece(ends="reset", lost=len(piece.data))]
        self._held[flow].append(piece)
        return []

    def ending(self, flow: Flow, piece: Piece) -> list[Piece]:
        """It waits behind the data."""
        return [piece] if self._closes_after_ms else self.pass_on(flow, piece)

    def held(self, flow: Flow) -> int:
        """What waits."""
        return sum(len(piece.data) for piece in self._held.get(flow, ()))

    def over(self) -> Aftermath:
        """What is kept back goes on."""
        held = tuple((flow, piece) for flow, pieces in self._held.items() for piece in pieces)
        return Aftermath(held=held)


class SlowClose(Impairment):
    """When the device hangs up, the POS hears of it ``ms`` later."""

    def __init__(self, ms: float) -> None:
        super().__init__(DOWNSTREAM)
        self._ms = ms

    def ending(self, flow: Flow, piece: Piece) -> list[Piece]:
        """Later."""
        del flow
        return [piece._replace(delay_ms=piece.delay_ms + self._ms)]


class HalfOpen(Impairment):
    """One direction of the connections that are open is dead; new ones are well."""

    def __init__(self, conns: frozenset[int], stream: str) -> None:
        super().__init__(stream)
        self._dead = conns

    def pass_on(self, flow: Flow, piece: Piece) -> list[Piece]:
        """Into nowhere."""
        return [Piece(lost=len(piece.data))] if flow.conn in self._dead else [piece]

    def over(self) -> Aftermath:
        """They never come to life again."""
        return Aftermath(dead=self._dead)


class BlackHole(Impairment):
    """Connections are taken and nothing is ever answered: nothing gets through either way."""

    state = "silent"

    def __init__(self) -> None:
        super().__init__(BOTH)
        self._dead: set[int] = set()

    def closed(self, conn: int) -> None:
        """It is over for that one."""
        self._dead.discard(conn)

    def pass_on(self, flow: Flow, piece: Piece) -> list[Piece]:
        """Into nowhere."""
        self._dead.add(flow.conn)
        return [Piece(lost=len(piece.data))]

    def ending(self, flow: Flow, piece: Piece) -> list[Piece]:
        """The POS does not hear that the device has hung up."""
        return [piece] if flow.stream == UPSTREAM else []

    def over(self) -> Aftermath:
        """A connection that lost bytes does not go on."""
        return Aftermath(dead=frozenset(self._dead))
