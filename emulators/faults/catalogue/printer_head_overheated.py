"""Overheated print head."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.parameters import must_be_between
from emulators.printer import effects


@fault("printer.head_overheated", target="printer", zh="打印头过热", field="heat, long receipts")
@dataclass(frozen=True, slots=True)
class HeadOverheated(Fault):
    """The head is too hot: printing pauses and carries on by itself.

    ``seconds``: until it has cooled.
    """

    seconds: float = 2.0

    def __post_init__(self) -> None:
        """Raise UsageError for what cannot be."""
        must_be_between(self, "seconds", 0.001, 3600)

    def strike(self) -> Effect:
        """It is too hot."""
        return effects.OverheatHead()

    def mend(self) -> Effect | None:
        """It has cooled."""
        return effects.CoolHead()

    def lasts_ms(self) -> int | None:
        """As long as the parameter says."""
        return round(self.seconds * 1000)
