"""What a payment terminal is set up with."""

import re
from dataclasses import dataclass

from emulators.terminal.records import Card


@dataclass(frozen=True, slots=True)
class TerminalSettings:
    """``card``: what the customer presents where the till gives none.

    ``acknowledged_within_s``: how long the till has for each 80 00; ``cleans_up_after_s``: how long
    the terminal rests before it tries again to give back what is in doubt.
    """

    terminal_id: str = "TP000001"
    merchant_id: str = "TILLPROOF000001"
    currency: int = 156
    host_timeout_s: float = 1.0
    acknowledged_within_s: float = 5.0
    cleans_up_after_s: float = 0.5
    card: Card = Card("4111111111111111", "3012")  # noqa: RUF009  (frozen)

    @property
    def number(self) -> str:
        """The terminal's number of eight digits (BMP 29); letters count as 0."""
        return re.sub(r"[^0-9]", "0", self.terminal_id.rjust(8, "0"))[-8:]
