"""What an operator does wrong, and has not done yet. Sans-IO: ``Operator`` asks what to do now."""

from dataclasses import dataclass

from emulators.effects import Effect


@dataclass(frozen=True, slots=True)
class PressTwice(Effect):
    """The key that is being pressed, or the next one, is pressed again before the answer."""


@dataclass(frozen=True, slots=True)
class EnterWrongly(Effect):
    """The next sale is entered with ``factor`` times its amount, voided, and entered right."""

    factor: int


@dataclass(frozen=True, slots=True)
class AskForReprints(Effect):
    """A reprint of the transaction under way, or of the last one, is asked for so often."""

    times: int


@dataclass(frozen=True, slots=True)
class PutOffMending(Effect):
    """Whatever breaks is mended so many sales later."""

    sales: int


class Mistakes:
    """The mistakes that are still to be made; taking one strikes it off."""

    def __init__(self) -> None:
        self._twice = False
        self._factor = 0
        self._reprints = 0
        self._put_off = 0
        self._left = 0
        self._late: str | None = None

    def add(self, effect: Effect) -> None:
        """Another one. Raises TypeError for what is no operator's."""
        match effect:
            case PressTwice():
                self._twice = True
            case EnterWrongly(factor=factor):
                self._factor = factor
            case AskForReprints(times=times):
                self._reprints += times
            case PutOffMending(sales=sales):
                self._put_off = sales
            case _:
                raise TypeError(f"an operator cannot undergo {effect}")

    def take_twice(self) -> bool:
        """Whether to press again."""
        twice, self._twice = self._twice, False
        return twice

    def take_factor(self) -> int:
        """What to multiply the amount by first; 0 for nothing."""
        factor, self._factor = self._factor, 0
        return factor

    def take_reprints(self) -> int:
        """How many reprints to ask for."""
        reprints, self._reprints = self._reprints, 0
        return reprints

    def puts_off(self, fault: str) -> int:
        """After how many sales that is mended; 0: at once."""
        if self._put_off:
            self._late, self._left, self._put_off = fault, self._put_off, 0
            return self._left
        return 0

    def take_late(self) -> str | None:
        """After a sale: what is mended now ('' for everything); None for nothing."""
        if self._late is None:
            return None
        self._left -= 1
        if self._left > 0:
            return None
        late, self._late = self._late, None
        return late
