"""What a payment terminal can undergo."""

from dataclasses import dataclass

from emulators.effects import Effect


@dataclass(frozen=True, slots=True)
class LoseResult(Effect):
    """Of the command under way, or the next one, the till is told nothing more.

    ``hangs_up``: and the connection ends.
    """

    hangs_up: bool = False
