"""``drop``, ``duplicate``, ``reorder``: of a whole message, where the link carries messages.

On a serial line, which has none, of so many bytes.
"""

from collections import defaultdict

from emulators.links.impairments.base import Aftermath, Flow, Impairment, Piece
from emulators.links.impairments.cutters import Cutter, messages


class Whole(Impairment):
    """Something happens to the ``nth`` unit from now on in its stream, counted over connections.

    A connection that was in the middle of a message when it began is left alone until then: its
    bytes would be taken for a length. Without a ``cutter`` a unit is one of the line's messages.
    """

    def __init__(self, stream: str, nth: int, cutter: Cutter | None = None) -> None:
        super().__init__(stream)
        self._left, self._own, self._cutter = nth, cutter is not None, cutter or messages
        self._rest: dict[Flow, bytes] = defaultdict(bytes)

    def cut_by(self, cutter: Cutter) -> None:
        """How messages are told on this line."""
        if not self._own:
            self._cutter = cutter

    def closed(self, conn: int) -> None:
        """A message that was not whole goes nowhere."""
        self._rest = defaultdict(bytes, {f: r for f, r in self._rest.items() if f.conn != conn})

    def pass_on(self, flow: Flow, piece: Piece) -> list[Piece]:
        """Unit by unit until it has happened, then whatever comes."""
        piece = piece._replace(data=self._rest.pop(flow, b"") + piece.data)
        if self.done():
            return [piece]
        units, rest = self._cutter(piece.data)
        out = [each for unit in units for each in self._unit(flow, piece._replace(data=unit))]
        if rest and self.done():
            return [*out, piece._replace(data=rest)]
        if rest:
            self._rest[flow] = rest
        return out

    def _unit(self, flow: Flow, piece: Piece) -> list[Piece]:
        if self.done():
            return [piece]
        self._left -= 1
        return [piece] if self._left > 0 else self.befalls(flow, piece)

    def ending(self, flow: Flow, piece: Piece) -> list[Piece]:
        """What was not whole goes before it."""
        return [Piece(self._rest.pop(flow, b"")), piece]

    def held(self, flow: Flow) -> int:
        """What is not whole yet."""
        return len(self._rest.get(flow, b""))

    def done(self) -> bool:
        """Whether it has happened."""
        return self._left <= 0

    def befalls(self, flow: Flow, piece: Piece) -> list[Piece]:
        """What becomes of the unit. Called for each from the ``nth`` on, until ``done``."""
        raise NotImplementedError

    def over(self) -> Aftermath:
        """What was not whole goes on."""
        return Aftermath(held=tuple((flow, Piece(data)) for flow, data in self._rest.items()))


class Drop(Whole):
    """It is lost."""

    def befalls(self, flow: Flow, piece: Piece) -> list[Piece]:
        """Nothing is left."""
        del flow
        return [Piece(lost=len(piece.data))]


class Duplicate(Whole):
    """It comes twice."""

    def befalls(self, flow: Flow, piece: Piece) -> list[Piece]:
        """Once more."""
        del flow
        return [piece, piece._replace(altered=len(piece.data))]


class Reorder(Whole):
    """The one behind it on its connection overtakes it; if none comes, it stays on the way."""

    def __init__(self, stream: str, nth: int, cutter: Cutter | None = None) -> None:
        super().__init__(stream, nth, cutter)
        self._late: tuple[Flow, Piece] | None = None
        self._over = False

    def done(self) -> bool:
        """When the next one has gone by, or can no more."""
        return self._over

    def closed(self, conn: int) -> None:
        """What was late on that connection goes nowhere."""
        super().closed(conn)
        if self._late is not None and self._late[0].conn == conn:
            self._late, self._over = None, True

    def befalls(self, flow: Flow, piece: Piece) -> list[Piece]:
        """Keep the first back, let it follow the second."""
        if self._late is None:
            self._late = (flow, piece)
            return []
        if self._late[0] != flow:
            return [piece]
        late, self._late, self._over = self._late[1], None, True
        return [piece._replace(altered=len(late.data)), late]

    def over(self) -> Aftermath:
        """What is late goes on."""
        late = () if self._late is None else (self._late,)
        return Aftermath(held=(*late, *super().over().held))
