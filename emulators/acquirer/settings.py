"""What a host is told before it starts."""

from dataclasses import dataclass, field
from typing import Literal

from emulators.acquirer.cards import NO_LIMIT_MINOR, CardScript

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
        merchants: the merchant numbers that are known; a terminal belongs to the first one of them
            that it names. Empty: any, and it belongs to the last that it named, until it has named
            one twice in a row.
        limit_minor: the most that one sale or pre-authorisation may be; 61 above it.
        refund_limit_minor: the same for one refund.
        completion_percent: how much of a pre-authorisation may be completed (China UnionPay's
            rules for merchants allow up to 115 %).
        domestic: the first digits of cards that a dialect with two groups settles as domestic.
    """

    terminals: tuple[str, ...] = ()
    currency: int = 156
    late_batch: LateBatch = "accept"
    cutover_takes_ms: int = 0
    unanswered: int = 64
    cards: CardScript = field(default_factory=CardScript.built_in)
    merchants: tuple[str, ...] = ()
    limit_minor: int = NO_LIMIT_MINOR
    refund_limit_minor: int = NO_LIMIT_MINOR
    completion_percent: int = 115
    domestic: tuple[str, ...] = ("62",)
