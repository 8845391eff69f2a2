"""``pos.disk_full``."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from harness.pos.effects import FillDisk, FreeDisk


@fault("pos.disk_full", target="pos", zh="收银机磁盘已满", field="disk full", needs="disk")
@dataclass(frozen=True, slots=True)
class PosDiskFull(Fault):
    """Writes to the POS's data folder fail (ENOSPC) until somebody makes room."""

    off_for_ms: int = 0

    def strike(self) -> Effect:
        """No byte more."""
        return FillDisk()

    def mend(self) -> Effect | None:
        """There is room again."""
        return FreeDisk()

    def lasts_ms(self) -> int | None:
        """``off_for_ms``, when it is set."""
        return self.off_for_ms or None
