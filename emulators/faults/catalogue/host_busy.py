"""host.busy."""

from dataclasses import dataclass

from emulators.acquirer.choices import check_choice
from emulators.acquirer.effects import Decline
from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.triggers.message import AtMessage


@fault(
    "host.busy",
    target="acquirer",
    zh="主机忙：返回 91、96 或 90",
    field="the bank's system is busy or switching its day",
    default_trigger=AtMessage(mti="financial", moment="request"),
)
@dataclass(frozen=True, slots=True)
class Busy(Fault):
    """The host is busy: 91 (issuer down), 96 (system error) or 90 (cutover in progress)."""

    code: str = "91"

    def __post_init__(self) -> None:
        """Raise UsageError for a code that does not say so."""
        check_choice(self.name, "code", self.code, ("91", "96", "90"))

    def strike(self) -> Effect:
        """Turn the request under way down."""
        return Decline(self.code)
