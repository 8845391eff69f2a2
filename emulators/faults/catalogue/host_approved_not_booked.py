"""host.approved_not_booked."""

from dataclasses import dataclass

from emulators.acquirer.effects import ApproveUnbooked
from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.triggers.message import AtMessage


@fault(
    "host.approved_not_booked",
    target="acquirer",
    zh="应答批准，却没有入账",
    field="paid by the slip, missing on the statement",
    default_trigger=AtMessage(mti="financial", moment="request"),
)
@dataclass(frozen=True, slots=True)
class ApprovedNotBooked(Fault):
    """The answer approves, and nothing is booked."""

    def strike(self) -> Effect:
        """Approve the request under way without booking it."""
        return ApproveUnbooked()
