"""``link.reorder``, of the printer's line and of the host's."""

from dataclasses import dataclass
from typing import ClassVar

from emulators.faults.on_links import MessageFault, link_fault
from emulators.links.impairments.whole import Reorder, Whole


@link_fault("reorder", zh="{line}报文顺序颠倒", field="two routes of unlike speed")
@dataclass(frozen=True, slots=True)
class LinkReorder(MessageFault):
    """A whole message on the line to the {device} is overtaken; on a serial line, bytes."""

    impairment: ClassVar[type[Whole]] = Reorder
