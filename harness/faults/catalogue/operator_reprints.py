"""``operator.reprints``."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.parameters import must_be_between
from harness.mistakes import AskForReprints


@fault(
    "operator.reprints",
    target="operator",
    zh="操作员要求重打印，一次或多次",
    field="forgot to print; customer asks again",
)
@dataclass(frozen=True, slots=True)
class Reprints(Fault):
    """The operator asks for a reprint of the transaction, once or more often."""

    times: int = 1

    def __post_init__(self) -> None:
        """Refuse what nobody asks for."""
        must_be_between(self, "times", 1, 20)

    def strike(self) -> Effect:
        """After the transaction that is under way; at once when none is."""
        return AskForReprints(self.times)
