"""What has gone by since the last event, and of the line in hand: the mechanism's bookkeeping."""

from collections.abc import Sequence
from typing import cast

import numpy as np

from emulators.masking import card_numbers, mask_text
from emulators.printer.dots import Packed
from emulators.printer.events import LineBurnt, RowsFed
from emulators.printer.legible import Columns, is_legible
from emulators.printer.line import Composed, Line
from emulators.printer.paper import Motion, Paper
from emulators.printer.symbols.reader import read

# The fields of LineBurnt, in order.
_Texts = tuple[str, ...]
_TextLine = tuple[str, Composed, int, int, _Texts, int]
Burnt = tuple[int, int, str, int, int, int, int, int, int, int, bool, _Texts, _Texts]


class Tally:
    """Counts rows and dots, and makes the events that tell of them."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self.rows = 0  # since the last event
        self._dots = 0
        self.in_line = False  # some rows of a line (or image) went by, not all
        self._line_from = 0
        self._burnt = 0  # dots of it on this slip
        self._intended = 0  # dots of it that went by so far
        self._broken_off = False  # it has begun on an earlier slip
        self._ink: list[Packed] = []  # its rows as they stand on this slip, when they are wanted
        self._columns = Columns()  # of its rows that did not burn as they were sent

    def begin_line(self, row: int) -> None:
        """Row ``row`` is of a line; of the one in hand, if there is one."""
        if not self.in_line:
            self.in_line = True
            self._line_from = row
            self._burnt = self._intended = 0
            self._broken_off = False
            self._ink = []
            self._columns = Columns()

    def whole_lines(self, lines: Sequence[Line], gap: int, *, has_card: bool) -> list[Burnt]:
        """Lines of text go by with all of their dots, the first of them ``gap`` rows down.

        ``has_card``: a card number may stand there. Answers the fields of the events.
        """
        paper, slip = self._paper, self._paper.slip
        number, nth, put = slip.number, len(slip.text), slip.stretches.append
        row, told = paper.row, paper.row - self.rows
        burnt: list[Burnt] = []
        cards: _Texts = ()
        for text, content, start, end, _, below in cast("Sequence[_TextLine]", lines):
            if gap:
                put(gap)
            if has_card and (cards := card_numbers(text)):
                put(content.masked().rows())
                text = mask_text(text)  # noqa: PLW2901
            else:
                put(content)
            top, dots = row + gap, content.dots
            row, nth = top + content.height, nth + 1
            what = number, nth, text, row - told, top, row, start, end, dots, dots, True, (), cards
            burnt.append(what)
            told, gap = row, below
        slip.text += [one[2] for one in burnt]
        slip.legible += [True] * len(lines)
        paper.went_by(row - paper.row)
        self.rows = self._dots = 0
        return burnt

    def keep(self, rows: Packed) -> None:
        """Rows of a line with symbols, as they came out on the paper."""
        self._ink.append(rows)

    def compare(self, sent: Packed, burnt: Packed) -> None:
        """Rows of the line went by of which not every dot may have burnt."""
        self._columns.add(sent, burnt)

    def add(self, rows: int, intended: int = 0, burnt: int = 0) -> None:
        """Rows went by."""
        self.rows += rows
        self._dots += burnt
        self._intended += intended
        self._burnt += burnt

    def forget_line(self) -> None:
        """The rest of the line in hand will never come."""
        self.in_line = False

    def fed(self) -> RowsFed | None:
        """The rows since the last event, if any, as rows that complete no line."""
        if not self.rows:
            return None
        paper = self._paper
        row_from = paper.row - self.rows
        event = RowsFed(paper.slip.number, self.rows, row_from, self._dots, partial=self.in_line)
        self.rows = self._dots = 0
        return event

    def end_line(self, line: Line) -> LineBurnt | None:
        """The line in hand is whole; None when it was blank all over (a white image)."""
        self.in_line = False
        if not self._intended:
            return None
        symbols = self._read(line.kinds) if line.kinds and self._ink else ()
        legible = self._is_legible(line, symbols)
        slip = self._paper.slip
        text, told = mask_text(line.text), _masked(symbols, line.kinds)
        whole = (text, told) == (line.text, symbols)
        slip.complete &= not self._broken_off
        if self._paper.motion is not Motion.GONE or self._burnt:
            slip.add_line(text, told, legible=legible)
        event = LineBurnt(
            slip=slip.number,
            line=len(slip.text),
            line_text=text,
            rows=self.rows,
            row_from=self._line_from,
            row_to=self._paper.row,
            byte_from=line.byte_from,
            byte_to=line.byte_to,
            intended_dots=self._intended,
            burnt_dots=self._burnt,
            legible=legible,
            symbols=told,
            card_numbers=() if whole else card_numbers("\n".join((line.text, *symbols))),
        )
        self.rows = self._dots = 0
        return event

    def _read(self, kinds: tuple[str, ...]) -> tuple[str, ...]:
        ink = self._ink
        return read(ink[0] if len(ink) == 1 else np.concatenate(ink), kinds)

    def _is_legible(self, line: Line, symbols: tuple[str, ...]) -> bool:
        """A line of symbols: when a scanner reads all that it would on perfect paper."""
        whole = is_legible(self._burnt, self._intended) and not self._columns.has_gaps
        if not line.kinds:
            return whole
        if self._burnt == self._intended:
            return bool(symbols)
        enough = line.symbols_alone or whole
        return bool(symbols) and enough and symbols == read(line.rows(), line.kinds)

    def begin_again(self, text: str) -> None:
        """The line in hand is printed anew below: what there is of it can be read by nobody."""
        self._paper.slip.add_line(mask_text(text), (), legible=False)
        self.in_line = False

    def cut_short(self, text: str) -> None:
        """The slip ends in the middle of the line in hand: what there is of it stays there."""
        if self.in_line:
            slip = self._paper.slip
            slip.add_line(mask_text(text), (), legible=False)
            slip.complete = False
            self._broken_off = True
            self._burnt = 0
            self._ink = []


# Numbers of articles, 13 or 14 digits: one in ten has a card's check digit by chance.
_ARTICLES = ("EAN", "UPC", "DataBar")


def _masked(symbols: tuple[str, ...], kinds: tuple[str, ...]) -> tuple[str, ...]:
    if all(kind.startswith(_ARTICLES) for kind in kinds):
        return symbols
    return tuple(map(mask_text, symbols))
