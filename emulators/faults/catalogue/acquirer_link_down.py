"""``acquirer.link.down``."""

from dataclasses import dataclass

from emulators.faults.fault import Fault, fault
from emulators.history import Effect
from emulators.links.effects import ComeUp, GoDown


@fault(
    "acquirer.link.down",
    target="acquirer.link",
    zh="与银行主机的线路断开",
    field="loose or cut cable",
)
@dataclass(frozen=True, slots=True)
class AcquirerLinkDown(Fault):
    """The line to the host is out: hang-up, refused until it is back."""

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
