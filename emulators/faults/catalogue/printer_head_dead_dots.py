"""Dead dots in the print head."""

from dataclasses import dataclass

from emulators.effects import Effect
from emulators.errors import UsageError
from emulators.faults.fault import Fault, fault
from emulators.printer import effects

_WIDEST = 4096  # columns; no head of this class has more


@fault(
    "printer.head_dead_dots",
    target="printer",
    zh="打印头断点",
    field="damaged head, dust",
    undetectable=True,
)
@dataclass(frozen=True, slots=True)
class HeadDeadDots(Fault):
    """Some columns never burn: white streaks down the slip, and no status that says so.

    ``columns``: which, counted from 0 at the left, such as ``100-119`` or ``8+9+300-307``.
    """

    columns: str = "96-127"

    def __post_init__(self) -> None:
        """Raise UsageError for what cannot be."""
        _columns(self.columns)

    def strike(self) -> Effect:
        """They die."""
        return effects.KillDots(_columns(self.columns))

    def mend(self) -> Effect | None:
        """A new head is put in, with the power off."""
        return effects.ReplaceHead()


def _columns(text: str) -> tuple[int, ...]:
    """Read ``8+9+300-307``."""
    found: list[int] = []
    for part in text.split("+"):
        first, _, last = part.partition("-")
        try:
            found.extend(range(int(first), min(int(last or first), _WIDEST) + 1))
        except ValueError:
            raise UsageError(
                f"printer.head_dead_dots: columns={text} are no columns: write 100-119 or 8+9"
            ) from None
    return tuple(found)
