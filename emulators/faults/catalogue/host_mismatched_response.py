"""host.mismatched_response."""

from dataclasses import dataclass

from emulators.acquirer.choices import check_choice
from emulators.acquirer.effects import MismatchResponse
from emulators.acquirer.twist import WHICH
from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.triggers.message import AtMessage


@fault(
    "host.mismatched_response",
    target="acquirer",
    zh="应答的凭证号、金额或终端号不符",
    field="the answer was somebody else's",
    default_trigger=AtMessage(mti="financial", moment="booked"),
)
@dataclass(frozen=True, slots=True)
class MismatchedResponse(Fault):
    """The answer names another trace, amount or terminal."""

    which: str = "trace"

    def __post_init__(self) -> None:
        """Raise UsageError for an element that cannot be changed."""
        check_choice(self.name, "which", self.which, tuple(WHICH))

    def strike(self) -> Effect:
        """Change the response to the request under way."""
        return MismatchResponse(self.which)
