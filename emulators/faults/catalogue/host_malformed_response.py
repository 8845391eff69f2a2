"""host.malformed_response."""

from dataclasses import dataclass

from emulators.acquirer.choices import check_choice
from emulators.acquirer.effects import MalformResponse
from emulators.acquirer.twist import HOW
from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.triggers.message import AtMessage


@fault(
    "host.malformed_response",
    target="acquirer",
    zh="应答报文损坏：截断、乱码或长度错误",
    field="garbage on the line from the bank",
    default_trigger=AtMessage(mti="financial", moment="booked"),
)
@dataclass(frozen=True, slots=True)
class MalformedResponse(Fault):
    """What comes back is no message: truncated, garbage or of a wrong length."""

    how: str = "truncated"

    def __post_init__(self) -> None:
        """Raise UsageError for another way of breaking it."""
        check_choice(self.name, "how", self.how, HOW)

    def strike(self) -> Effect:
        """Break the response to the request under way."""
        return MalformResponse(self.how)
