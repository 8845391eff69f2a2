"""What the bench records of the POS under test and of its operator."""

from dataclasses import dataclass

from emulators.events import Payload, event


@event("run.started")
@dataclass(frozen=True, slots=True)
class RunStarted(Payload):
    """A bench came up. ``settings`` is what the checks need of the configuration, as JSON."""

    name: str
    tillproof: str
    settings: str


@event("operation.invoked")
@dataclass(frozen=True, slots=True)
class Invoked(Payload):
    """The operator asks the POS for something. ``params`` is JSON with card numbers masked.

    ``repeat``: the same key was pressed again before the answer (operator.double_press).
    """

    operation: int
    method: str
    reference: str
    amount_minor: int | None
    currency: int | None
    tender: str
    params: str
    repeat: bool = False

    def key(self) -> str:
        """The method."""
        return self.method


@event("operation.returned")
@dataclass(frozen=True, slots=True)
class Returned(Payload):
    """The POS answered, or will not: ``status`` is ok, error, not_applicable or unknown.

    ``result`` is the answer's JSON, masked; ``reason`` says why there is none (no reply in time,
    the process ended, a malformed line). ``outcome`` and ``receipt`` are taken from the result when
    they are texts, '' otherwise.
    """

    operation: int
    method: str
    status: str
    outcome: str
    receipt: str
    result: str
    reason: str = ""

    def key(self) -> str:
        """The method."""
        return self.method


@event("pos.started")
@dataclass(frozen=True, slots=True)
class PosStarted(Payload):
    """The POS's process runs. ``start`` counts from 1."""

    start: int


@event("pos.ready")
@dataclass(frozen=True, slots=True)
class PosReady(Payload):
    """The POS has answered ``hello``."""

    start: int
    name: str
    version: str
    capabilities: tuple[str, ...]


@event("pos.ended")
@dataclass(frozen=True, slots=True)
class PosEnded(Payload):
    """The POS's process is gone. ``asked``: by the bench (shutdown or a fault); else by itself."""

    start: int
    status: int
    asked: bool


@event("pos.said")
@dataclass(frozen=True, slots=True)
class PosSaid(Payload):
    """Something on the POS's standard output that is no answer: junk, or too long. Masked."""

    text: str


@event("pos.screen")
@dataclass(frozen=True, slots=True)
class PosScreen(Payload):
    """What stood on the POS's screen, card numbers masked. ``about``: the operation, or the end."""

    blob: str
    about: str


@event("pos.frozen")
@dataclass(frozen=True, slots=True)
class PosFrozen(Payload):
    """The POS's process was stopped (SIGSTOP) or goes on (SIGCONT)."""

    frozen: bool


@event("pos.clock")
@dataclass(frozen=True, slots=True)
class PosClock(Payload):
    """The POS's wall clock was moved ``by_s`` seconds; ``days`` in all since the bench began."""

    days: int
    by_s: int = 0


@event("pos.disk")
@dataclass(frozen=True, slots=True)
class PosDisk(Payload):
    """What became of the POS's data folder: full, free, cut, lost, torn, or kept.

    cut: what was not flushed is gone; torn: the end of the last file is; kept: a power cut that
    waited for a flush was mended before it came.
    """

    state: str

    def key(self) -> str:
        """What it was."""
        return self.state


@event("pos.flushed")
@dataclass(frozen=True, slots=True)
class PosFlushed(Payload):
    """How often the POS flushed something to its disk, told at the end of a run that counted it.

    Of each flush, in order, ``before``: the number of the first event that came after it.
    """

    before: tuple[int, ...]


@event("pos.log")
@dataclass(frozen=True, slots=True)
class PosLog(Payload):
    """What the POS wrote to its standard error, kept when the run ended.

    ``card_numbers`` are the card numbers that stood there with more than first six and last four
    digits, masked now.
    """

    blob: str
    card_numbers: tuple[str, ...]


@event("operator.did")
@dataclass(frozen=True, slots=True)
class OperatorDid(Payload):
    """The operator did something with his hands: loads paper, mends, acknowledges, goes home."""

    what: str

    def key(self) -> str:
        """What it was."""
        return self.what


@event("bench.healed")
@dataclass(frozen=True, slots=True)
class Healed(Payload):
    """Everything is mended; from here on the POS has ``recovers_within_s``."""

    recovers_within_s: float


@event("bench.quiet")
@dataclass(frozen=True, slots=True)
class Quiet(Payload):
    """Nothing has happened for the settling time; ``ready`` is what the POS's status said last."""

    ready: bool
    waited_s: float


@event("bench.slip_read")
@dataclass(frozen=True, slots=True)
class SlipRead(Payload):
    """What text recognition made of a slip that is a picture: its lines, and the dot row of each.

    ``printer`` is the device that it came out of; ``engine`` the program that read it.
    ``card_numbers`` are those that stand there in full, masked as they are in ``lines``.
    """

    printer: str
    slip: int
    engine: str
    lines: tuple[str, ...]
    rows: tuple[int, ...]
    card_numbers: tuple[str, ...] = ()

    def key(self) -> str:
        """The printer and its slip."""
        return f"{self.printer} {self.slip}"


@event("run.ended")
@dataclass(frozen=True, slots=True)
class RunEnded(Payload):
    """The bench goes down. ``interrupted``: before the workload was through, and why.

    ``failed_step``: the step of the scenario that did not hold, and what it found.
    """

    interrupted: str = ""
    failed_step: str = ""
