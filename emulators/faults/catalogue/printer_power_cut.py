"""Power cut at the printer."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.printer import effects


@fault("printer.power_cut", target="printer", zh="打印机断电", field="power failure")
@dataclass(frozen=True, slots=True)
class PowerCut(Fault):
    """The power goes: buffer and settings are lost and the link hangs up, until it is back.

    ``off_for_ms``: back by itself after so long; 0: when somebody mends it.
    """

    off_for_ms: int = 0

    def strike(self) -> Effect:
        """The power goes."""
        return effects.PowerOff()

    def mend(self) -> Effect | None:
        """It is back."""
        return effects.PowerOn()

    def lasts_ms(self) -> int | None:
        """As long as the parameter says."""
        return self.off_for_ms or None
