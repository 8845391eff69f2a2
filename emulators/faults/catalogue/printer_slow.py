"""Slow printer."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.parameters import must_be_between
from emulators.printer import effects


@fault("printer.slow", target="printer", zh="打印速度变慢", field="aged device")
@dataclass(frozen=True, slots=True)
class Slow(Fault):
    """The printer prints at a given speed.

    ``mm_s``: millimetres of paper a second.
    """

    mm_s: float = 50.0

    def __post_init__(self) -> None:
        """Raise UsageError for what cannot be."""
        must_be_between(self, "mm_s", 0.1, 1000)

    def strike(self) -> Effect:
        """It slows down."""
        return effects.SetSpeed(self.mm_s)

    def mend(self) -> Effect | None:
        """It is back at the model's own speed."""
        return effects.SetSpeed(None)
