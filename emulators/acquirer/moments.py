"""The facts that every moment of one message tells, and the names of its injection points."""

from collections.abc import Mapping
from sys import intern
from typing import NamedTuple, TypeVar

from emulators.acquirer.dialects.base import Message
from emulators.acquirer.events import Moment
from emulators.acquirer.requests import Action, Request
from emulators.quick import made

K = TypeVar("K")
V = TypeVar("V")
M = TypeVar("M", bound=Moment)
BATCHES_KEPT = 16
TERMINALS_KEPT = 10_000
_WORDS = {action: action.value for action in Action}  # ``value`` is a call each time


class Ordinals:
    """Numbers the distinct trace numbers of each terminal and batch, in the order of coming.

    Of each terminal the latest batches are kept, and so many terminals: a host runs for days, and
    what calls itself a terminal may be noise.
    """

    def __init__(self) -> None:
        self._seen: dict[str, dict[str, dict[str, int]]] = {}

    def number(self, terminal: str, batch: str, trace: str) -> int:
        """1 for the first distinct trace of that batch, and the same for each further message."""
        batches = self._seen.get(terminal)
        if batches is None:
            make_room(self._seen, TERMINALS_KEPT)
            batches = self._seen[terminal] = {}
        seen = batches.get(batch)
        if seen is None:
            make_room(batches, BATCHES_KEPT)
            seen = batches[batch] = {}
        return seen.setdefault(intern(trace), len(seen) + 1)


def make_room(kept: dict[K, V], most: int) -> None:
    """Forget the earliest entry when there are ``most``."""
    if len(kept) >= most:
        del kept[next(iter(kept))]


class Facts(NamedTuple):
    """What is known of a message from its reading on."""

    mti: str
    conn: int
    terminal: str
    batch: str
    trace: str
    ordinal: int
    processing_code: str
    amount_minor: int | None
    action: str

    @property
    def key(self) -> str:
        """As ``Moment.key``."""
        return f"{self.mti}.{self.ordinal}"

    def at(
        self,
        kind: type[M],
        moment: str,
        code: str,
        fields: tuple[str, ...],
        more: Mapping[str, str],
    ) -> M:
        """The payload of one moment; ``more`` are elements of that kind alone."""
        return kind(
            self.mti,
            moment,
            self.conn,
            self.terminal,
            self.batch,
            self.trace,
            self.ordinal,
            self.processing_code,
            self.amount_minor,
            code,
            fields,
            action=self.action,
            **more,
        )


def facts(conn: int, message: Message, request: Request | None, ordinals: Ordinals) -> Facts:
    """The facts of a message; of one that is no request, as far as they can be told."""
    mti, elements, _ = message
    get = elements.get
    terminal = get(41, "")
    if request is None:
        batch, trace, amount_minor, action = "", get(11, ""), None, ""
    else:
        # A reversal may have a number of its own: its moments are told under its original's.
        batch, trace, action = request.batch, request.trace, _WORDS[request.action]
        amount_minor = request.amount_minor if 4 in elements else None
    ordinal = ordinals.number(terminal, batch, trace)
    return made(
        Facts, (mti, conn, terminal, batch, trace, ordinal, get(3, ""), amount_minor, action)
    )
