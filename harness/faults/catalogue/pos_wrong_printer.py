"""``pos.wrong_printer``."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from harness.pos.effects import SwapPrinters


@fault("pos.wrong_printer", target="pos", zh="收银机用错了打印机", field="wrong printer chosen")
@dataclass(frozen=True, slots=True)
class PosWrongPrinter(Fault):
    """The POS is started again with the two printers' addresses swapped."""

    off_for_ms: int = 0

    def strike(self) -> Effect:
        """Killed, and started with each address in the other's place."""
        return SwapPrinters(self.off_for_ms)
