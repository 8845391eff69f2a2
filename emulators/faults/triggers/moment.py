"""Triggers of time and of events as such."""

from dataclasses import dataclass
from functools import lru_cache

from emulators.events import Event, InjectionPoint
from emulators.faults.trigger import Matcher, Nth, Trigger, trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class _ByItself(Trigger):
    """No event brings its moment: the nemesis strikes when it arms, or by a timer."""

    def matches(self, event: Event) -> bool:
        """Never."""
        del event
        return False

    def concerns(self, device: str, op: int) -> bool:
        """No event is."""
        del device, op
        return False


@trigger("now")
@dataclass(frozen=True, slots=True, kw_only=True)
class Now(_ByItself):
    """At the moment of arming."""


@trigger("after_ms")
@dataclass(frozen=True, slots=True)
class AfterMs(_ByItself):
    """So many milliseconds after arming, on the bench's clock."""

    ms: int = 0


@trigger("event")
@dataclass(frozen=True, slots=True)
class AtEvent(Trigger):
    """At an event of that kind, whichever device records it."""

    kind: str = ""

    def matches(self, event: Event) -> bool:
        """Whether the kind is the one."""
        return event.kind == self.kind

    def waits_for(self) -> str:
        """The kind."""
        return self.kind


@lru_cache(256)
def _parsed(point: str) -> InjectionPoint:
    return InjectionPoint.parse(point)


@trigger("point")
@dataclass(frozen=True, slots=True)
class AtPoint(Trigger):
    """At exactly one injection point, by its stable name: what the explorer uses."""

    point: str = ""

    def matches(self, event: Event) -> bool:
        """Whether the event is that point."""
        name = _parsed(self.point)
        return (
            event.nth == name.nth
            and event.key == name.key
            and event.payload.kind == name.kind
            and event.op == name.op
            and event.device == name.device
        )

    def concerns(self, device: str, op: int) -> bool:
        """Whether the point is of that device and operation."""
        name = _parsed(self.point)
        return name.device == device and name.op == op

    def watch(self, device: str) -> Matcher:
        """A fresh counter for a fault of ``device``."""
        return _NthAtPoint(self, device)

    def waits_for(self) -> str:
        """The kind of event that the point is."""
        return _parsed(self.point).kind

    def check(self) -> None:
        """Raise UsageError when it is not the name of a point."""
        InjectionPoint.parse(self.point)


class _NthAtPoint(Nth):
    """It is asked at every event of a run, and the answer is nearly always no."""

    def __init__(self, trigger: AtPoint, device: str) -> None:
        super().__init__(trigger, device)
        self._key = _parsed(trigger.point).key

    def sees(self, event: Event) -> bool:
        """At each match from the nth on."""
        return event.key == self._key and super().sees(event)
