"""Print head failure."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.printer import effects


@fault("printer.head_failure", target="printer", zh="打印头损坏", field="broken print head")
@dataclass(frozen=True, slots=True)
class HeadFailure(Fault):
    """No dot burns any more; the printer stops with an unrecoverable error, or does not know.

    ``reported`` False: it does not know, and the paper goes on coming out blank.
    """

    reported: bool = True

    def strike(self) -> Effect:
        """The head fails."""
        return effects.FailHead(reported=self.reported)

    def mend(self) -> Effect | None:
        """A new head is put in, with the power off."""
        return effects.ReplaceHead()

    def is_undetectable(self) -> bool:
        """A head that fails silently leaves no till anything to notice."""
        return not self.reported
