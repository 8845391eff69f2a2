"""``printer.wrong_serial_settings``."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.parameters import must_be_between, must_be_one_of
from emulators.links.effects import SetSerial
from emulators.links.impairments.base import Restore
from emulators.links.impairments.serial_settings import PARITIES


@fault(
    "printer.wrong_serial_settings",
    target="printer.link",
    zh="打印机串口参数不符，打印乱码",
    field="wrong parameters",
)
@dataclass(frozen=True, slots=True)
class WrongSerialSettings(Fault):
    """The printer is set to another baud rate or parity than the POS: garbage both ways.

    Only on a serial line. The POS's rate is the one that it has set on its terminal.
    """

    baudrate: int = 9600
    parity: str = "none"

    def __post_init__(self) -> None:
        """Refuse what no printer can be set to."""
        must_be_between(self, "baudrate", 50, 4_000_000)
        must_be_one_of(self, "parity", PARITIES)

    def strike(self) -> Effect:
        """From now on."""
        return SetSerial(self.name, self.baudrate, self.parity)

    def mend(self) -> Effect | None:
        """It is set as the POS is."""
        return Restore(self.name)
