"""``operator.skip_settlement``."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from harness.calendar import GoOn


@fault(
    "operator.skip_settlement",
    target="calendar",
    zh="忘记结算，直接进入下一天",
    field="forgot to settle",
    needs="clock",
)
@dataclass(frozen=True, slots=True)
class SkipSettlement(Fault):
    """The day ends without settlement; the next day begins."""

    days: int = 1

    def strike(self) -> Effect:
        """The date goes on, for the POS and for the host."""
        return GoOn(self.days)
