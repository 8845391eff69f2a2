"""What an acquirer host can undergo: most of it for the message that is being handled."""

from dataclasses import dataclass

from emulators.effects import Effect


@dataclass(frozen=True, slots=True)
class LoseRequest(Effect):
    """This request was never seen: not booked, no answer."""


@dataclass(frozen=True, slots=True)
class LoseResponse(Effect):
    """This request is booked as usual; no answer leaves, nor to so many repeats of it."""

    repeats: int = 0


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


@dataclass(frozen=True, slots=True)
class AnswerWith(Effect):
    """This request is booked as usual; its answer says that code."""

    code: str


@dataclass(frozen=True, slots=True)
class ApproveUnbooked(Effect):
    """This request is approved as usual; nothing is booked."""


@dataclass(frozen=True, slots=True)
class DuplicateResponse(Effect):
    """The answer to this request leaves twice, the second so many milliseconds later."""

    after_ms: int = 0


@dataclass(frozen=True, slots=True)
class StaleResponse(Effect):
    """Before the answer to this request, that to an earlier trace of its terminal leaves again."""


@dataclass(frozen=True, slots=True)
class MalformResponse(Effect):
    """What leaves is no message: ``how`` is truncated, garbage or length (too long a one)."""

    how: str


@dataclass(frozen=True, slots=True)
class MismatchResponse(Effect):
    """The answer names another ``which``: trace, amount or terminal."""

    which: str


@dataclass(frozen=True, slots=True)
class SpoilMac(Effect):
    """The authentication code of the answer is wrong, in a dialect that has one."""


@dataclass(frozen=True, slots=True)
class ExpireKeys(Effect):
    """The terminal's keys are gone: this request is refused with that code, and not booked."""

    code: str


@dataclass(frozen=True, slots=True)
class HangUp(Effect):
    """This request is lost, and the host hangs up the line that it came on."""


@dataclass(frozen=True, slots=True)
class LoseReversals(Effect):
    """The next reversals are lost, or their responses: ``what`` is request or response."""

    times: int
    what: str


@dataclass(frozen=True, slots=True)
class StopHost(Effect):
    """The host process is gone: lines hang up, what is not booked is forgotten."""


@dataclass(frozen=True, slots=True)
class StartHost(Effect):
    """The host process is back, with its books."""
