"""What a lab records beside what the virtual devices do."""

from dataclasses import dataclass

from emulators.events import Payload, event


@event("lab.ready")
@dataclass(frozen=True, slots=True)
class LabReady(Payload):
    """A real printer is at the end of the tap.

    ``proof``: what it proves its printing by: process-id, status, or none (then every line is
    inferred). ``model`` and ``firmware`` are its own words, where it has any.
    """

    port: str
    proof: str
    model: str = ""
    firmware: str = ""


@event("lab.deed")
@dataclass(frozen=True, slots=True)
class DeedDone(Payload):
    """Something was done to the real printer, by a command, by labgrid or by the operator.

    ``trouble``: why it was not, or why nobody can say; the run is then unknown.
    """

    part: str
    verb: str
    by: str
    took_ms: int
    trouble: str = ""

    def key(self) -> str:
        """Part and deed: ``paper.load``."""
        return f"{self.part}.{self.verb}"


@event("lab.lost")
@dataclass(frozen=True, slots=True)
class PrinterLost(Payload):
    """The way to the real printer broke off, and no fault of the schedule did that."""

    port: str
    why: str
    back: bool = False
