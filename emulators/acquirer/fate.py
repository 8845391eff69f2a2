"""What becomes of one message under faults: which effect may still strike it, and when."""

from dataclasses import dataclass, field

from emulators.acquirer import effects
from emulators.effects import Effect, Injected

# The moments at which an effect can still change the course of the message.
_BEFORE_BOOKING = frozenset({"request", "booking"})
_BEFORE_ANSWER = _BEFORE_BOOKING | {"booked"}
_BEFORE_SENDING = _BEFORE_ANSWER | {"response"}
IN_TIME: dict[type[Effect], frozenset[str]] = {
    effects.LoseRequest: _BEFORE_BOOKING,
    effects.HangUp: _BEFORE_BOOKING | {"answering", "answered"},
    effects.Decline: _BEFORE_BOOKING,
    effects.ApproveUnbooked: _BEFORE_BOOKING,
    effects.ExpireKeys: _BEFORE_BOOKING,
    effects.AnswerWith: _BEFORE_ANSWER,
    effects.LoseResponse: _BEFORE_SENDING | {"answering"},
    effects.DelayResponse: _BEFORE_SENDING | {"answering"},
    effects.DuplicateResponse: _BEFORE_SENDING,
    effects.StaleResponse: _BEFORE_SENDING,
    effects.MalformResponse: _BEFORE_SENDING,
    effects.MismatchResponse: _BEFORE_SENDING,
    effects.SpoilMac: _BEFORE_SENDING,
}


@dataclass(slots=True)
class Fate:
    """What a message has undergone so far. ``cause``: the latest fault, for what follows of it.

    ``held`` are the effects that a later step has to carry out, each at most once.
    """

    request_lost: bool = False
    response_lost: bool = False
    repeats_lost: int = 0
    hangs_up: bool = False
    held: dict[type[Effect], Injected] = field(default_factory=dict)
    cause: int | None = None

    def undergo(self, injected: Injected, moment: str) -> bool:
        """Take an effect; False when it is none of a message's, or comes too late for this one."""
        effect = injected.effect
        if moment not in IN_TIME.get(type(effect), ()):
            self._outlive(effect, moment)
            return False
        match effect:
            case effects.LoseRequest():
                self.request_lost = True
            case effects.HangUp():
                self.request_lost = self.hangs_up = True
            case effects.LoseResponse(repeats):
                self.response_lost, self.repeats_lost = True, repeats
            case _:
                self.held[type(effect)] = injected
        self.cause = injected.cause
        return True

    def _outlive(self, effect: Effect, moment: str) -> None:
        """A host that stops takes what is not booked with it."""
        if isinstance(effect, effects.StopHost) and moment in _BEFORE_BOOKING:
            self.request_lost = True

    def take(self, kind: type[Effect]) -> Injected | None:
        """The effect of that kind, if there is one, to be carried out now."""
        return self.held.pop(kind, None)
