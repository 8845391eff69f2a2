"""``pos.freeze``."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.parameters import must_be_between
from harness.pos.effects import Freeze, Thaw


@fault("pos.freeze", target="pos", zh="收银程序卡住，之后继续运行", field="hang")
@dataclass(frozen=True, slots=True)
class PosFreeze(Fault):
    """The POS stands still (SIGSTOP) with its connections open, and goes on later (SIGCONT)."""

    seconds: float = 0.5

    def __post_init__(self) -> None:
        """Refuse for ever: nobody could mend it."""
        must_be_between(self, "seconds", 0.001, 3600)

    def strike(self) -> Effect:
        """SIGSTOP."""
        return Freeze()

    def mend(self) -> Effect | None:
        """SIGCONT."""
        return Thaw()

    def lasts_ms(self) -> int | None:
        """``seconds``."""
        return round(self.seconds * 1000)
