"""What a host is told before it starts."""

from dataclasses import dataclass, field
from typing import Literal

from emulators.acquirer.cards import CardScript

LateBatch = Literal["accept", "refuse", "auto_close"]
ANY_TERMINAL = "*"


@dataclass(frozen=True, slots=True)
class HostSettings:
    """Settings of one host.

    Args:
        terminals: the terminal ids that are known; ``("*",)`` knows every one. Empty: the first one
            that is heard becomes the one that is known.
        currency: ISO 4217 numeric; a request in another one is refused with 12.
        late_batch: what becomes of a batch that an earlier business date left open (contract 4.3).
        cutover_takes_ms: how long after a change of date 0200 is answered with 90.
        unanswered: how many requests of one connection may wait before it is read no further.
        cards: which card or amount is answered with what.
    """

    terminals: tuple[str, ...] = ()
    currency: int = 156
    late_batch: LateBatch = "accept"
    cutover_takes_ms: int = 0
    unanswered: int = 64
    cards: CardScript = field(default_factory=CardScript.built_in)
