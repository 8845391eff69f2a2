"""host.booked_but_declined."""

from dataclasses import dataclass

from emulators.acquirer.choices import check_code
from emulators.acquirer.effects import AnswerWith
from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.triggers.message import AtMessage


@fault(
    "host.booked_but_declined",
    target="acquirer",
    zh="已入账，却应答拒绝",
    field="deducted although it failed",
    default_trigger=AtMessage(mti="financial", moment="booked"),
)
@dataclass(frozen=True, slots=True)
class BookedButDeclined(Fault):
    """The transaction is booked, and the answer declines it."""

    code: str = "51"

    def __post_init__(self) -> None:
        """Raise UsageError for what is no response code."""
        check_code(self.name, self.code)

    def strike(self) -> Effect:
        """Make the answer to the request under way say the code."""
        return AnswerWith(self.code)
