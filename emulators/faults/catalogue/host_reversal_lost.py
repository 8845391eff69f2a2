"""host.reversal_lost."""

from dataclasses import dataclass

from emulators.acquirer.choices import check_above
from emulators.acquirer.effects import LoseReversals
from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.triggers.message import AtMessage


@fault(
    "host.reversal_lost",
    target="acquirer",
    zh="冲正请求丢失",
    field="the reversal never arrived",
    default_trigger=AtMessage(mti="reversal", moment="request"),
)
@dataclass(frozen=True, slots=True)
class ReversalLost(Fault):
    """Reversals never arrive, so many times in a row (0401 counts as well)."""

    times: int = 1

    def __post_init__(self) -> None:
        """Raise UsageError for less than once."""
        check_above(self.name, "times", self.times, 1)

    def strike(self) -> Effect:
        """Lose the next reversals, the one under way included."""
        return LoseReversals(self.times, "request")
