"""The bench's calendar: the next day begins for the POS (its wall clock) and for the host."""

from dataclasses import dataclass

from emulators.acquirer.effects import MoveDate
from emulators.acquirer.host import Host
from emulators.effects import Effect, Injected
from emulators.recorder import Recorder
from harness.errors import NotApplicable
from harness.events import PosClock
from harness.pos.ground import Wall

_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class GoOn(Effect):
    """The date goes on by so many days."""

    days: int = 1


@dataclass(frozen=True, slots=True)
class SetClock(Effect):
    """The POS's wall clock, and it alone, is moved by so many seconds."""

    by_s: int


class Calendar:
    """What moves the date. ``why_not``: why the POS's clock cannot be moved; None when it can."""

    def __init__(
        self, recorder: Recorder, host: Host, pos_clock: Wall | None, why_not: str | None
    ) -> None:
        self._recorder, self._host, self._clock = recorder, host, pos_clock
        self._why_not = why_not
        self._days = 0

    def why_not(self, effect: Effect) -> str:
        """Why the date cannot be moved; '' when it can."""
        del effect
        return self._why_not or ""

    def apply(self, injected: Injected) -> None:
        """Undergo an effect. Raises TypeError for one that is not a calendar's."""
        match injected.effect:
            case GoOn(days=days):
                self.go_on(days, injected.cause)
            case SetClock(by_s=by_s):
                self._move(by_s, injected.cause)
            case _:
                raise TypeError(f"a calendar cannot undergo {injected.effect}")

    def go_on(self, days: int = 1, cause: int = 0) -> None:
        """Let so many days pass. Raises NotApplicable when the POS's clock cannot be moved."""
        self._movable()
        self._host.apply(Injected(MoveDate(days), cause))
        self._move(days * _DAY_S, cause)

    def _move(self, by_s: int, cause: int) -> None:
        self._movable().shift_wall(by_s)
        self._days += round(by_s / _DAY_S)
        self._recorder.record(PosClock(self._days, by_s), cause=cause or None)

    def _movable(self) -> Wall:
        if self._clock is None:
            raise NotApplicable(self._why_not or "the POS was started without a movable clock")
        if not self._clock.attached():
            raise NotApplicable("the POS's clock cannot be moved: its process did not take it on")
        return self._clock
