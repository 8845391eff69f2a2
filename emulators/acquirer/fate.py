"""What becomes of one message under faults: which effect may still strike it, and when."""

from dataclasses import dataclass

from emulators.acquirer import effects
from emulators.history import Effect, Injected

# The moments at which an effect can still change the course of the message (faults, section host).
_BEFORE_BOOKING = frozenset({"request", "booking"})
_BEFORE_SENDING = _BEFORE_BOOKING | {"booked", "response"}
IN_TIME: dict[type[Effect], frozenset[str]] = {
    effects.LoseRequest: _BEFORE_BOOKING,
    effects.Decline: _BEFORE_BOOKING,
    effects.LoseResponse: _BEFORE_SENDING,
    effects.DelayResponse: _BEFORE_SENDING,
}


@dataclass(slots=True)
class Fate:
    """What a message has undergone so far. ``cause``: the latest fault, for what follows of it."""

    request_lost: bool = False
    response_lost: bool = False
    delay_ms: int = 0
    decline: Injected | None = None
    code: str = ""
    cause: int | None = None

    def undergo(self, injected: Injected, moment: str) -> bool:
        """Take an effect; False when it is none of a message's, or comes too late for this one."""
        if moment not in IN_TIME.get(type(injected.effect), ()):
            return False
        match injected.effect:
            case effects.LoseRequest():
                self.request_lost = True
            case effects.LoseResponse():
                self.response_lost = True
            case effects.DelayResponse(delay_ms):
                self.delay_ms = delay_ms
            case effects.Decline(code):
                self.decline, self.code = injected, code
        self.cause = injected.cause
        return True
