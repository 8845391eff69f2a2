"""``link.refuse``, of the printer's line and of the host's."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault
from emulators.faults.on_links import link_fault
from emulators.links.effects import Accept, Refuse


@link_fault("refuse", zh="{line}拒绝新连接", field="server gone; service not started")
@dataclass(frozen=True, slots=True)
class LinkRefuse(Fault):
    """New connections to the {device} are refused; the open ones go on."""

    off_for_ms: int = 0

    def strike(self) -> Effect:
        """Nobody listens."""
        return Refuse()

    def mend(self) -> Effect | None:
        """Somebody listens again."""
        return Accept()

    def lasts_ms(self) -> int | None:
        """``off_for_ms``, when it is set."""
        return self.off_for_ms or None
