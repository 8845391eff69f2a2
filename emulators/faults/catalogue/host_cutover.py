"""host.cutover."""

from dataclasses import dataclass

from emulators.acquirer.choices import check_above
from emulators.acquirer.effects import MoveDate
from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.triggers.message import AtMessage


@fault(
    "host.cutover",
    target="acquirer",
    zh="主机日切：营业日期现在变更",
    field="end of day at the bank, before the shop's",
    default_trigger=AtMessage(mti="financial", moment="booked"),
)
@dataclass(frozen=True, slots=True)
class HostCutover(Fault):
    """The host's business date changes now."""

    days: int = 1

    def __post_init__(self) -> None:
        """Raise UsageError for a day that has passed."""
        check_above(self.name, "days", self.days, 1)

    def strike(self) -> Effect:
        """Move the business date."""
        return MoveDate(self.days)
