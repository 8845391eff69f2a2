"""``acquirer.link.reset_peer``."""

from dataclasses import dataclass

from emulators.faults.fault import Fault, fault
from emulators.history import Effect
from emulators.links.effects import Reset


@fault(
    "acquirer.link.reset_peer",
    target="acquirer.link",
    zh="与银行主机的连接被重置",
    field="server or firewall drops it",
)
@dataclass(frozen=True, slots=True)
class AcquirerLinkResetPeer(Fault):
    """The connection to the host is reset (RST); a new one is taken."""

    def strike(self) -> Effect:
        """RST on every open connection."""
        return Reset()
