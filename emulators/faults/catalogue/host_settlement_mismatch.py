"""host.settlement_mismatch."""

from dataclasses import dataclass

from emulators.acquirer.effects import Decline
from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.triggers.message import AtMessage


@fault(
    "host.settlement_mismatch",
    target="acquirer",
    zh="结算对账不平（95），需要批上送",
    field="totals disagree",
    default_trigger=AtMessage(mti="settlement", moment="request"),
)
@dataclass(frozen=True, slots=True)
class SettlementMismatch(Fault):
    """The host finds the totals different (95): a batch upload follows."""

    def strike(self) -> Effect:
        """Answer the settlement under way with 95."""
        return Decline("95")
