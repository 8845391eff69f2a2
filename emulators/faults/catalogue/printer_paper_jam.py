"""Paper jam."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.parameters import must_be_between
from emulators.printer import effects


@fault("printer.paper_jam", target="printer", zh="卡纸", field="paper jam")
@dataclass(frozen=True, slots=True)
class PaperJam(Fault):
    """The paper stops moving: rows are burnt on top of each other, then an error is reported.

    ``rows``: how many are burnt before the printer notices.
    """

    rows: int = 48

    def __post_init__(self) -> None:
        """Raise UsageError for what cannot be."""
        must_be_between(self, "rows", 0, 100_000)

    def strike(self) -> Effect:
        """The paper jams."""
        return effects.JamPaper(self.rows)

    def mend(self) -> Effect | None:
        """The operator pulls the paper out, tears it off and closes the cover."""
        return effects.ClearJam()
