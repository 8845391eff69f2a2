"""Paper out."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.parameters import must_be_between
from emulators.printer import effects


@fault("printer.paper_out", target="printer", zh="打印纸用完", field="paper used up")
@dataclass(frozen=True, slots=True)
class PaperOut(Fault):
    """The roll ends: printing stops between two rows, status says so, the buffer waits.

    ``rows``: how many more dot rows go by first.
    """

    rows: int = 0

    def __post_init__(self) -> None:
        """Refuse less than none, and more than any roll has."""
        must_be_between(self, "rows", 0, 1_000_000)

    def strike(self) -> Effect:
        """The roll ends."""
        return effects.EndPaper(self.rows)

    def mend(self) -> Effect | None:
        """The operator puts in a new roll."""
        return effects.LoadPaper()
