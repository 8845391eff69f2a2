"""Worn print head."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.parameters import must_be_between
from emulators.printer import effects


@fault(
    "printer.head_worn",
    target="printer",
    zh="打印头老化",
    field="aged head, cold, spent ribbon",
    undetectable=True,
)
@dataclass(frozen=True, slots=True)
class HeadWorn(Fault):
    """Rows burn faint: only a share of the dots comes out, and no status says so.

    ``contrast``: that share, 0 to 1.
    """

    contrast: float = 0.4

    def __post_init__(self) -> None:
        """Raise UsageError for what cannot be."""
        must_be_between(self, "contrast", 0, 1)

    def strike(self) -> Effect:
        """It is worn."""
        return effects.WearHead(self.contrast)

    def mend(self) -> Effect | None:
        """A new head is put in, with the power off."""
        return effects.ReplaceHead()
