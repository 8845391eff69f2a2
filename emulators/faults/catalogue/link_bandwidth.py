"""``link.bandwidth``, of the printer's line and of the host's."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.on_links import LinkFault, link_fault
from emulators.faults.parameters import must_be_between
from emulators.links.impairments.delays import Bandwidth


@link_fault("bandwidth", zh="{line}带宽很低", field="weak signal; overloaded network")
@dataclass(frozen=True, slots=True)
class LinkBandwidth(LinkFault):
    """The line to the {device} carries few bytes a second."""

    bytes_s: int = 1000
    stream: str = "both"

    def __post_init__(self) -> None:
        """Refuse what no line can do."""
        self.check_stream()
        must_be_between(self, "bytes_s", 1, 100_000_000)

    def strike(self) -> Effect:
        """Narrow from now on."""
        return self.impair(lambda _: Bandwidth(self.bytes_s, self.stream))
