"""The nemesis: holds the armed faults, strikes when a trigger comes, and heals.

A fault for the device that is just recording goes back to it in the Directive. One for another
device is applied to that device at once, before the recorder goes on, unless that device is itself
waiting in ``record`` further up: then it is added to the Directive that it waits for. So no device
is ever entered twice, and "kill the POS after the booking and before the response" is exact.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Protocol

from emulators.clock import Clock, Timer
from emulators.effects import GO_ON, Directive, Effect, Injected
from emulators.errors import UsageError
from emulators.events import Event
from emulators.faults.events import FaultArmed, FaultCleared, FaultFired
from emulators.faults.fault import ScheduledFault
from emulators.faults.trigger import Matcher
from emulators.faults.triggers.moment import AfterMs, Now
from emulators.history import History


class Target(Protocol):
    """A device that faults can strike."""

    def apply(self, injected: Injected) -> None:
        """Undergo an effect now, outside of ``record``."""


@dataclass(slots=True)
class Armed:
    """One armed fault and what became of it."""

    number: int
    scheduled: ScheduledFault
    matcher: Matcher
    fired: int = 0
    standing: bool = False  # fired, and not mended yet
    cause: int = 0
    timer: Timer | None = None

    @classmethod
    def fresh(cls, number: int, scheduled: ScheduledFault) -> "Armed":
        """One that waits."""
        return cls(number, scheduled, scheduled.trigger.watch(scheduled.target()))

    def told(self) -> FaultArmed:
        """What the History says of it."""
        return FaultArmed(self.number, self.scheduled.fault.name, str(self.scheduled))


@dataclass(slots=True)
class _Frame:
    """A device that waits in ``record``, and what it will have to undergo."""

    device: str
    injected: list[Injected] = field(default_factory=list)


class Nemesis:
    """Decides at each event whether a fault strikes. One for a History."""

    def __init__(self, history: History, clock: Clock) -> None:
        self._history = history
        self._clock = clock
        self._targets: dict[str, Target] = {}
        self._armed: list[Armed] = []
        self._watching: list[Armed] = []  # those that an event may still make strike
        self.idle = True  # no fault is armed: asked at every event
        self._waiting: list[_Frame] = []
        self._numbers = count(1)
        history.injector = self

    def attach(self, device: str, target: Target) -> None:
        """Make ``target`` the device of that name."""
        self._targets[device] = target

    @property
    def targets(self) -> tuple[str, ...]:
        """The names of the devices that faults can strike, in alphabetical order."""
        return tuple(sorted(self._targets))

    @property
    def armed(self) -> tuple[Armed, ...]:
        """Every fault armed in this run, in order."""
        return tuple(self._armed)

    def arm(self, scheduled: ScheduledFault) -> Armed:
        """Arm a fault. Raises UsageError when no device of the bench can undergo it."""
        device = scheduled.target()
        if device not in self._targets:
            here = ", ".join(sorted(self._targets))
            raise UsageError(f"{scheduled.name} needs {device!r}; this bench has {here}")
        reason = self.why_not(scheduled)
        if reason:
            raise UsageError(f"{scheduled.name} is not possible here: {reason}")
        item = Armed.fresh(next(self._numbers), scheduled)
        self._armed.append(item)
        self._watching.append(item)
        self.idle = False
        self._history.record("nemesis", item.told())
        if isinstance(scheduled.trigger, Now):
            self._strike_now(item)
        elif isinstance(scheduled.trigger, AfterMs):
            delay_s = scheduled.trigger.ms / 1000
            item.timer = self._clock.call_later(delay_s, lambda: self._strike_now(item))
        return item

    def why_not(self, scheduled: ScheduledFault) -> str:
        """Why this bench's device of that kind cannot undergo it, in a sentence; '' when it can."""
        target = self._targets.get(scheduled.target())
        asked = getattr(target, "why_not", None)
        return asked(scheduled.fault.strike()) if asked is not None else ""

    def disarm_all(self) -> None:
        """Let no fault strike any more; what stands stays until it is mended."""
        self._watching = []
        for item in self._armed:
            item.matcher = _Never()
            if item.timer is not None and not item.fired:
                item.timer.cancel()

    @property
    def waiting(self) -> bool:
        """Whether an armed fault may still strike."""
        return any(
            item.fired < item.scheduled.trigger.times and not isinstance(item.matcher, _Never)
            for item in self._armed
        )

    @property
    def standing(self) -> bool:
        """Whether a fault has struck and is not mended yet."""
        return any(item.standing for item in self._armed)

    def decide(self, event: Event) -> Directive:
        """What the device that recorded ``event`` has to undergo."""
        watching = self._watching
        for place, item in enumerate(watching):
            if item.matcher.sees(event):
                return self._decide(event, item, watching[place + 1 :])
        return GO_ON

    def _decide(self, event: Event, first: Armed, rest: Iterable[Armed]) -> Directive:
        """The first one strikes; those behind it see the event afterwards."""
        frame = _Frame(event.device)
        self._waiting.append(frame)
        try:
            self._strike(first, event.seq)
            for item in rest:
                if item.matcher.sees(event):
                    self._strike(item, event.seq)
        finally:
            self._waiting.pop()
        return Directive(tuple(frame.injected))

    def heeds(self, device: str) -> bool:
        """Whether an armed fault has to see what that device records now."""
        op = self._history.op
        for item in self._armed:  # noqa: SIM110  (asked at every line, and this is quicker)
            if item.matcher.heeds(device, op):
                return True
        return False

    def threshold(self, device: str, unit: str) -> int | None:
        """The nearest moment that an armed trigger waits for, in rows or bytes of ``device``."""
        nearest: int | None = None
        for item in self._armed:
            left = item.matcher.threshold(device, unit)
            if left is not None and (nearest is None or left < nearest):
                nearest = left
        return nearest

    def due(self, name: str = "") -> bool:
        """Whether a fault (of that name, or below it) waits for its trigger, and none stands."""
        own = [item for item in self._armed if _named(item, name)]
        waits = any(not item.fired and not isinstance(item.matcher, _Never) for item in own)
        return waits and not any(item.standing for item in own)

    def mend(self, name: str = "") -> int:
        """Put right every standing fault (of that name, or of a name below it); says how many."""
        standing = [item for item in self._armed if item.standing and _named(item, name)]
        for item in standing:
            self._clear(item)
        return len(standing)

    def clear(self, name: str = "") -> int:
        """Mend and disarm every fault of that name (or below it), and forget it; says how many."""
        own = [item for item in self._armed if _named(item, name)]
        for item in own:
            item.matcher = _Never()
            if item.timer is not None:
                item.timer.cancel()
            self._clear(item)
        self._armed = [item for item in self._armed if item not in own]
        self._watching = [item for item in self._watching if item not in own]
        self.idle = not self._armed
        return len(own)

    def _strike_now(self, item: Armed) -> None:
        self._strike(item, None)

    def _strike(self, item: Armed, cause: int | None) -> None:
        fault = item.scheduled.fault
        device = item.scheduled.target()
        item.fired += 1
        if item.fired >= item.scheduled.trigger.times:
            self._watching = [one for one in self._watching if one is not item]
        item.cause = self._history.seq + 1
        item.standing = fault.mend() is not None
        spec = str(item.scheduled)
        fired = FaultFired(item.number, fault.name, spec, device, fault.is_undetectable())
        self._history.record("nemesis", fired, cause=cause)
        self._send(device, fault.strike(), item.cause)
        lasts_ms = fault.lasts_ms()
        if lasts_ms is not None:
            item.timer = self._clock.call_later(lasts_ms / 1000, lambda: self._clear(item))

    def _clear(self, item: Armed) -> None:
        if not item.standing:
            return
        item.standing = False
        effect = item.scheduled.fault.mend()
        cause = self._history.seq + 1
        cleared = FaultCleared(item.number, item.scheduled.fault.name)
        self._history.record("nemesis", cleared, cause=item.cause)
        if effect is not None:
            self._send(item.scheduled.target(), effect, cause)

    def _send(self, device: str, effect: Effect, cause: int) -> None:
        injected = Injected(effect, cause)
        for frame in self._waiting:
            if frame.device == device:
                frame.injected.append(injected)
                return
        self._targets[device].apply(injected)


class _Never:
    """A matcher that is over."""

    def heeds(self, device: str, op: int) -> bool:
        del device, op
        return False

    def sees(self, event: Event) -> bool:
        del event
        return False

    def threshold(self, device: str, unit: str) -> int | None:
        del device, unit
        return None


def _named(item: Armed, name: str) -> bool:
    own = (item.scheduled.name, item.scheduled.fault.name)
    return not name or any(one == name or one.startswith(name + ".") for one in own)


def arm_all(nemesis: Nemesis, schedule: Iterable[ScheduledFault]) -> list[Armed]:
    """Arm a whole schedule in order."""
    return [nemesis.arm(item) for item in schedule]
