"""``operator.double_press``."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from harness.mistakes import PressTwice


@fault("operator.double_press", target="operator", zh="应答之前又按了一次同一个键", field="hurried")
@dataclass(frozen=True, slots=True)
class DoublePress(Fault):
    """The cashier presses the key again before the answer: the same call twice."""

    def strike(self) -> Effect:
        """The call that is open now is made again; else the next one is made twice."""
        return PressTwice()
