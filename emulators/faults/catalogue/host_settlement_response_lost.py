"""host.settlement_response_lost."""

from dataclasses import dataclass

from emulators.acquirer.effects import LoseResponse
from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.triggers.message import AtMessage


@fault(
    "host.settlement_response_lost",
    target="acquirer",
    zh="结算已完成，应答丢失",
    field="closed at the bank, open at the till",
    default_trigger=AtMessage(mti="settlement", moment="booked"),
)
@dataclass(frozen=True, slots=True)
class SettlementResponseLost(Fault):
    """The batch is closed at the host, and the POS is not told."""

    def strike(self) -> Effect:
        """Lose the response to the settlement under way."""
        return LoseResponse()
