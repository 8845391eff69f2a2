"""``link.reset_peer``, of the printer's line and of the host's."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault
from emulators.faults.on_links import link_fault
from emulators.links.effects import Reset


@link_fault("reset_peer", zh="{line}的连接被重置", field="device or firewall restarts")
@dataclass(frozen=True, slots=True)
class LinkResetPeer(Fault):
    """The connection to the {device} is reset (RST); a new one is taken."""

    def strike(self) -> Effect:
        """RST on every open connection."""
        return Reset()
