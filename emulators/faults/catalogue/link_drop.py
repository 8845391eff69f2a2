"""``link.drop``, of the printer's line and of the host's."""

from dataclasses import dataclass
from typing import ClassVar

from emulators.faults.on_links import MessageFault, link_fault
from emulators.links.impairments.whole import Drop, Whole


@link_fault("drop", zh="{line}丢失一条报文", field="weak signal; overrun serial line")
@dataclass(frozen=True, slots=True)
class LinkDrop(MessageFault):
    """A whole message on the line to the {device} is lost; on a serial line, so many bytes."""

    impairment: ClassVar[type[Whole]] = Drop
