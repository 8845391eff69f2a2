"""host.late_response."""

from dataclasses import dataclass

from emulators.acquirer.choices import check_above
from emulators.acquirer.effects import DelayResponse
from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.triggers.message import AtMessage


@fault(
    "host.late_response",
    target="acquirer",
    zh="应答迟到：主机已入账，收银机放弃之后应答才到",
    field="the approval came after the till had given up",
    default_trigger=AtMessage(mti="financial", moment="booked"),
)
@dataclass(frozen=True, slots=True)
class LateResponse(Fault):
    """The request is booked, and the answer comes after the POS has given up."""

    after_ms: int = 3000

    def __post_init__(self) -> None:
        """Raise UsageError for a time that has passed."""
        check_above(self.name, "after_ms", self.after_ms, 0)

    def strike(self) -> Effect:
        """Hold the response to the request under way."""
        return DelayResponse(self.after_ms)
