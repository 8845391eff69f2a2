"""``link.black_hole``, of the printer's line and of the host's."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.on_links import LinkFault, link_fault
from emulators.links.impairments.stops import BlackHole


@link_fault("black_hole", zh="{line}能连接但没有任何应答", field="firewall; server hung")
@dataclass(frozen=True, slots=True)
class LinkBlackHole(LinkFault):
    """Connections to the {device} are taken and never answered: nothing gets through either way."""

    off_for_ms: int = 0

    def strike(self) -> Effect:
        """Silence from now on."""
        return self.impair(lambda _: BlackHole())

    def lasts_ms(self) -> int | None:
        """``off_for_ms``, when it is set."""
        return self.off_for_ms or None
