"""What an acquirer host can undergo: most of it for the message that is being handled."""

from dataclasses import dataclass

from emulators.history import Effect


@dataclass(frozen=True, slots=True)
class LoseRequest(Effect):
    """This request was never seen: not booked, no answer."""


@dataclass(frozen=True, slots=True)
class LoseResponse(Effect):
    """This request is booked as usual; no answer leaves."""


@dataclass(frozen=True, slots=True)
class DelayResponse(Effect):
    """This request is booked as usual; its answer leaves so many milliseconds later."""

    delay_ms: int


@dataclass(frozen=True, slots=True)
class Decline(Effect):
    """This request is declined with that code, and not booked."""

    code: str


@dataclass(frozen=True, slots=True)
class MoveDate(Effect):
    """The business date goes on by so many days now (cutover)."""

    days: int = 1
