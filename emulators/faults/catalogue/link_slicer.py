"""``link.slicer``, of the printer's line and of the host's."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.on_links import LinkFault, link_fault
from emulators.faults.parameters import must_be_between
from emulators.links.impairments.base import Impairment
from emulators.links.impairments.slicer import Joiner, Slicer


@link_fault(
    "slicer",
    zh="{line}把报文拆散或并成一段",
    field="small packets; a router that buffers",
)
@dataclass(frozen=True, slots=True)
class LinkSlicer(LinkFault):
    """The line to the {device} cuts what it carries into segments, or joins several into one.

    ``size``: bytes a segment, ``gap_ms`` apart; ``join``: so many pieces in one instead.
    """

    size: int = 1
    gap_ms: int = 0
    join: int = 0
    stream: str = "both"

    def __post_init__(self) -> None:
        """Refuse what no line can do."""
        self.check_stream()
        must_be_between(self, "size", 1, 65_536)
        must_be_between(self, "gap_ms", 0, 600_000)
        must_be_between(self, "join", 0, 1000)

    def strike(self) -> Effect:
        """Cut, or joined, from now on."""
        return self.impair(self._make)

    def _make(self, _: frozenset[int]) -> Impairment:
        if self.join:
            return Joiner(self.join, self.stream)
        return Slicer(self.size, self.gap_ms, self.stream)
