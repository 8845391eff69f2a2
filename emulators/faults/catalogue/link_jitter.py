"""``link.jitter``, of the printer's line and of the host's."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.on_links import LinkFault, link_fault
from emulators.faults.parameters import must_be_between
from emulators.links.impairments.delays import Jitter


@link_fault("jitter", zh="{line}时快时慢", field="weak signal")
@dataclass(frozen=True, slots=True)
class LinkJitter(LinkFault):
    """The line to the {device} is now quick, now slow, by chance (seeded); the order is kept."""

    ms: int = 300
    seed: int = 1
    stream: str = "both"

    def __post_init__(self) -> None:
        """Refuse what no line can do."""
        self.check_stream()
        must_be_between(self, "ms", 1, 600_000)

    def strike(self) -> Effect:
        """Unsteady from now on."""
        return self.impair(lambda _: Jitter(self.ms, self.seed, self.stream))
