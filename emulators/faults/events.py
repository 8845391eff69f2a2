"""What the History says of faults themselves."""

from dataclasses import dataclass

from emulators.events import Payload, event


@event("fault.armed")
@dataclass(frozen=True, slots=True)
class FaultArmed(Payload):
    """A fault waits for its trigger. ``armed`` is its number in the run."""

    armed: int
    fault: str
    spec: str


@event("fault.fired")
@dataclass(frozen=True, slots=True)
class FaultFired(Payload):
    """The trigger came: the target undergoes the fault now."""

    armed: int
    fault: str
    spec: str
    target: str
    undetectable: bool

    def key(self) -> str:
        """The fault's name."""
        return self.fault


@event("fault.cleared")
@dataclass(frozen=True, slots=True)
class FaultCleared(Payload):
    """A fault that fired has been put right, by the operator or by time."""

    armed: int
    fault: str

    def key(self) -> str:
        """The fault's name."""
        return self.fault
