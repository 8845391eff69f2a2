"""The short way for what a printer gets most: a whole line of plain text, and LF.

Its dots are counted from the bytes alone, by tables made once for each look; nothing is drawn until
somebody wants the picture. It prints what ``Writer`` and ``Page`` would, or leaves it to them.
"""

from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from emulators.printer.cells import Style, cells
from emulators.printer.codepages import decode
from emulators.printer.framer import Token
from emulators.printer.line import Line, Manner, WholeText

if TYPE_CHECKING:
    from emulators.printer.page import Page

_LOOKS, _METERS = 64, 64  # kept at a time: by a printer, and by all of them
_WORTH_LINES = 4
_OTHER = 0xFF  # in ``Meter.last``: a character that no font has
_line = tuple.__new__  # half of Line's own time
# Commands that make of a look another one, whatever else is set.
_CLOSED = frozenset({b"\x1b" + letter.encode() for letter in "EG-MV{atR"} | {b"\x1dB", b"\x1db"})
_LONG_WAY = (0, _OTHER)  # a line without a dot, or with such a character
# All that bears on how a line of one-byte characters comes out.
_SETTINGS = attrgetter(
    *("font", "width", "height", "emphasised", "double_strike", "underline", "reverse", "smooth"),
    *("turned", "upside_down", "right_space", "align", "left_margin", "area_width", "code_page"),
    *("charset", "line_spacing", "utf8", "own_characters", "kanji"),
)


class Meter(NamedTuple):
    """What is black of the character of each byte.

    ``low`` and (when any has as many) ``high``: bytes of the number of dots. ``last``: rows down to
    the last black one, or _OTHER; ``lasts``: which of these there are, the greatest first.
    """

    low: bytes
    high: bytes | None
    last: bytes
    lasts: bytes


class Look(NamedTuple):
    """How whole lines come out until the next command.

    ``most``: characters that fit, with LF. ``rows`` of a character; ``feed``: what a line with the
    space below it takes.
    """

    manner: Manner
    most: int
    rows: int
    feed: int
    code_page: str
    charset: int
    meter: Meter
    after: dict[bytes, "Look"]  # the look that a command leads to


class PlainLines:
    """Prints whole lines of a page in the short way."""

    def __init__(self, page: "Page") -> None:
        self._page = page
        self._looks: dict[object, Look | None] = {}
        self._lines: dict[object, int] = {}  # of looks that have no tables yet

    def line(self, token: Token) -> Line | None:
        """The line that text with its LF makes; None when it has to go the long way."""
        if not self.at_line_start:
            return None
        settings = _SETTINGS(self._page.settings)
        try:
            look = self._looks[settings]
        except KeyError:
            look = self._look_anew(settings)
        return None if look is None else plain_line(look, token.data, token.start)

    @property
    def at_line_start(self) -> bool:
        """Whether nothing stands on the line, or is on its way to it."""
        page = self._page
        elsewhere = page.sheet is not None or page.lines_left_out
        return page.empty and not elsewhere and not page.writer.waits

    def look(self) -> Look | None:
        """How whole lines come out now; None: not plain, or not known yet."""
        page = self._page
        return None if page.sheet is not None else self._looks.get(_SETTINGS(page.settings))

    def look_after(self, before: tuple[Look, bytes] | None) -> Look | None:
        """How lines come out now; ``before``: there was that look and one command since."""
        look = self.look()
        if before is not None and look is not None and before[1][:2] in _CLOSED:
            before[0].after[before[1]] = look
        return look

    def _look_anew(self, settings: object) -> Look | None:
        """Tables are made for a look that has come some times: they cost more than a few lines."""
        if len(self._lines) >= _LOOKS:
            self._lines.clear()
        self._lines[settings] = lines = self._lines.get(settings, 0) + 1
        if lines < _WORTH_LINES:
            return None
        if len(self._looks) >= _LOOKS:
            self._looks.clear()
        look = self._looks[settings] = self._new_look()
        return look

    def _new_look(self) -> Look | None:
        """None: lines do not come out plain."""
        page, settings = self._page, self._page.settings
        other = settings.upside_down or settings.utf8 or settings.own_characters or settings.kanji
        style = page.style()
        most = page.area_width // style.advance + 1  # with LF
        if other or most < 2:
            return None
        code_page = page.profile.code_pages.get(settings.code_page, "")
        meter = _meter(style, decode(bytes(range(256)), code_page, settings.charset))
        feed = max(settings.line_spacing, style.rows)
        manner = Manner.of(style, page.place())
        return Look(manner, most, style.rows, feed, code_page, settings.charset, meter, {})


def plain_line(look: Look, data: bytes, start: int) -> Line | None:
    """The line that text with its LF makes; None: it has to go the long way."""
    count = len(data)
    if count > look.most:
        return None
    low, high, last, lasts = look.meter
    rows = data.translate(last)
    for height in lasts:  # much quicker than max(rows)
        if height in rows:
            break
    if height in _LONG_WAY:
        return None
    dots = sum(data.translate(low))
    if high is not None:
        dots += sum(data.translate(high)) << 8
    if look.charset or not data.isascii():
        text = decode(data[:-1], look.code_page, look.charset)
    else:
        text = data[:-1].decode("ascii")
    content = WholeText(text, look.manner, height, dots)
    return _line(Line, (text.rstrip(), content, start, start + count, (), look.feed - height))


@lru_cache(_METERS)
def _meter(style: Style, chars: str) -> Meter:
    """For the characters of a code page; LF counts for nothing. Printers share them."""
    drawn = cells(style)
    inks = drawn.inks(chars)
    missing = drawn.missing_in(chars)
    last = [
        _OTHER if c in missing else ink.last_row + 1 for c, ink in zip(chars, inks, strict=True)
    ]
    dots = [ink.dots for ink in inks]
    dots[:32], last[:32] = [0] * 32, [0] * 32
    high = bytes(n >> 8 for n in dots)
    low, lasts = bytes(n & 0xFF for n in dots), bytes(sorted({*last}, reverse=True))
    return Meter(low, high if any(high) else None, bytes(last), lasts)
