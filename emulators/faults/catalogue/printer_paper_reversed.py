"""Paper the wrong way round."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.printer import effects


@fault(
    "printer.paper_reversed",
    target="printer",
    zh="热敏纸装反",
    field="thermal paper loaded the wrong way; poor paper",
    undetectable=True,
)
@dataclass(frozen=True, slots=True)
class PaperReversed(Fault):
    """Everything "prints", status says that all is well, and the paper stays blank."""

    def strike(self) -> Effect:
        """The roll lies in the wrong way."""
        return effects.ReversePaper()

    def mend(self) -> Effect | None:
        """The operator puts it in the right way."""
        return effects.LoadPaper()
