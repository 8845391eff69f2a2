"""host.down."""

from dataclasses import dataclass

from emulators.acquirer.effects import StartHost, StopHost
from emulators.effects import Effect
from emulators.faults.fault import Fault, fault


@fault("host.down", target="acquirer", zh="主机停机，账目保留", field="server failure")
@dataclass(frozen=True, slots=True)
class HostDown(Fault):
    """The host process is gone and comes back with its books.

    ``off_for_ms``: back by itself after so long; 0: when somebody mends it.
    """

    off_for_ms: int = 0

    def strike(self) -> Effect:
        """The process goes."""
        return StopHost()

    def mend(self) -> Effect | None:
        """It is back."""
        return StartHost()

    def lasts_ms(self) -> int | None:
        """As long as the parameter says."""
        return self.off_for_ms or None
