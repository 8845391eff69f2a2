"""Printer of another language."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.printer import effects


@fault(
    "printer.foreign_language",
    target="printer",
    zh="打印机指令集不符",
    field="wrong driver, wrong printer chosen",
)
@dataclass(frozen=True, slots=True)
class ForeignLanguage(Fault):
    """The printer speaks another command set (Star line mode): garbage, and no answers."""

    def strike(self) -> Effect:
        """It reads ESC/POS as Star line mode."""
        return effects.SpeakStar()

    def mend(self) -> Effect | None:
        """It is switched to ESC/POS."""
        return effects.SpeakOwn()
