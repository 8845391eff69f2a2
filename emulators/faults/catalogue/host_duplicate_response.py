"""host.duplicate_response."""

from dataclasses import dataclass

from emulators.acquirer.choices import check_above
from emulators.acquirer.effects import DuplicateResponse
from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.triggers.message import AtMessage


@fault(
    "host.duplicate_response",
    target="acquirer",
    zh="同一应答到达两次",
    field="the same answer came twice",
    default_trigger=AtMessage(mti="financial", moment="booked"),
)
@dataclass(frozen=True, slots=True)
class DuplicatedResponse(Fault):
    """The same answer comes twice."""

    after_ms: int = 0

    def __post_init__(self) -> None:
        """Raise UsageError for a time that has passed."""
        check_above(self.name, "after_ms", self.after_ms, 0)

    def strike(self) -> Effect:
        """Send the response to the request under way twice."""
        return DuplicateResponse(self.after_ms)
