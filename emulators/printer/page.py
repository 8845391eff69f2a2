"""The print buffer: characters and pictures side by side until the line is printed."""

from collections.abc import Callable

import numpy as np

from emulators.printer.cells import DESCENT, Style, cells
from emulators.printer.events import GlyphsMissing, NotDrawn
from emulators.printer.jobs import Ask, Feed, Job, Note
from emulators.printer.line import (
    Composed,
    Item,
    Line,
    Picture,
    Place,
    Run,
    symbol_line,
    text_of,
)
from emulators.printer.memory import Memory
from emulators.printer.plain import PlainLines
from emulators.printer.profiles import Profile
from emulators.printer.settings import Font
from emulators.printer.sheet import Area, Sheet
from emulators.printer.writer import Writer

_ITEMS_LIMIT = 1000  # things on one line; more than any line can hold side by side


class Page:
    """Lines from top to bottom. ``jobs`` is what is ready for the mechanism.

    ``sheet`` is what page mode writes on; None in standard mode.
    """

    def __init__(self, profile: Profile, memory: Memory) -> None:
        self.profile = profile
        self.memory = memory
        self.settings = memory.initial(profile)
        self.jobs: list[Job] = []
        self.conn = 0  # the connection that the commands come from
        self.x = 0
        self.lines_left_out = 0  # of those to come
        self.sheet: Sheet | None = None
        self._items: list[Item] = []
        self._from = 0
        self._asks: list[Ask] = []
        self.writer = Writer(self)
        self.plain = PlainLines(self)

    @property
    def empty(self) -> bool:
        """Nothing waits on the line: the position is the beginning of a line."""
        return not (self._items or self.x)

    @property
    def nothing_waits(self) -> bool:
        """No data in the print buffer: the position may be anywhere (Epson APG, GS v 0, ESC $)."""
        return not self._items

    @property
    def may_set_line(self) -> bool:
        """Where what holds for whole lines may be set: at their beginning; in page mode always.

        Epson APG, ESC a, ESC {, GS L, GS W: in page mode it is kept for standard mode.
        """
        return self.sheet is not None or self.empty

    @property
    def area_width(self) -> int:
        """The width that can be printed on, in dots (Epson APG, GS L, GS W)."""
        if self.sheet is not None:
            return self.sheet.line_width
        left = min(self.settings.left_margin, self.profile.width_dots - 1)
        free = self.profile.width_dots - left
        wanted = self.settings.area_width
        return free if wanted is None else max(1, min(wanted, free))

    def reset(self) -> None:
        """ESC @: the line that waits and the settings are gone; the receive buffer is not."""
        self.sheet = None
        self.memory.initialise()
        self.settings = self.memory.initial(self.profile)
        self._clear_line()

    def take_jobs(self) -> list[Job]:
        """What is ready for the mechanism, once."""
        jobs = self.jobs
        if jobs:
            self.jobs = []
        return jobs

    def drop_line(self) -> None:
        """What waits on the line is thrown away; the settings stay."""
        self._clear_line()

    def clear(self) -> None:
        """What waits on the line or on a sheet is thrown away; back to standard mode."""
        if self.sheet is not None:
            self.close_sheet()
        self._clear_line()

    def _clear_line(self) -> None:
        self._items = []
        self.x = 0
        self.writer.forget()
        self.jobs.extend(self._asks)
        self._asks = []

    # ---- filling the line

    def style(self, *, wide: bool = False) -> Style:
        """How the next character will look."""
        s = self.settings
        bold = s.emphasised or s.double_strike
        turned = s.turned and self.sheet is None
        if wide and not s.utf8:
            spaces = (s.kanji_left, s.kanji_right)
            look = (bold, s.kanji_underline, s.reverse, *spaces, s.smooth, turned)
            return Style(Font.KANJI, s.kanji_width, s.kanji_height, *look)
        look = (bold, s.underline, s.reverse, 0, s.right_space, s.smooth, turned)
        return Style(Font.KANJI if wide else s.font, s.width, s.height, *look)

    def put(self, text: str, style: Style, start: int, size_bytes: int) -> None:
        """Characters of one style; what does not fit goes to the next line."""
        each = size_bytes / max(1, len(text))
        done = 0
        while done < len(text):
            fit = (self.area_width - self.x) // style.advance
            if fit <= 0 and not self.empty:
                self.print_line(start + round(done * each))
                continue
            part = text[done : done + max(1, fit)]
            end = self.x + len(part) * style.advance
            self._add_run(Run(self.x, part, style, end), start + round(done * each))
            done += len(part)

    def _add_run(self, run: Run, start: int) -> None:
        last = self._items[-1] if self._items else None
        if isinstance(last, Run) and last.style == run.style and last.end == run.x:
            self._items[-1] = Run(last.x, last.text + run.text, run.style, run.end)
        else:
            self._add(run, start)
        self.x = run.end

    def add_picture(self, picture: Picture, start: int) -> None:
        """An image or a symbol at the current position."""
        self._add(picture, start)
        self.x = picture.end

    def _add(self, item: Item, start: int) -> None:
        if len(self._items) >= _ITEMS_LIMIT:
            self.print_line(start)
        if not self._items:
            self._from = start
        self._items.append(item)

    # ---- printing it

    def print_line(self, byte_to: int, feed: int | None = None) -> None:
        """Print the line and feed ``feed`` dots in all (None: the line spacing)."""
        if self.lines_left_out and self.sheet is None:
            self.lines_left_out -= 1
            self._clear_line()
            return
        spacing = self.settings.line_spacing
        total = spacing if feed is None else feed
        if self.sheet is not None:
            self.settle()
            self.sheet.base += total
            self.x = 0
            return
        if self._items:
            total -= self._print_items(byte_to, min(total, spacing))
        if total > 0:
            self.jobs.append(Feed(total))
        self._clear_line()

    def _print_items(self, byte_to: int, spacing: int) -> int:
        """The line and the gap below it; says how many rows they are together."""
        items = tuple(self._items)
        kinds = tuple(i.symbol for i in items if isinstance(i, Picture) and i.symbol)
        place = self.place(max(item.end for item in items))
        content = (symbol_line if kinds and len(items) == 1 else Composed)(items, place)
        whole = max(spacing, content.full_height)
        if not content.dots:
            self.jobs.append(Feed(whole))
            return whole
        self._tell_missing(items)
        gap = whole - content.height
        self.jobs.append(Line(text_of(items), content, self._from, byte_to, kinds, gap))
        return whole

    def _tell_missing(self, items: tuple[Item, ...]) -> None:
        """Characters that no font has stand as boxes: for the History."""
        lacks = {c for i in items if isinstance(i, Run) for c in cells(i.style).missing_in(i.text)}
        if lacks:
            self.jobs.append(Note(GlyphsMissing("".join(sorted(lacks)), self._from)))

    def place(self, end: int = 0) -> Place:
        """Where the next line stands, whose last thing ends at ``end``.

        An area that is narrower than one character is as wide as that, on this line (Epson APG,
        GS L, GS W): to the right, and where there is no more paper to the left.
        """
        s, paper = self.settings, self.profile.width_dots
        if self.sheet is not None:
            return Place(self.sheet.line_width, 0, self.sheet.line_width)
        width = min(max(self.area_width, end), paper)
        left = min(s.left_margin, paper - width)
        return Place(paper, left, width, s.align, s.upside_down)

    # ---- page mode

    def open_sheet(self, start: int) -> None:
        """ESC L; the direction and the area may have been chosen before (Epson APG, ESC T)."""
        settings = self.settings
        self.sheet = Sheet(self.profile.width_dots, self.profile.page_height_dots, start)
        self.sheet.choose_direction(settings.page_direction)
        if settings.page_area is not None:
            self.sheet.choose_area(Area(*settings.page_area))
        settings.change_spacing()

    def close_sheet(self) -> None:
        """Back to standard mode; the next page has the whole area, and the same direction."""
        self.sheet = None
        self.x = 0
        self.settings.page_area = None
        self.settings.change_spacing()

    def settle(self) -> None:
        """In page mode: what waits on the line takes its place on the sheet."""
        sheet, items = self.sheet, tuple(self._items)
        if sheet is None or not items:
            return
        self._items = []
        shown = Composed(items, self.place()).masked().items
        below = max(map(_below, shown))
        above = max(item.rows - _below(item) for item in shown)
        dots = np.zeros((above + below, sheet.line_width), np.uint8)
        for item in shown:
            top = above + _below(item) - item.rows
            ink = item.draw()[:, : max(0, sheet.line_width - item.x)]
            dots[top : top + item.rows, item.x : item.x + ink.shape[1]] |= ink
        kinds = tuple(i.symbol for i in items if isinstance(i, Picture) and i.symbol)
        self._tell_missing(items)
        sheet.put(dots, sheet.base + below, text_of(items), kinds)

    def print_sheet(self, end: int) -> None:
        """Everything on the sheet goes to the mechanism, line by line."""
        self.settle()
        if self.sheet is None:
            return
        stretches, rest = self.sheet.lines(end)
        for stretch in stretches:
            if stretch.gap:
                self.jobs.append(Feed(stretch.gap))
            self.jobs.append(stretch.line)
        if rest:
            self.jobs.append(Feed(rest))
        self.jobs.extend(self._asks)
        self._asks = []

    def ask(self, job: Ask) -> None:
        """Something for the device, when all that came before is on the paper."""
        if self._items:
            self._asks.append(job)
        else:
            self.jobs.append(job)

    def refuses(self, command: str, start: int, *, anywhere: bool = True) -> bool:
        """Whether data wait on the line: then images, symbols and cuts are not carried out.

        ``anywhere`` False: not where ESC $ has moved the position either. Epson APG, GS V, GS v 0,
        GS k, GS ( k, FS p: in standard mode.
        """
        if self.sheet is not None or (self.nothing_waits if anywhere else self.empty):
            return False
        self.not_drawn(command, "the line before it has not been ended with LF", start)
        return True

    def not_drawn(self, command: str, reason: str, start: int) -> None:
        """A command whose data cannot be drawn: for the History."""
        self.jobs.append(Note(NotDrawn(command, reason, start)))

    # ---- units

    def units(self) -> tuple[Callable[[int], int], Callable[[int], int]]:
        """Motion units across and along the paper to dots (Epson APG, GS P)."""
        dpi, s = self.profile.dpi, self.settings
        return (lambda n: n * dpi // s.unit_x_dpi), (lambda n: n * dpi // s.unit_y_dpi)

    def dots_across(self, units: int) -> int:
        """Motion units along a line in dots; on a sheet with lines along the paper, vertical."""
        sideways = self.sheet is not None and self.sheet.sideways
        return self.units()[1 if sideways else 0](units)

    def dots_down(self, units: int) -> int:
        """Motion units from line to line in dots."""
        sideways = self.sheet is not None and self.sheet.sideways
        return self.units()[0 if sideways else 1](units)


def _below(item: Item) -> int:
    """Rows of a thing on a page that stand below the base line.

    A character of double height fits below the top from a base line of 42 on (Epson, ePOS-Print XML
    user's manual of the TM-T20II-i, position).
    """
    return item.below if isinstance(item, Picture) else DESCENT * item.style.height
