"""terminal.result_lost."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.triggers.moment import AtEvent
from emulators.terminal.effects import LoseResult


@fault(
    "terminal.result_lost",
    target="terminal",
    zh="支付终端已完成交易，但结果未送达收银机",
    field="paid at the terminal, and the till never heard of it",
    default_trigger=AtEvent("terminal.paid"),
)
@dataclass(frozen=True, slots=True)
class ResultLost(Fault):
    """The payment terminal has done what the till asked, and the till is never told."""

    hangs_up: bool = False

    def strike(self) -> Effect:
        """Tell nothing more of the command under way."""
        return LoseResult(self.hangs_up)
