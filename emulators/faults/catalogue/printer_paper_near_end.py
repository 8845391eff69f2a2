"""Paper near its end."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.printer import effects


@fault(
    "printer.paper_near_end", target="printer", zh="打印纸将尽", field="roll not replaced in time"
)
@dataclass(frozen=True, slots=True)
class PaperNearEnd(Fault):
    """Little paper is left: the near-end sensor reports it, and printing goes on."""

    def strike(self) -> Effect:
        """The sensor reports."""
        return effects.RunLow()

    def mend(self) -> Effect | None:
        """The operator puts in a new roll."""
        return effects.LoadPaper()
