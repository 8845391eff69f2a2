"""host.wrong_mac."""

from dataclasses import dataclass

from emulators.acquirer.effects import SpoilMac
from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.triggers.message import AtMessage


@fault(
    "host.wrong_mac",
    target="acquirer",
    zh="应答的 MAC 错误",
    field="an answer that nobody can vouch for",
    default_trigger=AtMessage(mti="financial", moment="booked"),
)
@dataclass(frozen=True, slots=True)
class WrongMac(Fault):
    """The answer's authentication code is wrong; the request is booked as usual."""

    def strike(self) -> Effect:
        """Spoil the code of the response to the request under way."""
        return SpoilMac()
