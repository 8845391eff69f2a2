"""``wire-clean``: the POS speaks the languages of its devices."""

from collections.abc import Iterator

from emulators.acquirer.events import Malformed
from emulators.events import Event
from emulators.printer.events import UnknownCommand
from emulators.sifted import having
from harness.checks.check import HELD, Case, check
from harness.checks.evidence import Evidence
from harness.checks.result import Violation


@check(
    "wire-clean",
    zh="收银机发出的报文格式正确，打印指令均可识别",
    comes_from="wire, printer",
)
def wire_clean(evidence: Evidence) -> Iterator[Case]:
    """What the POS sent holds no malformed message and no unknown command.

    After a fault of the line, the device or the POS, what arrives may not be what was sent.
    """
    if evidence.messages or evidence.pieces:
        yield HELD
    for event in having(evidence.events, Malformed, UnknownCommand):
        if isinstance(event.payload, Malformed) and _own(evidence, event, "acquirer"):
            message = f"The host got a message that it cannot read: {event.payload.reason}."
            yield Violation(message, (event.seq,))
        elif isinstance(event.payload, UnknownCommand) and _own(evidence, event, "printer"):
            data = event.payload.data_hex
            message = f"The printer got bytes that are no command of its model: {data}."
            yield Violation(message, (event.seq,))


def _own(evidence: Evidence, event: Event, device: str) -> bool:
    """Whether nothing but the POS can have made these bytes."""
    return not any(
        one.seq < event.seq and one.target.startswith((device, "pos"))
        for one in evidence.trouble.faults
    )
