"""Injection points out of the History of a run, folded where the outcome cannot depend on them.

Two moments are the same for a fault when between them the POS neither got nor gave anything and
nothing happened to the fault's device that its effect depends on: whatever follows, follows alike.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from emulators.events import Event, InjectionPoint
from emulators.faults.events import FaultFired
from emulators.faults.fault import Fault
from emulators.faults.trigger import owner_of
from emulators.links.events import Answered, Delivered, Sent
from harness.events import Invoked, PosReady, PosStarted, Returned
from harness.explore.where import Where, applies, where
from harness.operator import WORKLOAD

_OF_THE_POS = (Sent, Answered, Invoked, Returned, PosStarted, PosReady)


@dataclass(frozen=True, slots=True)
class Point:
    """A place where a fault strikes. ``folded``: how many others it stands for.

    ``trigger`` is a trigger's text form; ``moment`` what reports group by: the kind of the event;
    ``flushes``: of the POS, from there on, after which a power cut comes; 0: it comes at once.
    """

    trigger: str
    moment: str
    seq: int
    folded: int = 0
    flushes: int = 0

    def spec(self, fault: str) -> str:
        """The fault of that name, as it stands in schedules."""
        return f"{fault}{f':flushes={self.flushes}' if self.flushes else ''}@{self.trigger}"


@dataclass(slots=True)
class _Class:
    first: Point
    count: int = 0


def points(
    events: Sequence[Event],
    fault: type[Fault],
    wanted: Callable[[Event], bool] = lambda _: True,
    *,
    fold: bool = True,
    every_poll: bool = False,
    until: Callable[[Sequence[Event]], Iterator[Event]] | None = None,
) -> list[Point]:
    """The points of a fault in the order of the run, of the events that are ``wanted``.

    The workload's end bounds it unless ``until`` says otherwise: what the bench asks after healing
    is no moment for a fault.
    """
    until = until or _before_healing
    own = where(fault)
    classes: dict[tuple[int, int], _Class] = {}
    singles: list[Point] = []
    for item, key in _keyed(until(events), fault.target, own):
        if not applies(fault, item, every_poll=every_poll) or not wanted(item):
            continue
        point = Point(f"point({item.point})", item.kind, item.seq)
        if not fold:
            singles.append(point)
        elif key in classes:
            classes[key].count += 1
        else:
            classes[key] = _Class(point)
    return singles if not fold else [_counted(one) for one in classes.values()]


def _counted(one: _Class) -> Point:
    return Point(one.first.trigger, one.first.moment, one.first.seq, one.count)


def _before_healing(events: Sequence[Event]) -> Iterator[Event]:
    for item in events:
        if item.kind == "bench.healed":
            return
        yield item


def _keyed(
    events: Iterable[Event], target: str, own: Where
) -> Iterator[tuple[Event, tuple[int, int]]]:
    """Each event with the state of POS and device right after it."""
    pos = device = 0
    going = ""
    for item in events:
        if isinstance(item.payload, _OF_THE_POS):
            # Bytes that go the same way one after the other are one step of the POS, however cut.
            way = f"{item.device} {item.kind}" if isinstance(item.payload, Sent | Answered) else ""
            pos += not way or way != going
            going = way
        elif not isinstance(item.payload, Delivered) and owner_of(item.device) == owner_of(target):
            device += item.kind in own.heeds
        yield item, (pos, device)


def struck_at(events: Sequence[Event]) -> int | None:
    """The number of the event at which the first fault struck; None: none did."""
    return next((item.seq for item in events if isinstance(item.payload, FaultFired)), None)


def before_asking_again(events: Sequence[Event]) -> Iterator[Event]:
    """A POS that was struck last of all recovers while the bench waits for it to heal."""
    healed = False
    for item in events:
        healed = healed or item.kind == "bench.healed"
        if healed and isinstance(item.payload, Invoked) and item.key in WORKLOAD:
            return
        yield item


def names(events: Sequence[Event]) -> frozenset[InjectionPoint]:
    """Every point of a run before healing, by name."""
    return frozenset(item.point for item in _before_healing(events))


Moment = tuple[InjectionPoint, str]


def moment(item: Event) -> Moment:
    """The point of an event, and what the POS answers there: another answer is another moment."""
    said = item.payload
    if isinstance(said, Returned):
        return item.point, f"{said.status} {said.outcome} {said.receipt}"
    return item.point, ""


def moments(events: Sequence[Event]) -> frozenset[Moment]:
    """Every moment of a run before healing."""
    return frozenset(moment(item) for item in _before_healing(events))


def further(
    events: Sequence[Event],
    faults: Iterable[type[Fault]],
    old: frozenset[Moment],
    *,
    every_poll: bool = False,
) -> tuple[str, ...]:
    """Where a second fault may strike after a first one, as ``fault@trigger``.

    Only moments that the first one brought about: the others were tried without it.
    """
    struck = struck_at(events)
    if struck is None:
        return ()
    return tuple(
        point.spec(fault.name)
        for fault in faults
        for point in points(
            events,
            fault,
            lambda one: one.seq > struck and moment(one) not in old,
            every_poll=every_poll,
            until=before_asking_again,
        )
    )
