"""host.sign_on_required."""

from dataclasses import dataclass

from emulators.acquirer.effects import Decline
from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.triggers.message import AtMessage


@fault(
    "host.sign_on_required",
    target="acquirer",
    zh="主机要求重新签到（77）",
    field="the batch at the bank has moved on",
    default_trigger=AtMessage(mti="financial", moment="request"),
)
@dataclass(frozen=True, slots=True)
class SignOnRequired(Fault):
    """The host answers 77: its batch differs, sign on again; nothing is booked."""

    def strike(self) -> Effect:
        """Turn the request under way down."""
        return Decline("77")
