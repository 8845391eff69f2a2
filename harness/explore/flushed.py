"""Where the POS flushed to its disk, as points for a power cut: it comes when the flush is done.

Each flush is named by a point before it, from which it is counted. A process flushes while the
bench goes on: of a clean day only a point counts at which both runs of it had flushed equally often
since their operation began, and no more flushes than both have.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from emulators.events import Event, InjectionPoint
from emulators.faults.events import FaultCleared
from emulators.faults.fault import find_fault
from emulators.history import of
from emulators.sifted import having
from harness.events import Healed, PosFlushed
from harness.explore.points import Moment, Point, before_asking_again, moment, points, struck_at

FAULT = "pos.power_cut"
_MOST = 1000  # that many flushes the fault can wait for


def between(days: Sequence[Sequence[Event]], starts: Sequence[Point]) -> list[Point]:
    """A point for each flush of the POS, counted from the last of ``starts`` that it can be."""
    counts = [_Counts(day) for day in days]
    parts = [list(own) for _, own in groupby(starts, key=_operation)]
    ends = [part[0] for part in parts[1:]]
    found: list[Point] = []
    for part, end in zip(parts, [*ends, None], strict=True):
        flushes = min(one.since(part[0], end) for one in counts)
        found += _counted(part, flushes, counts)
    return found


def _operation(point: Point) -> int:
    return _named(point).op


def _named(point: Point) -> InjectionPoint:
    return InjectionPoint.parse(point.trigger.removeprefix("point(").removesuffix(")"))


class _Counts:
    """How often the POS had flushed by each point of a day, before everything was mended."""

    def __init__(self, day: Sequence[Event]) -> None:
        healed = min((item.seq for item, _ in of(day, Healed)), default=len(day))
        told = [seq for _, one in of(day, PosFlushed) for seq in one.before]
        self._before = [seq for seq in told if seq <= healed]
        self._seqs = {item.point: item.seq for item in day}

    def since(self, first: Point, last: Point | None) -> int:
        """From the one point to the other, or to the end of the day."""
        return (len(self._before) if last is None else self._at(last)) - self._at(first)

    def _at(self, point: Point) -> int:
        return bisect_right(self._before, self._seqs[_named(point)])


def _counted(part: Sequence[Point], flushes: int, counts: Sequence[_Counts]) -> list[Point]:
    """So many flushes in one operation: each from the last point at which all days agree."""
    sure: list[tuple[int, Point]] = []
    for point in part:
        gone, *others = (one.since(part[0], point) for one in counts)
        if all(other == gone for other in others):
            sure.append((gone, point))
    found: list[Point] = []
    for number in range(1, flushes + 1):
        before, start = [entry for entry in sure if entry[0] < number][-1]
        if number - before <= _MOST:
            found.append(Point(start.trigger, PosFlushed.kind, start.seq, flushes=number - before))
    return found


def further_flushes(
    events: Sequence[Event], old: frozenset[Moment], *, every_poll: bool = False
) -> tuple[str, ...]:
    """Where the power may go as a second fault, between two flushes: ``points.further`` for them.

    Those behind a moment that the first fault brought about, unless something is mended between
    the two: a power cut that still waits then is called off. Two runs have to be the same.
    """
    struck = struck_at(events)
    if struck is None:
        return ()
    return tuple(one.spec(FAULT) for one in _behind(events, struck, old, every_poll=every_poll))


def _behind(
    events: Sequence[Event], struck: int, old: frozenset[Moment], *, every_poll: bool
) -> Iterator[Point]:
    fault, until = find_fault(FAULT), list(before_asking_again(events))
    starts = points(
        until, fault, lambda one: one.seq > struck, fold=False, every_poll=every_poll, until=iter
    )
    new = {one.seq for one in until if moment(one) not in old}
    flushes = [seq for _, one in of(events, PosFlushed) for seq in one.before]
    mends = [one.seq for one in having(events, FaultCleared, Healed)]
    last = until[-1].seq
    ends = [*(one.seq for one in starts[1:]), last]
    for start, end in zip(starts, ends, strict=False):
        stop = min((seq for seq in mends if seq > start.seq), default=last)
        own = [seq for seq in flushes if start.seq < seq <= min(end, stop)]
        for number in range(1, min(len(own), _MOST) + 1 if start.seq in new else 1):
            yield Point(start.trigger, PosFlushed.kind, start.seq, flushes=number)
