"""``printer.link.reset_peer``."""

from dataclasses import dataclass

from emulators.faults.fault import Fault, fault
from emulators.history import Effect
from emulators.links.effects import Reset


@fault(
    "printer.link.reset_peer",
    target="printer.link",
    zh="与打印机的连接被重置",
    field="printer's interface restarts",
)
@dataclass(frozen=True, slots=True)
class PrinterLinkResetPeer(Fault):
    """The connection to the printer is reset (RST); a new one is taken."""

    def strike(self) -> Effect:
        """RST on every open connection."""
        return Reset()
