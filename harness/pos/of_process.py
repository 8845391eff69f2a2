"""What drivers have in common that started the POS as a process."""

import signal
from typing import Generic, Protocol, TypeVar

from emulators.effects import Effect


class Running(Protocol):
    """A process, by its pipes or at a terminal."""

    @property
    def alive(self) -> bool:
        """Whether it has not ended."""

    def signal(self, number: signal.Signals) -> None:
        """To it and everything that it started."""

    def kill(self) -> None:
        """Dead when this returns."""


P = TypeVar("P", bound=Running)


class OfProcess(Generic[P]):
    """The POS of the latest start; none before the first."""

    _process: P | None = None

    @property
    def alive(self) -> bool:
        """Whether its process runs."""
        return self._process is not None and self._process.alive

    def why_not(self, effect: Effect) -> str:
        """A process can undergo everything."""
        del effect
        return ""

    def signal(self, number: signal.Signals) -> None:
        """To the process and everything that it started."""
        if self._process is not None:
            self._process.signal(number)

    def kill(self) -> None:
        """Dead when this returns."""
        if self._process is not None:
            self._process.kill()
