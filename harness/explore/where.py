"""Where each fault may strike, and which events of its device its effect depends on.

What stands here for a target holds for each of its faults that has no row of its own: a new fault
is explored without a word being added.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from emulators.events import Event
from emulators.faults.fault import Fault
from emulators.faults.triggers.message import AtMessage
from harness.operator import WORKLOAD

HOST = ("host.request", "host.booking", "host.booked", "host.response", "host.sent")
PAPER = ("printer.line", "printer.cut", "printer.drawer")
ANSWERS = ("printer.replied",)
LIFE = ("pos.started", "pos.ready")
PRESSED = ("operation.invoked",)
ANSWERED = ("operation.returned",)
EVERYWHERE = PRESSED + HOST + PAPER + ANSWERS + LIFE + ANSWERED


@dataclass(frozen=True, slots=True)
class Where:
    """``kinds``: the events at which it may strike.

    ``heeds``: the events of its device between which it makes a difference when it strikes; the
    POS's own inputs and outputs always do.
    """

    kinds: tuple[str, ...]
    heeds: tuple[str, ...] = ()


_BY_TARGET: Mapping[str, Where] = {
    "pos": Where(EVERYWHERE, ("pos.started", "pos.ready")),
    "printer": Where(EVERYWHERE, PAPER),
    "printer.link": Where(EVERYWHERE, PAPER),
    "acquirer": Where(PRESSED + HOST + LIFE + PAPER, HOST),
    "acquirer.link": Where(PRESSED + HOST + LIFE + PAPER, HOST),
}
_OTHERS = Where(PRESSED, PRESSED)
# Effects that show only in answers or at the drawer: when a line is burnt is all the same to them.
_BY_FAULT: Mapping[str, Where] = {
    "printer.drawer_stuck": Where((*PRESSED, "printer.drawer"), ("printer.drawer",)),
    "printer.paper_near_end": Where(PRESSED + ANSWERS, ()),
    "printer.paper_sensor_stuck": Where(PRESSED + ANSWERS, ()),
    "printer.slow": Where(PRESSED, ()),
    "printer.wrong_code_page": Where(PRESSED, ()),
    "printer.foreign_language": Where(PRESSED + ANSWERS, ()),
}
# What the host decides of a sale; the others befall any message on its way.
_OF_SALES_ONLY = (
    "host.approved_not_booked", "host.booked_but_declined", "host.busy", "host.decline",
    "host.keys_expired", "host.sign_on_required", "host.cutover",
)  # fmt: skip


def where(fault: type[Fault]) -> Where:
    """Where a fault may strike."""
    trigger = fault.default_trigger
    if isinstance(trigger, AtMessage):
        return Where((f"host.{trigger.moment}",), HOST)
    return _BY_FAULT.get(fault.name) or _BY_TARGET.get(fault.target, _OTHERS)


def is_poll(item: Event) -> bool:
    """Whether it is the printer's answer to a poll: when that comes is a matter of time."""
    return item.kind in ANSWERS and item.key.startswith("DLE EOT")


def applies(fault: type[Fault], item: Event, *, every_poll: bool = False) -> bool:
    """Whether the fault may strike at that event.

    How often a till polls its printer is a matter of time: an operation's first poll always is
    there, the later ones only in virtual time (``every_poll``).
    """
    if item.kind not in where(fault).kinds:
        return False
    if item.kind in PRESSED + ANSWERED:
        return item.key in WORKLOAD
    if is_poll(item) and item.nth > 1:
        return every_poll
    trigger = fault.default_trigger
    if not isinstance(trigger, AtMessage) or not item.kind.startswith("host."):
        return True
    delivery = trigger.mti == "financial" and fault.name not in _OF_SALES_ONLY
    return delivery or trigger.mti in ("", *getattr(item.payload, "names", ()))
