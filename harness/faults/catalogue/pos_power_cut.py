"""``pos.power_cut``."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.parameters import must_be_between
from harness.pos.effects import CutPower, KeepPower


@fault(
    "pos.power_cut",
    target="pos",
    zh="收银机断电，未写入磁盘的数据丢失",
    field="power failure",
    needs="disk",
)
@dataclass(frozen=True, slots=True)
class PosPowerCut(Fault):
    """The POS loses its power: killed, and what it had not flushed to disk is gone.

    ``flushes``: not at once, but when it has flushed so many times from that moment on, and before
    it hears that the last of them is done: between two things that it writes down.
    """

    off_for_ms: int = 200
    flushes: int = 0

    def __post_init__(self) -> None:
        """Refuse less than none."""
        must_be_between(self, "flushes", 0, 1000)

    def strike(self) -> Effect:
        """Killed; the data folder is as it was last flushed; the driver starts it again."""
        return CutPower(self.off_for_ms, self.flushes)

    def mend(self) -> Effect | None:
        """It need not wait for a flush any more."""
        return KeepPower() if self.flushes else None
