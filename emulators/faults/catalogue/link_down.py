"""``link.down``, of the printer's line and of the host's."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault
from emulators.faults.on_links import link_fault
from emulators.links.effects import ComeUp, GoDown


@link_fault("down", zh="{line}断开", field="loose or cut cable")
@dataclass(frozen=True, slots=True)
class LinkDown(Fault):
    """The cable to the {device} is out: hang-up, refused until it is back."""

    off_for_ms: int = 0

    def strike(self) -> Effect:
        """Connections hang up, new ones are refused."""
        return GoDown()

    def mend(self) -> Effect | None:
        """The cable is put in again."""
        return ComeUp()

    def lasts_ms(self) -> int | None:
        """``off_for_ms``, when it is set."""
        return self.off_for_ms or None
