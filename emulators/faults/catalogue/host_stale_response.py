"""host.stale_response."""

from dataclasses import dataclass

from emulators.acquirer.effects import StaleResponse
from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.triggers.message import AtMessage


@fault(
    "host.stale_response",
    target="acquirer",
    zh="先到达的是较早凭证号的应答",
    field="an old answer was taken for the new one",
    default_trigger=AtMessage(mti="financial", moment="booked"),
)
@dataclass(frozen=True, slots=True)
class StaleAnswer(Fault):
    """The answer to an earlier trace number comes again, before the right one."""

    def strike(self) -> Effect:
        """Send the terminal's earlier response first."""
        return StaleResponse()
