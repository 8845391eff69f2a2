"""host.request_lost."""

from dataclasses import dataclass

from emulators.acquirer.effects import LoseRequest
from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.triggers.message import AtMessage


@fault(
    "host.request_lost",
    target="acquirer",
    zh="请求丢失：主机没有收到，没有入账，也没有应答",
    field="line down on the way out",
    default_trigger=AtMessage(mti="financial", moment="request"),
)
@dataclass(frozen=True, slots=True)
class RequestLost(Fault):
    """The request is never seen: not booked, no answer."""

    def strike(self) -> Effect:
        """Lose the request under way."""
        return LoseRequest()
