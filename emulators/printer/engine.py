"""The physical half of the printer: paper, head, cutter, drawer, in the condition they are in."""

from collections.abc import Sequence
from typing import Protocol

from emulators.clock import Clock
from emulators.effects import Directive, Injected
from emulators.events import Certainty, Payload
from emulators.printer import changes, head
from emulators.printer.changes import Change
from emulators.printer.condition import Condition
from emulators.printer.counters import Counters
from emulators.printer.customs import Customs
from emulators.printer.dots import Packed
from emulators.printer.drawer import Drawer
from emulators.printer.events import Cut, LineBurnt
from emulators.printer.jobs import Ask, Wait
from emulators.printer.line import Line
from emulators.printer.mechanism import Mechanism
from emulators.printer.paper import Motion, Paper, Slip
from emulators.printer.png import ROWS
from emulators.printer.profiles import Profile
from emulators.printer.tally import Burnt
from emulators.recorder import Recorder

LONGEST_SLIP_ROWS = 1 << 16  # nine metres; an image is never parted, and has twice as many at most


class Owner(Protocol):
    """The device that the engine is built into."""

    def apply(self, injected: Injected) -> None:
        """Undergo an effect."""

    def ask(self, job: Ask) -> None:
        """A command for the device itself has come up."""

    def condition_changed(self, before: Condition) -> None:
        """The engine has passed into another condition."""


