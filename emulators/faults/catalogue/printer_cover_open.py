"""Cover open."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.printer import effects


@fault("printer.cover_open", target="printer", zh="打印机盖被打开", field="operator touched it")
@dataclass(frozen=True, slots=True)
class CoverOpen(Fault):
    """The cover is opened: offline, and nothing is printed, until it is closed."""

    def strike(self) -> Effect:
        """The cover is opened."""
        return effects.OpenCover()

    def mend(self) -> Effect | None:
        """The operator closes it."""
        return effects.CloseCover()
