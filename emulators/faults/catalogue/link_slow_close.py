"""``link.slow_close``, of the printer's line and of the host's."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.on_links import LinkFault, link_fault
from emulators.faults.parameters import must_be_between
from emulators.links.impairments.stops import SlowClose

_NO_CLOSING = "a serial line has no closing that could come late"


@link_fault("slow_close", zh="{line}迟迟不关闭连接", field="a firewall that keeps dead connections")
@dataclass(frozen=True, slots=True)
class LinkSlowClose(LinkFault):
    """When the {device} hangs up, the POS hears of it late."""

    ms: int = 1000

    def __post_init__(self) -> None:
        """Refuse what no line can do."""
        must_be_between(self, "ms", 1, 600_000)

    def strike(self) -> Effect:
        """Late from now on."""
        return self.impair(lambda _: SlowClose(self.ms), only="tcp", why=_NO_CLOSING)
