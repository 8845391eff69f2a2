"""``drawer-for-cash-only``: the drawer opens for cash, once."""

from collections.abc import Iterator, Sequence

from emulators.events import Event
from emulators.history import of
from emulators.links.events import Altered
from emulators.printer.events import DrawerPulse
from emulators.sifted import having
from harness.checks.check import HELD, Case, check
from harness.checks.evidence import Evidence
from harness.checks.result import Violation
from harness.checks.views.operations import Operation


@check(
    "drawer-for-cash-only",
    zh="钱箱只为现金交易打开：每笔现金收款至多一次，打印机可达时恰好一次",
    comes_from="printer",
)
def drawer_for_cash_only(evidence: Evidence) -> Iterator[Case]:
    """The drawer opens at most once per cash sale or void, once if it could be reached, else never.

    A pulse belongs to the latest cash operation before it; where trouble has put pulses off, to an
    earlier one that has none yet. What a bad line has made of other bytes during the same operation
    is nobody's, nor what a printer that reads them otherwise did.
    """
    cash = [one for one in evidence.operations if not one.card]
    pulses = [one for one in having(evidence.events, DrawerPulse) if not _noise(evidence, one)]
    dealt = _dealt(evidence, cash, pulses)
    for number, operation in enumerate(cash):
        yield from _count(evidence, operation, dealt[number])
    for event in pulses:
        if _latest(cash, event) is None or _for_card(evidence, event):
            yield Violation("The drawer opened and no cash was to go in or out.", (event.seq,))


_MISREADS = ("printer.foreign_language", "printer.wrong_serial_settings")


def _noise(evidence: Evidence, pulse: Event) -> bool:
    """Whether bits had turned on the way to the printer, or mean something else to it just then.

    Any command may come of that.
    """
    standing = (one for one in evidence.trouble.faults if one.touches(pulse.seq, pulse.seq))
    if any(one.fault in _MISREADS for one in standing):
        return True
    return any(
        event.op == pulse.op
        and event.seq < pulse.seq
        and event.device.startswith("printer")
        and altered.stream == "upstream"
        for event, altered in of(evidence.events, Altered)
    )


def _latest(cash: list[Operation], pulse: Event) -> Operation | None:
    return next((one for one in reversed(cash) if one.seq < pulse.seq), None)


def _dealt(
    evidence: Evidence, cash: Sequence[Operation], pulses: Sequence[Event]
) -> Sequence[Sequence[Event]]:
    """The pulses of each cash operation."""
    dealt: list[list[Event]] = [[] for _ in cash]
    for pulse in pulses:
        begun = [number for number, one in enumerate(cash) if one.seq < pulse.seq][::-1]
        late = (
            number
            for number in begun[1:]
            if not dealt[number] and _put_off(evidence, cash[number], pulse)
        )
        for number in begun[:1]:
            dealt[next(late, number) if dealt[number] else number].append(pulse)
    return dealt


def _put_off(evidence: Evidence, operation: Operation, pulse: Event) -> bool:
    return evidence.trouble.of_paper_between(operation.seq, pulse.seq)


def _for_card(evidence: Evidence, pulse: Event) -> bool:
    """Whether a card operation was under way, with no trouble that had put a pulse off till now."""
    card = any(one.card and one.during(pulse.seq) for one in evidence.operations)
    return card and not evidence.trouble.of_paper_between(0, pulse.seq)


def _count(evidence: Evidence, operation: Operation, own: Sequence[Event]) -> Iterator[Case]:
    seqs = tuple(event.seq for event in own)
    if len(own) > 1:
        message = f"The drawer opened {len(own)} times for cash {operation}: cash stands open."
        yield Violation(message, (operation.seq, *seqs))
    elif not own and operation.method == "sale" and operation.approved and _calm(evidence):
        amount = evidence.money(operation.amount_minor)
        message = f"The drawer stayed shut for cash {operation}: {amount} could not be put away."
        yield Violation(message, operation.events)
    else:
        yield HELD


def _calm(evidence: Evidence) -> bool:
    """Whether nothing in the run could have kept a pulse from the drawer."""
    return not evidence.trouble.of_paper_between(0, evidence.last_seq)
