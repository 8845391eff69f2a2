"""Faults that wait for what this POS never does: the scenario is not applicable, and says why."""

import math
from collections.abc import Collection, Iterable, Sequence

from emulators.acquirer.requests import Action
from emulators.events import Event, InjectionPoint
from emulators.faults.events import FaultArmed, FaultFired
from emulators.faults.fault import ScheduledFault, parse_fault
from emulators.faults.triggers.message import AtMessage
from emulators.faults.triggers.moment import AtPoint
from emulators.history import of
from emulators.printer.events import Replied
from harness.bdd.scene import Scene
from harness.checks.evidence import Evidence
from harness.checks.views.voids import by_reversal
from harness.errors import NotApplicable
from harness.events import Healed, PosDisk

VOID = "void"
IF_ASKED = "if_asked"
IF_REVERSED = "if_reversed"
IF_FLUSHED = "if_flushed"


def look_for_a_void(scene: Scene) -> None:
    """Raise NotApplicable where a fault waits for a void's message and the void was a reversal."""
    events = scene.bench.events
    waiting = [one for one in unstruck(events) if _waits_for(one, VOID)]
    if not waiting:
        return
    evidence = Evidence(tuple(events), scene.bench.history.blobs)
    if by_reversal(evidence.accounts, evidence.messages):
        raise NotApplicable(
            f"the POS voids a sale by reversing it: there is no void for {waiting[0]} to strike"
        )


def _waits_for(fault: ScheduledFault, message: str) -> bool:
    return isinstance(fault.trigger, AtMessage) and fault.trigger.mti == message


def never_asked(tags: Collection[str], events: Sequence[Event]) -> str:
    """Why no fault that waits could strike: each waits for an answer that no one asked for.

    Printers are asked in several ways whether a slip is out; a scenario about one of them says
    nothing of a POS that has another. It says so by its tag: without that, a fault that never
    fired stays what it is, unknown. '' where a fault waits for something else, or none does.
    """
    if IF_ASKED not in tags:
        return ""
    points = [_answer_of(one) for one in unstruck(events)]
    if not points or not all(point and _answers(events, point) < point.nth for point in points):
        return ""
    first = next(point for point in points if point)
    return (
        f"the POS asks the printer by {first.key} {_answers(events, first)} times in that "
        f"operation: there is no answer {first.nth} for a fault to strike"
    )


def never_reversed(tags: Collection[str], events: Sequence[Event], *, kept: bool) -> str:
    """Why no fault that waits could strike: each waits for a reversal that was not needed.

    ``kept``: the till asked the host again, was told, and kept the sale. The scenario says by its
    tag that this is as right as a reversal. '' where a fault waits for something else.
    """
    waiting = unstruck(events)
    if IF_REVERSED not in tags or not waiting or not kept:
        return ""
    if not all(_waits_for(one, Action.REVERSAL.value) for one in waiting):
        return ""
    return (
        "the POS asked the host again and was told: there is no reversal for "
        f"{waiting[0]} to strike"
    )


def never_flushed(tags: Collection[str], events: Sequence[Event]) -> str:
    """Why a power cut at a flush did not come: the POS does not write so often.

    The scenario says by its tag that nobody has to. '' where another fault still waits.
    """
    spared = [disk for _, disk in of(events, PosDisk) if disk.state == "kept"]
    if IF_FLUSHED not in tags or not spared or unstruck(events):
        return ""
    return "the POS does not flush so often: there is no such flush for the power to go at"


def _answer_of(fault: ScheduledFault) -> InjectionPoint | None:
    if not isinstance(fault.trigger, AtPoint):
        return None
    point = InjectionPoint.parse(fault.trigger.point)
    return point if point.kind == Replied.kind else None


def _answers(events: Iterable[Event], point: InjectionPoint) -> int:
    """How often it was answered while a fault could strike: not after everything was mended."""
    wanted = (point.device, point.op, point.key)
    healed = min((event.seq for event, _ in of(events, Healed)), default=math.inf)
    replies = (event for event, _ in of(events, Replied) if event.seq < healed)
    return sum((event.device, event.op, event.key) == wanted for event in replies)


def unstruck(events: Sequence[Event]) -> list[ScheduledFault]:
    """The faults that were armed and have not fired."""
    fired = {fault.armed for _, fault in of(events, FaultFired)}
    armed = (fault for _, fault in of(events, FaultArmed) if fault.armed not in fired)
    return [parse_fault(fault.spec) for fault in armed]
