"""host.upload_lost."""

from dataclasses import dataclass

from emulators.acquirer.effects import HangUp
from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.triggers.message import AtMessage


@fault(
    "host.upload_lost",
    target="acquirer",
    zh="批上送中断",
    field="the upload breaks off half-way",
    default_trigger=AtMessage(mti="upload", moment="request"),
)
@dataclass(frozen=True, slots=True)
class UploadLost(Fault):
    """The batch upload breaks off: a record is lost, and the host hangs up."""

    def strike(self) -> Effect:
        """Lose the record under way and hang up."""
        return HangUp()
