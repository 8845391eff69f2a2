"""``operator.wrong_amount``."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.parameters import must_be_between
from harness.mistakes import EnterWrongly


@fault("operator.wrong_amount", target="operator", zh="金额输错后撤销重来", field="input error")
@dataclass(frozen=True, slots=True)
class WrongAmount(Fault):
    """The cashier enters the next sale with a wrong amount, voids it and enters it again."""

    factor: int = 10

    def __post_init__(self) -> None:
        """Refuse what is no wrong amount."""
        must_be_between(self, "factor", 2, 1000)

    def strike(self) -> Effect:
        """Once, at the next sale."""
        return EnterWrongly(self.factor)
