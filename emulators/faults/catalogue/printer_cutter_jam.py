"""Cutter jam."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.printer import effects


@fault("printer.cutter_jam", target="printer", zh="切刀卡住", field="cutter jam")
@dataclass(frozen=True, slots=True)
class CutterJam(Fault):
    """The next cut fails: a recoverable error, and nothing more is printed until it is mended.

    ``by_command`` True: when the operator has freed the blade, the POS must send DLE ENQ as well.
    """

    by_command: bool = False

    def strike(self) -> Effect:
        """The blade is stuck."""
        return effects.JamCutter()

    def mend(self) -> Effect | None:
        """The operator frees it; the cut is made then."""
        return effects.FreeCutter(self.by_command)
