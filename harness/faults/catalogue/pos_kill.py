"""``pos.kill``."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from harness.pos.effects import Kill


@fault("pos.kill", target="pos", zh="收银程序崩溃并重启", field="system crash")
@dataclass(frozen=True, slots=True)
class PosKill(Fault):
    """The POS's process is killed (SIGKILL) and started again."""

    off_for_ms: int = 200

    def strike(self) -> Effect:
        """Killed; the driver starts it again by itself."""
        return Kill(self.off_for_ms)
