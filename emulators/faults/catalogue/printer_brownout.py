"""Brownout at the printer."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.printer import effects


@fault("printer.brownout", target="printer", zh="供电不稳，打印机复位", field="unstable supply")
@dataclass(frozen=True, slots=True)
class Brownout(Fault):
    """The supply dips in mid-row: the printer starts anew, buffer and settings are lost."""

    def strike(self) -> Effect:
        """It dips; the power is back at once."""
        return effects.Brownout()
