"""What an impairment is: bytes of one stream in, pieces with their delays out. Sans-IO.

*Upstream* is from the POS to the device, *downstream* back. State that has to last is the
impairment's own, by connection and stream.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from emulators.effects import Effect
from emulators.links.impairments.cutters import Cutter

UPSTREAM, DOWNSTREAM, BOTH = "upstream", "downstream", "both"
STREAMS = (UPSTREAM, DOWNSTREAM, BOTH)


class Piece(NamedTuple):
    """Bytes to hand on, at the earliest ``delay_ms`` from now and ``gap_ms`` after those before.

    ``ends`` is how the connection ends after them: '' (it goes on), device or pos (that side hung
    up in order), reset. ``lost`` bytes vanished here, ``altered`` ones are not as they were sent.
    """

    data: bytes = b""
    delay_ms: float = 0.0
    gap_ms: float = 0.0
    ends: str = ""
    lost: int = 0
    altered: int = 0


class Flow(NamedTuple):
    """One direction of one connection."""

    conn: int
    stream: str


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What is left to do when an impairment is over.

    ``held``: what it kept back and now goes on, in order. ``dead``: connections that lost bytes;
    TCP never goes on behind a hole, so they end with a reset.
    """

    held: tuple[tuple[Flow, Piece], ...] = ()
    dead: frozenset[int] = frozenset()


class Impairment:
    """The base: a line that is as it should be.

    Args:
        stream: upstream, downstream or both.
    """

    state = ""  # what link.state says while it lasts, '' when the line does not look different

    def __init__(self, stream: str) -> None:
        self._stream = stream

    def concerns(self, flow: Flow) -> bool:
        """Whether it is about that direction."""
        return self._stream in (BOTH, flow.stream)

    def cut_by(self, cutter: Cutter) -> None:
        """How messages are told on this line, for what is about messages."""

    def opened(self, conn: int) -> None:
        """A connection was made while it stood."""

    def closed(self, conn: int) -> None:
        """A connection is over."""

    def pass_on(self, flow: Flow, piece: Piece) -> list[Piece]:
        """What becomes of a piece."""
        del flow
        return [piece]

    def ending(self, flow: Flow, piece: Piece) -> list[Piece]:
        """What becomes of the news that the sender has hung up in order."""
        del flow
        return [piece]

    def held(self, flow: Flow) -> int:
        """How many bytes it keeps back."""
        del flow
        return 0

    def over(self) -> Aftermath:
        """It is mended."""
        return Aftermath()


@dataclass(frozen=True, slots=True)
class Impair(Effect):
    """A link suffers from now on. ``name`` is the fault's.

    ``make`` makes the impairment; it is told which connections are open. ``only`` is tcp or serial
    when another kind of line cannot have it, ``why`` the reason.
    """

    name: str
    make: Callable[[frozenset[int]], Impairment]
    only: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Restore(Effect):
    """The impairment of that name is over."""

    name: str
