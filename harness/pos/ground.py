"""What a bench needs to know of what its POS stands in, whatever that is."""

from typing import Protocol

from emulators.effects import Effect
from harness.pos.driver import Launch
from harness.pos.launch import Addresses


class Wall(Protocol):
    """The wall clock of the POS."""

    def shift_wall(self, seconds: float) -> None:
        """Move it; time goes on as before."""

    def attached(self) -> int:
        """How many processes have taken it on: 0 means that it cannot be moved."""


class Ground(Protocol):
    """A process's (``harness.pos.launch.Launcher``), or that of a POS that is a class."""

    @property
    def rate(self) -> float:
        """How many times as fast its time passes."""

    @property
    def clock(self) -> Wall | None:
        """Its wall clock, when that can be moved."""

    @property
    def why_not_clock(self) -> str | None:
        """Why it cannot."""

    def prepare(self, addresses: Addresses) -> Launch:
        """Everything that starting takes."""

    @property
    def flushed(self) -> int:
        """How often it has flushed something to its disk, as far as that is watched."""

    @property
    def powerless(self) -> bool:
        """Whether it has died at the flush that a power cut waited for, which is not told yet."""

    def close(self) -> None:
        """Let go of what was made for it."""

    def why_not(self, effect: Effect, *, running: bool) -> str:
        """Why that cannot befall it here; '' when it can."""

    def befall(self, effect: Effect) -> str:
        """Let it; says what became of its data."""

    def swapped(self) -> Launch:
        """How to start it with the printers' addresses swapped, once more back again."""