class Engine:
    """Mechanism and paper with their condition; ``owner`` is told what goes beyond them.

    ``roll_mm`` is the paper that is in it at the start and on each new roll; None: no end in
    sight. ``pictures`` False: slips are recorded without their dots. ``certainty`` is how sure it
    is that what is recorded has happened.
    """

    certainty: Certainty = "known"
    undrawn_rows = ROWS  # of a slip that may gather before they are drawn

    def __init__(
        self,
        owner: Owner,
        recorder: Recorder,
        clock: Clock,
        profile: Profile,
        roll_mm: float | None,
        *,
        pictures: bool,
    ) -> None:
        self.condition = Condition()
        self.online = True
        self.burns_all = True
        self.profile = profile
        self.speed_mm_s = profile.speed_mm_s
        self.roll_rows = None if roll_mm is None else profile.rows(roll_mm)
        self._owner = owner
        self._recorder = recorder
        self._history, self._name = recorder.history, recorder.device
        self._pictures = pictures
        self._near_rows = profile.rows(profile.near_end_mm) if profile.near_end_sensor else 0
        self._drawer = Drawer(self, clock)
        self.counters = Counters(self._count)
        self.customs = Customs()
        self._cuts = 0
        self._clock = clock
        self.paper = Paper(profile, self.roll_rows)
        self.mechanism = Mechanism(self, self.paper)

    # ---- what happens, and what it makes of the condition

    def record(self, payload: Payload, cause: int | None = None) -> None:
        """Tell the History, and undergo at once what it answers."""
        directive = self._history.record(self._name, payload, cause=cause, certainty=self.certainty)
        if directive.injected:
            self._undergo(directive)

    def _undergo(self, directive: Directive) -> None:
        for injected in directive.injected:
            self._owner.apply(injected)

    def change(self, change: Change, cause: int | None = None) -> None:
        """Pass into another condition, and say so."""
        before = self.condition
        if self.set(change.after(before)):
            self.record(self.condition.event(change.why), cause)
            self._owner.condition_changed(before)

    def change_silently(self, change: Change) -> None:
        """Pass into another condition of which the History says nothing, the POS perhaps does."""
        before = self.condition
        if self.set(change.after(before)):
            self._owner.condition_changed(before)

    def set(self, after: Condition) -> bool:
        """Take on a condition; False: it is the same as before."""
        if after == self.condition:
            return False
        self.condition = after
        self.online, self.burns_all = after.online, after.burns_all  # asked for at every line
        if after.paper_gone and not after.paper_out:
            self.paper.motion = Motion.GONE  # and the printer does not know
        else:
            self.paper.motion = Motion.SLIPS if after.paper_jammed else Motion.RUNS
        return True

    @property
    def cover_latches(self) -> bool:
        """Whether opening the cover while it prints takes DLE ENQ to recover from.

        Some models do, others with memory switch 8-8 on (Epson APG, GS ( E).
        """
        return self.profile.cover_error_latches or self.customs.is_on(8, 8)

    def step(self) -> int:
        """Let the mechanism do its next stretch; says how many rows went by."""
        rows = self.mechanism.step()
        self._look_at_paper()
        return rows

    def rows_at_will(self) -> int:
        """Rows that may go by, of whole lines, before anything else can happen; 0: none.

        Nothing else is to be done before them. Where every dot burns, the paper moves.
        """
        paper = self.paper
        if not (self.online and self.burns_all and self._recorder.at_will) or paper.on_tail:
            return 0
        left = paper.left_rows
        until_end = LONGEST_SLIP_ROWS if left is None else left - self._near_rows
        return min(until_end, LONGEST_SLIP_ROWS - paper.slip.height) - 1

    def burn_whole(self, lines: Sequence[Line], *, has_card: bool) -> None:
        """Whole lines of text go by at will. ``has_card``: a card number may stand there."""
        self.record_lines(self.mechanism.burn_whole(lines, has_card=has_card))
        self._look_at_paper()

    def record_lines(self, burnt: Sequence[Burnt]) -> None:
        """Tell the History of whole lines, one slip's; undergo at once what it answers."""
        if self._recorder.at_will:
            slip = burnt[0][0]
            keys = [f"{slip}.{line[1]}" for line in burnt]
            self._recorder.record_all(LineBurnt, keys, burnt, self.certainty)
        else:
            for line in burnt:
                self.record(LineBurnt(*line))

    def _look_at_paper(self) -> None:
        """What has become of the roll and of the slip."""
        left = self.paper.left_rows
        if left is not None and self.roll_rows and 0 < left <= self._near_rows:
            self.change(changes.NEAR_END)
        if self._pictures:
            self.paper.develop(self.undrawn_rows)
        if self.paper.slip.height >= LONGEST_SLIP_ROWS and not self.mechanism.in_line:
            self.end_slip("length")

    def end_slip(self, ended_by: str, cause: int | None = None) -> None:
        """What hangs out is a slip now; the line in hand is cut short."""
        self.mechanism.end_line_here()
        slip = self.paper.take_slip()
        if slip is not None:
            self.tell_of(slip, ended_by, cause)

    def tell_of(self, slip: Slip, ended_by: str, cause: int | None) -> None:
        """Tell the History of a slip, with its picture."""
        blob = self._recorder.blob(self.paper.picture(slip)) if self._pictures else ""
        self.record(self.paper.ended(slip, ended_by, blob), cause)

    def begin_line_again(self) -> None:
        """The line in hand is printed from its beginning."""
        self.mechanism.begin_line_again()

    def finish(self) -> None:
        """Record the slip that is still in the printer, if anything is on it."""
        self.mechanism.record_rows()
        if self.paper.slip.text or self.mechanism.in_line:
            self.end_slip("open")

    # ---- what the mechanism asks

    def burn(self, rows: Packed) -> Packed:
        """What of the next rows comes out on the paper."""
        return head.burn(rows, self.condition, self.paper.row)

    def rows_allowed(self) -> int | None:
        """After how many rows a trigger wants to be asked."""
        injector = self._history.injector
        return None if injector is None else injector.threshold(self._name, "row")

    def paper_stopped(self) -> None:
        """The last row of the roll has gone by, or the paper is found to be jammed."""
        if self.paper.free_rows == 0:
            jammed = self.paper.motion is Motion.SLIPS
            self.change(changes.JAM_NOTICED if jammed else changes.PAPER_ENDED)

    def slip_cut(self, *, partial: bool) -> bool:
        """The cutter goes through, or does not; a cut in the air ends no slip.

        A model without a cutter passes the command over, another one cuts as it can.
        """
        if not self.condition.online:
            return False
        if self.profile.cutter == "none":
            return True
        if self.condition.cutter_jammed:
            self.change(changes.CUT_FAILED)
            return False
        self._cuts += 1
        number = self.paper.slip.number
        self.record(Cut(number, partial or self.profile.cutter == "partial"))
        if self.paper.slip.number == number:  # not torn off by what struck at the cut
            self.end_slip("cut")
        return True

    def pulse(self, pin: int, on_ms: int) -> None:
        """A pulse goes to the drawer, if the model has a connector for one."""
        if self.profile.drawer:
            self._drawer.pulse(pin, on_ms)

    def ask(self, job: Ask) -> None:
        """A command for the device itself has come up."""
        self._owner.ask(job)

    def wait(self, job: Wait) -> None:
        """Offline for a time, or until FEED is pressed (Epson TRG: a macro waits)."""
        self.change(changes.MACRO_WAITS if job.button else changes.MACRO_PAUSES)
        if not job.button:
            self._clock.call_later(job.seconds, lambda: self.change(changes.PAUSE_OVER))

    def _count(self, what: str) -> int:
        """What the maintenance counters count."""
        return {
            "lines": self.paper.row // self.profile.line_spacing_dots,
            "rows": self.paper.row,
            "cuts": self._cuts,
            "hours": int(self._clock.monotonic_s() // 3600),
        }[what]
