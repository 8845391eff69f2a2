"""``slicer``: a message in many segments, or several in one."""

from collections import defaultdict

from emulators.links.impairments.base import Aftermath, Flow, Impairment, Piece
from emulators.links.impairments.delays import cut


class Slicer(Impairment):
    """Segments of ``size`` bytes, ``gap_ms`` apart."""

    def __init__(self, size: int, gap_ms: float, stream: str) -> None:
        super().__init__(stream)
        self._size, self._gap_ms = size, gap_ms

    def pass_on(self, flow: Flow, piece: Piece) -> list[Piece]:
        """In slices."""
        del flow
        return [
            piece._replace(data=data, gap_ms=max(piece.gap_ms, self._gap_ms))
            for data in cut(piece.data, self._size)
        ]


class Joiner(Impairment):
    """What comes in ``pieces`` pieces goes on as one."""

    def __init__(self, pieces: int, stream: str) -> None:
        super().__init__(stream)
        self._pieces = pieces
        self._held: dict[Flow, list[bytes]] = defaultdict(list)

    def closed(self, conn: int) -> None:
        """What was kept back for it goes nowhere."""
        self._held = defaultdict(list, {f: h for f, h in self._held.items() if f.conn != conn})

    def pass_on(self, flow: Flow, piece: Piece) -> list[Piece]:
        """Keep it back until the last has come."""
        held = self._held[flow]
        held.append(piece.data)
        if len(held) < self._pieces:
            return []
        del self._held[flow]
        return [piece._replace(data=b"".join(held))]

    def ending(self, flow: Flow, piece: Piece) -> list[Piece]:
        """What is kept back goes before it."""
        held = self._held.pop(flow, [])
        return [Piece(b"".join(held)), piece]

    def held(self, flow: Flow) -> int:
        """What has come of it so far."""
        return sum(map(len, self._held.get(flow, ())))

    def over(self) -> Aftermath:
        """What is kept back goes on."""
        return Aftermath(held=tuple((f, Piece(b"".join(h))) for f, h in self._held.items()))
