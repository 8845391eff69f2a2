"""``operator.mends_late``."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.parameters import must_be_between
from harness.mistakes import PutOffMending


@fault(
    "operator.mends_late",
    target="operator",
    zh="再做几笔交易之后才排除故障",
    field="paper is loaded only when the queue is gone",
)
@dataclass(frozen=True, slots=True)
class MendsLate(Fault):
    """What is broken is mended only after more sales."""

    sales: int = 2

    def __post_init__(self) -> None:
        """Refuse what is not late."""
        must_be_between(self, "sales", 1, 1000)

    def strike(self) -> Effect:
        """The next mending is put off."""
        return PutOffMending(self.sales)
