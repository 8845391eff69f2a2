"""What a device is told to undergo when it records an event, and who decides that."""

from dataclasses import dataclass
from typing import Protocol

from emulators.events import Event


class Effect:
    """A change of state that a device undergoes. Each device declares its own, as dataclasses."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Injected:
    """An effect, and the ``seq`` of the event that brought it: the cause of what follows."""

    effect: Effect
    cause: int


@dataclass(frozen=True, slots=True)
class Directive:
    """The answer to ``record``: what the recording device has to undergo before it goes on."""

    injected: tuple[Injected, ...] = ()

    def __bool__(self) -> bool:
        """True when there is something to undergo."""
        return bool(self.injected)


GO_ON = Directive()


class Injector(Protocol):
    """What decides on each event whether a fault strikes (``faults.nemesis.Nemesis``)."""

    @property
    def idle(self) -> bool:
        """Whether no event can make it act."""

    def decide(self, event: Event) -> Directive:
        """The effects for the device that recorded ``event``."""

    def heeds(self, device: str) -> bool:
        """Whether it has to see what ``device`` records now."""

    def threshold(self, device: str, unit: str) -> int | None:
        """How many more rows or bytes ``device`` may do before a trigger wants to be asked."""
