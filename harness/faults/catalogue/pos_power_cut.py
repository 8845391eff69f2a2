"""``pos.power_cut``."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from harness.pos.effects import CutPower


@fault(
    "pos.power_cut",
    target="pos",
    zh="收银机断电，未写入磁盘的数据丢失",
    field="power failure",
    needs="disk",
)
@dataclass(frozen=True, slots=True)
class PosPowerCut(Fault):
    """The POS loses its power: killed, and what it had not flushed to disk is gone."""

    off_for_ms: int = 200

    def strike(self) -> Effect:
        """Killed; the data folder is as it was last flushed; the driver starts it again."""
        return CutPower(self.off_for_ms)
