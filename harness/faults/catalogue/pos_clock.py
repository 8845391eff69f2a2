"""``pos.clock``."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.parameters import must_be_one_of
from harness.calendar import SetClock

_HOUR_S, _DAY_S = 3600, 86_400
SHIFTS_S = {"next_day": _DAY_S, "back": -_DAY_S, "dst": _HOUR_S, "dst_back": -_HOUR_S}


@fault(
    "pos.clock",
    target="calendar",
    zh="收银机时钟被改动",
    field="battery flat; daylight saving; clock set by hand",
    needs="clock",
)
@dataclass(frozen=True, slots=True)
class PosClockMoved(Fault):
    """The POS's wall clock is moved and stays so: a day on or back, an hour on or back (DST)."""

    to: str = "next_day"

    def __post_init__(self) -> None:
        """Refuse what is no such move."""
        must_be_one_of(self, "to", tuple(SHIFTS_S))

    def strike(self) -> Effect:
        """The POS's clock only; the host keeps its own."""
        return SetClock(SHIFTS_S[self.to])
