"""``link.duplicate``, of the printer's line and of the host's."""

from dataclasses import dataclass
from typing import ClassVar

from emulators.faults.on_links import MessageFault, link_fault
from emulators.links.impairments.whole import Duplicate, Whole


@link_fault("duplicate", zh="{line}重复一条报文", field="a gateway that repeats")
@dataclass(frozen=True, slots=True)
class LinkDuplicate(MessageFault):
    """A whole message on the line to the {device} comes twice; on a serial line, so many bytes."""

    impairment: ClassVar[type[Whole]] = Duplicate
