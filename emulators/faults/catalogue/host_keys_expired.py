"""host.keys_expired."""

from dataclasses import dataclass

from emulators.acquirer.choices import check_choice
from emulators.acquirer.effects import ExpireKeys
from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.triggers.message import AtMessage


@fault(
    "host.keys_expired",
    target="acquirer",
    zh="工作密钥失效（A0 或 99）",
    field="the keys at the bank are not the terminal's any more",
    default_trigger=AtMessage(mti="financial", moment="request"),
)
@dataclass(frozen=True, slots=True)
class KeysExpired(Fault):
    """The terminal's keys have expired: A0 (or 99) to it until it signs on again."""

    code: str = "A0"

    def __post_init__(self) -> None:
        """Raise UsageError for a code that does not say so."""
        check_choice(self.name, "code", self.code, ("A0", "99"))

    def strike(self) -> Effect:
        """Let the keys of the request under way expire."""
        return ExpireKeys(self.code)
