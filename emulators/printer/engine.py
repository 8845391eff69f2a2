"""The physical half of the printer: paper, head, cutter, cover, and what befalls them."""

from typing import Protocol

from emulators.events import Payload
from emulators.history import Effect, Injected, Recorder
from emulators.printer import condition as conditions
from emulators.printer import effects
from emulators.printer.condition import CHANGES, Change, Condition
from emulators.printer.events import Cut, RollLoaded
from emulators.printer.jobs import Ask
from emulators.printer.mechanism import Mechanism
from emulators.printer.paper import Paper
from emulators.printer.profiles import Profile


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
    sight. ``pictures`` False: slips are recorded without their dots.
    """

    def __init__(
        self,
        owner: Owner,
        recorder: Recorder,
        profile: Profile,
        roll_mm: float | None,
        *,
        pictures: bool,
    ) -> None:
        self.condition = Condition()
        self._owner = owner
        self._recorder = recorder
        self._profile = profile
        self._pictures = pictures
        self._roll_rows = None if roll_mm is None else profile.rows(roll_mm)
        self._near_rows = profile.rows(profile.near_end_mm)
        self.paper = Paper(profile, self._roll_rows)
        self.mechanism = Mechanism(self, self.paper)

    def undergo(self, effect: Effect, cause: int) -> None:
        """An effect on paper, cover or head. Raises TypeError for one that is nothing to them."""
        match effect:
            case effects.EndPaper(rows=rows):
                self._end_paper(rows, cause)
            case effects.LoadPaper():
                self._load_paper(cause)
            case effects.OpenCover():
                self._open_cover(cause)
            case effects.FailHead(reported=False):
                self.change(conditions.HEAD_FAILED_UNREPORTED, cause)
            case effects.CloseCover() | effects.FailHead():
                self.change(CHANGES[type(effect)], cause)
            case effects.TearPaper():
                self.end_slip("tear", cause)
            case _:
                raise TypeError(f"{type(effect).__name__} is nothing that a printer can undergo")

    def _end_paper(self, rows: int, cause: int) -> None:
        self.paper.left_rows = rows
        if rows == 0:
            self.mechanism.record_rows()
            self.change(conditions.PAPER_ENDED, cause)

    def _load_paper(self, cause: int) -> None:
        self.end_slip("roll", cause)
        self.paper.left_rows = self._roll_rows
        rows = self._roll_rows
        length_mm = self._profile.roll_mm if rows is None else rows * self._profile.row_mm
        self.record(RollLoaded(length_mm), cause)
        self.change(CHANGES[effects.LoadPaper], cause)

    def _open_cover(self, cause: int) -> None:
        printing = self.mechanism.busy and self.condition.online
        self.mechanism.record_rows()
        opened = conditions.COVER_OPENED_WHILE_PRINTING if printing else CHANGES[effects.OpenCover]
        self.change(opened, cause)

    # ---- what happens, and what it makes of the condition

    def record(self, payload: Payload, cause: int | None = None) -> None:
        """Tell the History, and undergo at once what it answers."""
        for injected in self._recorder.record(payload, cause=cause).injected:
            self._owner.apply(injected)

    def change(self, change: Change, cause: int | None = None) -> None:
        """Pass into another condition, and say so."""
        before, after = self.condition, change.after(self.condition)
        if after == before:
            return
        self.condition = after
        self.record(after.event(change.why), cause)
        self._owner.condition_changed(before)

    def step(self) -> int:
        """Let the mechanism do its next stretch; says how many rows went by."""
        rows = self.mechanism.step()
        left = self.paper.left_rows
        if self._roll_rows and left is not None and 0 < left <= self._near_rows:
            self.change(conditions.NEAR_END)
        return rows

    def end_slip(self, ended_by: str, cause: int | None = None) -> None:
        """What hangs out is a slip now; the line in hand is cut short."""
        self.mechanism.end_line_here()
        slip = self.paper.take_slip()
        if slip is not None:
            blob = self._recorder.blob(self.paper.picture(slip)) if self._pictures else ""
            self.record(self.paper.ended(slip, ended_by, blob), cause)

    def finish(self) -> None:
        """Record the slip that is still in the printer, if anything is on it."""
        self.mechanism.record_rows()
        if self.paper.slip.text or self.mechanism.in_line:
            self.end_slip("open")

    # ---- what the mechanism asks

    @property
    def head_works(self) -> bool:
        """Whether dots burn."""
        return self.condition.head_works

    def rows_allowed(self) -> int | None:
        """After how many rows a trigger wants to be asked."""
        return self._recorder.threshold("row")

    def paper_ended(self) -> None:
        """The last row of the roll has gone by."""
        if self.paper.left_rows == 0:
            self.change(conditions.PAPER_ENDED)

    def slip_cut(self, *, partial: bool) -> None:
        """The cutter goes through; a cut in the air ends no slip."""
        number = self.paper.slip.number
        self.record(Cut(number, partial))
        if self.paper.slip.number == number:  # not torn off by what struck at the cut
            self.end_slip("cut")

    def ask(self, job: Ask) -> None:
        """A command for the device itself has come up."""
        self._owner.ask(job)
