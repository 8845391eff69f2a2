"""``link.latency``, of the printer's line and of the host's."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.on_links import LinkFault, link_fault
from emulators.faults.parameters import must_be_between
from emulators.links.impairments.delays import Latency


@link_fault("latency", zh="{line}延迟", field="weak signal; satellite or mobile line")
@dataclass(frozen=True, slots=True)
class LinkLatency(LinkFault):
    """The line to the {device} is slow: everything comes later."""

    ms: int = 300
    stream: str = "both"

    def __post_init__(self) -> None:
        """Refuse what no line can do."""
        self.check_stream()
        must_be_between(self, "ms", 1, 600_000)

    def strike(self) -> Effect:
        """Late from now on."""
        return self.impair(lambda _: Latency(self.ms, self.stream))
