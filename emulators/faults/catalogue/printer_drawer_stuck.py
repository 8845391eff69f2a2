"""Cash drawer stuck."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.parameters import must_be_one_of
from emulators.printer import effects


@fault(
    "printer.drawer_stuck", target="printer", zh="钱箱打不开", field="drawer jammed, or its switch"
)
@dataclass(frozen=True, slots=True)
class DrawerStuck(Fault):
    """The drawer does not open on a pulse.

    ``reading``: what its switch says all the time: shut or open.
    """

    reading: str = "shut"

    def __post_init__(self) -> None:
        """Raise UsageError for what cannot be."""
        must_be_one_of(self, "reading", ("shut", "open"))

    def strike(self) -> Effect:
        """It sticks."""
        return effects.StickDrawer(self.reading == "open")

    def mend(self) -> Effect | None:
        """It opens again."""
        return effects.FreeDrawer()
