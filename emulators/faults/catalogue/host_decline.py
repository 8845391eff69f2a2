"""host.decline."""

from dataclasses import dataclass

from emulators.acquirer.choices import check_code
from emulators.acquirer.effects import Decline
from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.triggers.message import AtMessage


@fault(
    "host.decline",
    target="acquirer",
    zh="主机拒绝交易，返回指定的应答码",
    field="card declined by the bank",
    default_trigger=AtMessage(mti="financial", moment="request"),
)
@dataclass(frozen=True, slots=True)
class Declined(Fault):
    """The host declines with a chosen response code."""

    code: str = "51"

    def __post_init__(self) -> None:
        """Raise UsageError for what is no response code."""
        check_code(self.name, self.code)

    def strike(self) -> Effect:
        """Decline the request under way."""
        return Decline(self.code)
