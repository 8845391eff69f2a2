"""Paper sensor stuck."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.parameters import must_be_one_of
from emulators.printer import effects


@fault(
    "printer.paper_sensor_stuck", target="printer", zh="纸传感器失灵", field="failed paper sensor"
)
@dataclass(frozen=True, slots=True)
class PaperSensorStuck(Fault):
    """The paper end sensor says the same for ever, whatever paper there is.

    ``reading``: present or out.
    """

    reading: str = "present"

    def __post_init__(self) -> None:
        """Raise UsageError for what cannot be."""
        must_be_one_of(self, "reading", ("present", "out"))

    def strike(self) -> Effect:
        """It sticks."""
        return effects.StickSensor(self.reading)

    def mend(self) -> Effect | None:
        """A new sensor."""
        return effects.StickSensor("works")

    def is_undetectable(self) -> bool:
        """A sensor that always says "present" leaves no till anything to notice."""
        return self.reading == "present"
