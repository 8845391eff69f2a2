"""The mechanism of a real printer, as far as it can be known: what was sent, and what is proven.

A step is what one command put on its way to the paper. It is recorded when the printer has proved
that it is through with it (``known``), or when it may have been and nobody can say (``inferred``).
The rows, lines and slips are worked out by the same engine as the virtual printer's.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from emulators.clock import Clock
from emulators.events import Certainty
from emulators.printer.changes import Change
from emulators.printer.condition import Condition
from emulators.printer.engine import Engine, Owner
from emulators.printer.events import Cut, SlipEnded
from emulators.printer.jobs import CutPaper, Job, Wait
from emulators.printer.line import Line
from emulators.printer.paper import Slip
from emulators.printer.png import ROWS
from emulators.printer.profiles import Profile
from emulators.recorder import Recorder
from harness.lab.negatives import Negatives


class ObservedEngine(Engine):
    """An engine that does what it is told has happened, whatever state it believes to be in.

    Pictures take half of its time: they are made when no bytes have to go through.
    """

    undrawn_rows = 4 * ROWS  # half a metre: most slips are drawn in one go

    def __init__(self, owner: Owner, recorder: Recorder, clock: Clock, profile: Profile) -> None:
        super().__init__(owner, recorder, clock, profile, None, pictures=True)
        self._negatives = Negatives(self.paper.picture, recorder.blob)

    def tell_of(self, slip: Slip, ended_by: str, cause: int | None) -> None:
        """Tell the History of a slip whose picture is still to be made."""
        self._negatives.hold(slip)
        kind, key, made_of = SlipEnded.kind, str(slip.number), (slip, ended_by)
        directive = self._recorder.record_slow(
            kind, key, self._ended, made_of, cause=cause, certainty=self.certainty
        )
        if directive.injected:
            self._undergo(directive)

    def _ended(self, slip: Slip, ended_by: str) -> SlipEnded:
        return self.paper.ended(slip, ended_by, self._negatives.blob(slip))

    def rows_allowed(self) -> int | None:
        """A real printer cannot be stopped within a line: nobody is asked there."""
        return None

    def slip_cut(self, *, partial: bool) -> bool:
        """The cutter went through."""
        if self.profile.cutter != "none":
            self._cuts += 1
            number = self.paper.slip.number
            self.record(Cut(number, partial or self.profile.cutter == "partial"))
            if self.paper.slip.number == number:
                self.end_slip("cut")
        return True

    def wait(self, job: Wait) -> None:
        """It has waited."""
        del job


@dataclass(slots=True, eq=False)
class _Step:
    """``stopped``: it was sent to a printer that had stopped, and has not gone on since.

    ``probed``: its proof was asked for right behind it. ``whole``: it is nothing but lines of text.
    """

    mark: int
    jobs: Sequence[Job]
    size_bytes: int
    stopped: bool
    whole: bool
    probed: bool = False


class ObservedMechanism:
    """The steps between what was sent and what is on the paper."""

    def __init__(self, owner: Owner, recorder: Recorder, clock: Clock, profile: Profile) -> None:
        self.engine = ObservedEngine(owner, recorder, clock, profile)
        self._steps: deque[_Step] = deque()
        self._mark = 0

    @property
    def condition(self) -> Condition:
        """The printer's, as it was last seen."""
        return self.engine.condition

    @property
    def mark(self) -> int:
        """The number of the last step."""
        return self._mark

    @property
    def unproven(self) -> int:
        """How many steps nobody can vouch for yet."""
        return len(self._steps)

    def sent(self, jobs: Sequence[Job], size_bytes: int, *, whole: bool = False) -> int:
        """What a command asked for is on its way to the printer; answers its mark.

        ``whole``: it is nothing but whole lines of text.
        """
        self._mark += 1
        stopped = not self.condition.online
        self._steps.append(_Step(self._mark, jobs, size_bytes, stopped, whole))
        return self._mark

    def probed(self) -> None:
        """The proof of everything up to here has been asked for."""
        if self._steps:
            self._steps[-1].probed = True

    def prove(self, mark: int, certainty: Certainty = "known") -> None:
        """Everything up to ``mark`` is done: record it."""
        while self._steps and self._steps[0].mark <= mark:
            self._do(self._steps.popleft(), certainty)

    def give_up(self, mark: int | None = None, *, heard_all: bool = False) -> int:
        """What waited (up to ``mark``) will never be proved: record what may have come as inferred.

        ``heard_all``: every proof that was sent has come, as it has when the printer says that it
        has cleared its buffer. Then nothing behind the first proof that is missing was printed.
        Answers how many bytes came to nothing for certain.
        """
        dropped, missing = 0, False
        while self._steps and (mark is None or self._steps[0].mark <= mark):
            step = self._steps.popleft()
            if step.stopped or (missing and heard_all):
                dropped += step.size_bytes
            else:
                self._do(step, "inferred")
            missing |= step.probed
        self.engine.mechanism.clear()
        return dropped

    def change(self, change: Change, cause: int | None = None) -> None:
        """It is seen in another condition."""
        self.engine.change(change, cause)
        stopped = not self.condition.online
        for step in self._steps:
            step.stopped &= stopped
        if "CUTTER" in {one.name for one in self.condition.troubles}:
            self._cut_failed()

    def _cut_failed(self) -> None:
        """The cutter says that it is stuck: the first cut that waits was not made."""
        found = False
        for step in self._steps:
            found |= any(isinstance(job, CutPaper) for job in step.jobs)
            step.stopped |= found

    def _do(self, step: _Step, certainty: Certainty) -> None:
        engine = self.engine
        engine.certainty = certainty
        lines = [job for job in step.jobs if isinstance(job, Line)] if step.whole else []
        if lines and engine.mechanism.gap + sum(map(_rows, lines)) <= engine.rows_at_will():
            engine.burn_whole(lines, has_card=True)
        else:
            engine.mechanism.add(step.jobs)
        while engine.mechanism.jobs:
            engine.step()
        engine.certainty = "known"


def _rows(line: Line) -> int:
    return line.height + line.gap
