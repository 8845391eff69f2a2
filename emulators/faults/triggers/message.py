"""The trigger of a host message, at a moment of its life."""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from emulators.acquirer.requests import Action
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
        """Raise UsageError for a moment that no message has, or a name that none can have."""
        Trigger.check(self)
        if self.moment not in MOMENTS:
            raise UsageError(
                f"trigger {self}: no moment {self.moment!r}; one of {', '.join(MOMENTS)}"
            )
        if self.mti in MOMENTS:
            raise UsageError(f"trigger {self}: of any message it is message(,{self.mti})")
        if self.mti not in NAMES and not _MTI.fullmatch(self.mti):
            _refuse_unless_of_the_gateway(self)


def _refuse_unless_of_the_gateway(trigger: AtMessage) -> None:
    # Its table takes time to import, and hardly anybody names a message so.
    from emulators.acquirer.dialects.json_gateway_rules import ENDPOINTS  # noqa: PLC0415

    if trigger.mti in {endpoint.name for endpoint in ENDPOINTS}:
        return
    near = get_close_matches(trigger.mti, NAMES, 1)
    hint = f"did you mean {near[0]}?" if near else f"an MTI, or one of {', '.join(NAMES)}"
    raise UsageError(f"trigger {trigger}: no message is called {trigger.mti!r}: {hint}")


_MTI = re.compile(r"(\d{4}(/\d{6})?)?")
NAMES = ("financial", *(action.value for action in Action))
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
