"""Head, paper motor, cutter, drawer: takes jobs in order and makes events of what they do.

Each stretch of rows is recorded before the mechanism goes on, so that a fault strikes between two
rows and never in the middle of a decision. A job that is stopped stays first in the queue with the
rows that are left of it.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np

from emulators.events import Payload
from emulators.printer.dots import Packed, count
from emulators.printer.events import Buzzed
from emulators.printer.jobs import (
    Ask,
    Band,
    Buzz,
    CutPaper,
    Feed,
    Job,
    Note,
    Pulse,
    Wait,
)
from emulators.printer.line import Composed, Line
from emulators.printer.paper import Motion, Paper
from emulators.printer.tally import Burnt, Tally

_NO_LIMIT = 1 << 62


class Host(Protocol):
    """The device around the mechanism."""

    @property
    def burns_all(self) -> bool:
        """Whether every dot comes out as it is sent."""

    def burn(self, rows: Packed) -> Packed:
        """What of the next rows comes out on the paper."""

    def record(self, payload: Payload, cause: int | None = None) -> None:
        """Tell the History, and undergo what it answers before returning."""

    def record_lines(self, burnt: Sequence[Burnt]) -> None:
        """The same of whole lines."""

    def rows_allowed(self) -> int | None:
        """After how many rows a trigger wants to be asked."""

    def paper_stopped(self) -> None:
        """The last row of the roll has gone by, or the paper is found to be jammed."""

    def pulse(self, pin: int, on_ms: int) -> None:
        """A pulse goes to the drawer."""

    def slip_cut(self, *, partial: bool) -> bool:
        """Let the cutter go through; False: it is stuck."""

    def ask(self, job: Ask) -> None:
        """A command for the device itself has come up."""

    def wait(self, job: Wait) -> None:
        """Nothing is to go on for a time."""


class Mechanism:
    """The queue of jobs, and how far the first of them has come."""

    def __init__(self, host: Host, paper: Paper) -> None:
        self._host = host
        self._paper = paper
        self.jobs: deque[Job] = deque()  # what waits to be done
        self._row = 0  # rows of the first job that went by
        self.gap = 0  # rows below the last line that go by with the next job
        self._tally = Tally(paper)

    @property
    def in_line(self) -> bool:
        """A line has been begun and is not on the paper yet."""
        return self._tally.in_line

    def add(self, jobs: Iterable[Job]) -> None:
        """Queue jobs."""
        self.jobs.extend(jobs)

    def clear(self) -> None:
        """Forget every job: power is gone, or the buffers are cleared."""
        self.end_line_here()
        self.jobs.clear()
        self._row = self.gap = 0
        self._tally.forget_line()

    def step(self) -> int:
        """Do the first job, up to where something wants to be asked; says how many rows went by."""
        first = self.jobs[0]
        if isinstance(first, Line):
            return self._burn_line(first)
        if self.gap and isinstance(first, Band | Feed | CutPaper):
            return self._feed_gap()
        match first:
            case Band(rows=rows):
                return self._burn(rows, None)
            case Feed(rows=rows):
                return self._feed(rows)
            case job:
                self._act(job)
                return 0

    def _act(self, job: Job) -> None:
        """The jobs that move no paper."""
        if isinstance(job, CutPaper):
            self._cut(job)
            return
        self.jobs.popleft()
        match job:
            case Pulse(pin=pin, on_ms=on_ms):
                self._host.pulse(pin, on_ms)
            case Buzz(times=times):
                self._host.record(Buzzed(times))
            case Ask():
                self._host.ask(job)
            case Wait():
                self._host.wait(job)
            case Note(payload=payload):
                self._host.record(payload)

    def _cut(self, job: CutPaper) -> None:
        """Cut; where the cutter is stuck, the cut is still to be done after the recovery."""
        self.record_rows()
        if self._is_next(job) and self._host.slip_cut(partial=job.partial) and self._is_next(job):
            self.jobs.popleft()

    def _is_next(self, job: Job) -> bool:
        """Whether it has not been cleared by what struck meanwhile."""
        return bool(self.jobs) and self.jobs[0] is job

    # ---- rows

    def _free_rows(self) -> int:
        """How many rows may go by before somebody has to be asked; never less than one."""
        paper, allowed = self._paper, self._host.rows_allowed()
        left = paper.left_rows if paper.motion is Motion.RUNS else paper.free_rows
        if left is None and allowed is None:
            return _NO_LIMIT
        until_end = _NO_LIMIT if left is None else left
        until_asked = _NO_LIMIT if allowed is None else allowed - self._tally.rows
        return max(1, min(until_end, until_asked))

    def _feed_gap(self) -> int:
        rows = min(self.gap, self._free_rows())
        self.gap -= rows
        self._blank(rows)
        self._pause()
        return rows

    def _feed(self, wanted: int) -> int:
        rows = min(wanted - self._row, self._free_rows())
        self._row += rows
        self._blank(rows)
        if self._row == wanted:
            self._next()
            self.record_rows()
        self._pause()
        return rows

    def _burn_line(self, line: Line) -> int:
        """A line of text in one go, which needs no drawing yet; otherwise by rows."""
        content, gap = line.content, self.gap
        by_rows = self._row or line.kinds or self._tally.in_line or not self._host.burns_all
        if by_rows or not isinstance(content, Composed):
            return self._feed_gap() if gap else self._burn(line.rows(), line)
        free, rows = self._free_rows(), gap + content.height
        if rows > free:
            return self._feed_gap() if gap else self._burn(line.rows(), line)
        self.jobs.popleft()
        self._host.record_lines(self.burn_whole((line,)))
        if free != _NO_LIMIT or self._paper.free_rows is not None:
            self._pause()
        return rows

    def burn_whole(self, lines: Sequence[Line], *, has_card: bool = True) -> list[Burnt]:
        """Lines of text with the gaps above them go by in one go; what is to be recorded of each.

        ``has_card``: a card number may stand on them.
        """
        burnt = self._tally.whole_lines(lines, self.gap, has_card=has_card)
        self.gap = lines[-1].gap
        return burnt

    def _burn(self, wanted: Packed, line: Line | None) -> int:
        """Rows of a line, or (None) of an image that goes on after them."""
        self._tally.begin_line(self._paper.row)
        part = wanted[self._row : self._row + self._free_rows()]
        self._row += len(part)
        ink = self._print(part)
        if line is not None and line.kinds:
            self._tally.keep(ink)
        if self._row == len(wanted):
            self._next()
            if line is not None:
                self._end_line(line)
            else:
                self.record_rows()
        self._pause()
        return len(part)

    def _next(self) -> None:
        job = self.jobs.popleft()
        self._row = 0
        if isinstance(job, Line):
            self.gap += job.gap

    def _blank(self, rows: int) -> None:
        self._paper.blank(rows)
        self._tally.add(rows)

    def _print(self, rows: Packed) -> Packed:
        """Burn rows; says what of them can be seen: nothing where a jam or the roll's end is."""
        intended = count(rows)
        if self._host.burns_all:
            self._paper.burn(rows)
            self._tally.add(len(rows), intended, intended)
            return rows
        ink = self._host.burn(rows)
        if ink.any():
            self._paper.burn(ink)
        else:
            self._paper.blank(len(rows))
        seen = ink if self._paper.motion is Motion.RUNS else np.zeros_like(ink)
        self._tally.compare(rows, seen)
        self._tally.add(len(rows), intended, count(seen))
        return seen

    def _pause(self) -> None:
        """Where a trigger wants to be asked, or the roll ends, say what went by."""
        if self._tally.rows and self._tally.rows == self._host.rows_allowed():
            self.record_rows()
        if self._paper.on_tail and not self.in_line:
            self._paper.left_rows = 0
        if self._paper.free_rows == 0 and not (self.in_line and self._paper.use_tail()):
            self.record_rows()
            self._host.paper_stopped()

    def record_rows(self) -> None:
        """Record the rows since the last event, if any: they complete no line."""
        fed = self._tally.fed()
        if fed is not None:
            self._host.record(fed)

    def _end_line(self, line: Line) -> None:
        burnt = self._tally.end_line(line)
        if burnt is not None:
            self._host.record(burnt)
        else:
            self.record_rows()

    def burn_half_a_row(self) -> None:
        """The current fails in mid-row: of the next row of the line in hand, the left half burns.

        Source: none; heads of this class heat a row in two to four blocks from one side.
        """
        job = self.jobs[0] if self.jobs else None
        rows = job.rows() if isinstance(job, Line) else None
        if rows is None or not self.in_line or self._paper.free_rows == 0:
            return
        row = rows[self._row : self._row + 1].copy()
        row[:, row.shape[1] // 2 :] = 0
        self._row += 1
        self._print(row)

    def begin_line_again(self) -> None:
        """Print the line in hand from its first row on, below what there is of it."""
        job = self.jobs[0] if self.jobs else None
        if self.in_line and isinstance(job, Line):
            self.record_rows()
            self._tally.begin_again(job.text)
            self._row = 0

    def end_line_here(self) -> None:
        """The slip ends, in the middle of a line perhaps."""
        self.record_rows()
        job = self.jobs[0] if self.jobs else None
        self._tally.cut_short(job.text if isinstance(job, Line) else "")
