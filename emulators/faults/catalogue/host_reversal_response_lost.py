"""host.reversal_response_lost."""

from dataclasses import dataclass

from emulators.acquirer.choices import check_above
from emulators.acquirer.effects import LoseReversals
from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.triggers.message import AtMessage


@fault(
    "host.reversal_response_lost",
    target="acquirer",
    zh="冲正已处理，应答丢失",
    field="reversed, and the till keeps trying",
    default_trigger=AtMessage(mti="reversal", moment="request"),
)
@dataclass(frozen=True, slots=True)
class ReversalResponseLost(Fault):
    """Reversals are done and not answered, so many times in a row (0401 counts as well)."""

    times: int = 1

    def __post_init__(self) -> None:
        """Raise UsageError for less than once."""
        check_above(self.name, "times", self.times, 1)

    def strike(self) -> Effect:
        """Lose the responses to the next reversals, the one under way included."""
        return LoseReversals(self.times, "response")
