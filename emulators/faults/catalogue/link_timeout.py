"""``link.timeout``, of the printer's line and of the host's."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.on_links import LinkFault, link_fault
from emulators.faults.parameters import must_be_between
from emulators.links.impairments.stops import Stall


@link_fault("timeout", zh="{line}数据停住不动", field="weak signal; overloaded network")
@dataclass(frozen=True, slots=True)
class LinkTimeout(LinkFault):
    """Data on the line to the {device} stops; mended, it goes on where it was.

    ``closes_after_ms``: what is sent is lost, and its connection is reset so much later.
    """

    closes_after_ms: int = 0
    off_for_ms: int = 0
    stream: str = "both"

    def __post_init__(self) -> None:
        """Refuse what no line can do."""
        self.check_stream()
        must_be_between(self, "closes_after_ms", 0, 600_000)

    def strike(self) -> Effect:
        """Nothing moves from now on."""
        return self.impair(lambda _: Stall(self.closes_after_ms, self.stream))

    def lasts_ms(self) -> int | None:
        """``off_for_ms``, when it is set."""
        return self.off_for_ms or None
