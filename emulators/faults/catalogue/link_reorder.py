"""``link.reorder``, of the printer's line and of the host's."""

from dataclasses import dataclass
from functools import partial

from emulators.faults.on_links import LinkFault, link_fault
from emulators.faults.parameters import must_be_between, must_be_one_of
from emulators.history import Effect
from emulators.links.impairments.base import DOWNSTREAM, UPSTREAM
from emulators.links.impairments.whole import Reorder


@link_fault("reorder", zh="{line}报文顺序颠倒", field="two routes of unlike speed")
@dataclass(frozen=True, slots=True)
class LinkReorder(LinkFault):
    """A whole message on the line to the {device} is overtaken; on a serial line, bytes."""

    nth: int = 1
    bytes: int = 16
    stream: str = "upstream"

    def __post_init__(self) -> None:
        """Refuse what no line can do."""
        must_be_one_of(self, "stream", (UPSTREAM, DOWNSTREAM))
        must_be_between(self, "nth", 1, 1_000_000)
        must_be_between(self, "bytes", 1, 65_536)

    def strike(self) -> Effect:
        """The next one, or the ``nth``."""
        return self.impair_whole(partial(Reorder, self.stream, self.nth), self.bytes)

    def mend(self) -> Effect | None:
        """It is over at once: nobody has to."""
        return None
