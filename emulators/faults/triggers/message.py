"""The trigger of a host message, at a moment of its life."""

from dataclasses import dataclass

from emulators.errors import UsageError
from emulators.events import Event
from emulators.faults.trigger import Trigger, said, trigger


@trigger("message")
@dataclass(frozen=True, slots=True)
class AtMessage(Trigger):
    """At a moment in the life of the nth host message of that MTI since arming.

    ``0200/020000``: only of those with that processing code. ``purchase``, ``void``, ``refund``,
    ``reversal``, ``settlement``, ``upload``, …, ``financial`` (any that moves money): by what it
    asks, which is said alike in every dialect. Moments in order: accepted (a connection, and no
    message yet), request, booking, booked, response, sent (no octet has gone), answering (half of
    them), answered. ``terminal``: only of that one.
    """

    mti: str = ""
    moment: str = "booked"
    terminal: str = ""

    def matches(self, event: Event) -> bool:
        """Whether it is that moment of such a message (an empty name: of any)."""
        if event.kind != f"host.{self.moment}":
            return False
        if self.terminal not in ("", said(event, "terminal")):
            return False
        return not self.mti or self.mti in getattr(event.payload, "names", ())

    def waits_for(self) -> str:
        """The kind of event that the moment is."""
        return f"host.{self.moment}"

    def check(self) -> None:
        """Raise UsageError for a moment that no message has."""
        Trigger.check(self)
        if self.moment not in MOMENTS:
            raise UsageError(
                f"trigger {self}: no moment {self.moment!r}; one of {', '.join(MOMENTS)}"
            )
        if self.mti in MOMENTS:
            raise UsageError(f"trigger {self}: of any message it is message(,{self.mti})")


MOMENTS = (
    "accepted",
    "request",
    "booking",
    "booked",
    "response",
    "sent",
    "answering",
    "answered",
)
