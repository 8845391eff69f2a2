"""``link.limit_data``, of the printer's line and of the host's."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.on_links import LinkFault, link_fault
from emulators.faults.parameters import must_be_between
from emulators.links.impairments.stops import LimitData


@link_fault("limit_data", zh="{line}传送若干字节后断开", field="broken off in mid-message")
@dataclass(frozen=True, slots=True)
class LinkLimitData(LinkFault):
    """The connection to the {device} ends after so many bytes, each new one again."""

    bytes: int = 20
    stream: str = "upstream"

    def __post_init__(self) -> None:
        """Refuse what no line can do."""
        self.check_stream()
        must_be_between(self, "bytes", 1, 100_000_000)

    def strike(self) -> Effect:
        """Counted from now on."""
        return self.impair(lambda _: LimitData(self.bytes, self.stream))
