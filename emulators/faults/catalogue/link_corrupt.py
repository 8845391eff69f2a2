"""``link.corrupt``, of the printer's line and of the host's."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.on_links import LinkFault, link_fault
from emulators.faults.parameters import must_be_between
from emulators.links.impairments.corrupt import Corrupt


@link_fault(
    "corrupt", zh="{line}数据出现误码", field="electromagnetic interference", undetectable=True
)
@dataclass(frozen=True, slots=True)
class LinkCorrupt(LinkFault):
    """Bits flip on the line to the {device}, by chance (seeded), or in each of the next bytes."""

    rate: float = 0.01
    bytes: int = 0
    seed: int = 1
    stream: str = "upstream"

    def __post_init__(self) -> None:
        """Refuse what no line can do."""
        self.check_stream()
        must_be_between(self, "rate", 0, 1)
        must_be_between(self, "bytes", 0, 100_000_000)

    def strike(self) -> Effect:
        """Flipping from now on."""
        return self.impair(lambda _: Corrupt(self.rate, self.bytes, self.seed, self.stream))
