"""Printer kept offline."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.parameters import must_be_one_of
from emulators.printer import effects


@fault("printer.offline", target="printer", zh="打印机被误触脱机", field="operator mis-touch")
@dataclass(frozen=True, slots=True)
class Offline(Fault):
    """The feed button or a service state keeps the printer offline.

    ``by``: button or service.
    """

    by: str = "button"

    def __post_init__(self) -> None:
        """Raise UsageError for what cannot be."""
        must_be_one_of(self, "by", ("button", "service"))

    def strike(self) -> Effect:
        """Offline."""
        return effects.Hold(self.by)

    def mend(self) -> Effect | None:
        """It is let go."""
        return effects.Hold()
