"""Injection points out of the History of a run, folded where the outcome cannot depend on them.

Two moments are the same for a fault when between them the POS neither got nor gave anything and
nothing happened to the fault's device that its effect depends on: whatever follows, follows alike.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from emulators.events import Event, InjectionPoint
from emulators.faults.fault import Fault
from emulators.faults.trigger import base
from emulators.links.events import Answered, Delivered, Sent
from harness.events import Invoked, PosReady, PosStarted, Returned
from harness.explore.where import Where, applies, where

_OF_THE_POS = (Sent, Answered, Invoked, Returned, PosStarted, PosReady)


@dataclass(frozen=True, slots=True)
class Point:
    """A place where a fault strikes. ``folded``: how many others it stands for.

    ``trigger`` is a trigger's text form; ``moment`` what reports group by: the kind of the event.
    """

    trigger: str
    moment: str
    seq: int
    folded: int = 0


@dataclass(slots=True)
class _Class:
    first: Point
    count: int = 0


def points(
    events: Sequence[Event],
    fault: type[Fault],
    known: frozenset[InjectionPoint] | None = None,
    *,
    fold: bool = True,
) -> list[Point]:
    """The points of a fault in the order of the run.

    ``known``: points that other runs have as well; others are left out. The workload's end bounds
    it: what the bench asks after healing is no moment for a fault.
    """
    own = where(fault)
    classes: dict[tuple[int, int], _Class] = {}
    singles: list[Point] = []
    for item, key in _keyed(_before_healing(events), fault.target, own):
        if not applies(fault, item) or (known is not None and item.point not in known):
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
        elif not isinstance(item.payload, Delivered) and base(item.device) == base(target):
            device += item.kind in own.heeds
        yield item, (pos, device)


def names(events: Sequence[Event]) -> frozenset[InjectionPoint]:
    """Every point of a run before healing, by name."""
    return frozenset(item.point for item in _before_healing(events))
