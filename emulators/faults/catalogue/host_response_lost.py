"""host.response_lost."""

from dataclasses import dataclass

from emulators.acquirer.choices import check_above
from emulators.acquirer.effects import LoseResponse
from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.triggers.message import AtMessage


@fault(
    "host.response_lost",
    target="acquirer",
    zh="应答丢失：主机已入账，没有应答",
    field="charged, and no slip",
    default_trigger=AtMessage(mti="financial", moment="booked"),
)
@dataclass(frozen=True, slots=True)
class ResponseLost(Fault):
    """The request is booked, and no answer leaves, nor to so many repeats or inquiries."""

    repeats: int = 0

    def __post_init__(self) -> None:
        """Raise UsageError for less than none."""
        check_above(self.name, "repeats", self.repeats, 0)

    def strike(self) -> Effect:
        """Lose the response to the request under way."""
        return LoseResponse(self.repeats)
