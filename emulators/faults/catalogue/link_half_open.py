"""``link.half_open``, of the printer's line and of the host's."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.on_links import LinkFault, link_fault
from emulators.links.impairments.stops import HalfOpen


@link_fault("half_open", zh="{line}单方向中断", field="one wire broken; forgetful router")
@dataclass(frozen=True, slots=True)
class LinkHalfOpen(LinkFault):
    """One direction of the open connections to the {device} is dead; new connections are well."""

    stream: str = "downstream"

    def __post_init__(self) -> None:
        """Refuse what no line can do."""
        self.check_stream()

    def strike(self) -> Effect:
        """Dead from now on."""
        return self.impair(lambda open_now: HalfOpen(open_now, self.stream))
