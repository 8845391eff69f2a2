"""``pos.data_lost``."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.parameters import must_be_one_of
from harness.pos.effects import LoseData


@fault(
    "pos.data_lost",
    target="pos",
    zh="收银机数据丢失或最后一个文件损坏",
    field="records without a backup",
)
@dataclass(frozen=True, slots=True)
class PosDataLost(Fault):
    """The POS is killed and finds its data folder empty, or its last file torn, at the next start.

    What it did before cannot be asked of it any more: checks that it fails are unknown then.
    """

    what: str = "folder"
    off_for_ms: int = 200

    def __post_init__(self) -> None:
        """Refuse what cannot be lost."""
        must_be_one_of(self, "what", ("folder", "torn"))

    def strike(self) -> Effect:
        """Killed, spoilt, started again."""
        return LoseData(self.what, self.off_for_ms)
