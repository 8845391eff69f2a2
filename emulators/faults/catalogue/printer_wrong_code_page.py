"""Wrong default code page."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.parameters import must_be_between
from emulators.printer import effects


@fault(
    "printer.wrong_code_page",
    target="printer",
    zh="默认代码页不符",
    field="protocol mismatch",
    undetectable=True,
)
@dataclass(frozen=True, slots=True)
class WrongCodePage(Fault):
    """The code page that the printer starts with is not the one that the POS takes for granted.

    ``number``: of ESC t; 17 is PC866 (Cyrillic). A POS that chooses its code page is not harmed.
    """

    number: int = 17

    def __post_init__(self) -> None:
        """Raise UsageError for what cannot be."""
        must_be_between(self, "number", 0, 255)

    def strike(self) -> Effect:
        """It starts in that page."""
        return effects.AssumeCodePage(self.number)

    def mend(self) -> Effect | None:
        """It is set right."""
        return effects.AssumeCodePage(None)
