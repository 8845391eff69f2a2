"""Handlers of the barcode commands. Source: Epson APG, GS k, GS h, GS w, GS H, GS f."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from emulators.printer.cells import Style, cells
from emulators.printer.dots import Dots
from emulators.printer.framer import Token
from emulators.printer.framing import digit
from emulators.printer.interpreter import execute_as_data, handles
from emulators.printer.jobs import Feed
from emulators.printer.line import Picture
from emulators.printer.page import Page
from emulators.printer.settings import Font
from emulators.printer.symbols.linear import SYSTEMS, Bars, dots_across
from emulators.printer.symbols.modules import NotEncodableError

_ABOVE, _BELOW = (1, 3), (2, 3)
_LENGTHS = {65: (11, 12), 66: (6, 7, 8, 11, 12), 67: (12, 13), 68: (7, 8)}  # Epson APG, GS k
_GAP = 2  # dots between bars and text
_KEPT = 32  # barcodes that are not drawn anew: a shop's own stands on each receipt


class _Look(NamedTuple):
    """How a barcode is drawn: dots of a module and of a bar's height, and its text."""

    module: int
    height: int
    place: int
    font: Font


@handles("GS h")
def height(page: Page, token: Token) -> None:
    """Height of the bars in dots."""
    page.settings.barcode_height = max(1, token.params[0])


@handles("GS w")
def width(page: Page, token: Token) -> None:
    """Width of a module in dots: 2 to 6 (68 to 76 mean half as fine: 1 to 5)."""
    n = token.params[0]
    if 1 <= n <= 6:
        page.settings.barcode_module = n
    elif 68 <= n <= 76:
        page.settings.barcode_module = (n - 66) // 2


@handles("GS H")
def text_place(page: Page, token: Token) -> None:
    """Where the text stands: 0 nowhere, 1 above, 2 below, 3 both."""
    n = token.params[0]
    place = n - 48 if n >= 48 else n
    if place <= 3:
        page.settings.barcode_text = place


@handles("GS f")
def text_font(page: Page, token: Token) -> None:
    """Font of the text, as ESC M numbers them."""
    s = page.settings
    s.barcode_font = s.choose_font(digit(token.params[0])) or s.barcode_font


@handles("GS k")
def barcode(page: Page, token: Token) -> None:
    """A barcode on a line of its own; what cannot be one is not drawn, and that is recorded.

    Where data wait on the line, or where n is no length of such a barcode, what follows m is taken
    for data, too; one that is too wide is fed and not printed (TM-T88III specification, GS k). On a
    page the position is behind it then.
    """
    refused = page.refuses("GS k", token.start)
    if refused or _is_of_no_such_length(page, token):
        execute_as_data(page, token.params[1:], token.start + len(token.row.prefix) + 1)
        return
    system = token.params[0]
    data = token.params[1:].removesuffix(b"\0") if system <= 6 else token.params[2:]
    s = page.settings
    look = _Look(s.barcode_module, s.barcode_height, s.barcode_text, s.barcode_font)
    try:
        picture = _picture(page.x, system, data, look)
    except NotEncodableError as error:
        page.not_drawn("GS k", str(error), token.start)
        return
    width = picture.dots.shape[1]
    if width > page.area_width:
        page.not_drawn("GS k", f"{width} dots are wider than the print area", token.start)
        if page.sheet is None:
            page.jobs.append(Feed(picture.rows))
        return
    page.add_picture(picture, token.start)
    if page.sheet is None:
        page.print_line(token.end, 0)


def _is_of_no_such_length(page: Page, token: Token) -> bool:
    """Whether n is none that the system can have (function B), and that is told."""
    system = token.params[0]
    if system not in _LENGTHS or token.params[1] in _LENGTHS[system]:
        return False
    reason = f"system {system} has no barcode of {token.params[1]} characters"
    page.not_drawn("GS k", reason, token.start)
    return True


@lru_cache(maxsize=_KEPT)
def _picture(x: int, system: int, data: bytes, look: _Look) -> Picture:
    bars = SYSTEMS[system](data)
    dots = _drawn(bars, *look)
    below = {0: 0, 1: 0, 2: 1, 3: 0.5}[look.place] * (dots.shape[0] - look.height)
    return Picture(x, dots, bars.kind, bars.text if look.place else "", int(below))


def _drawn(bars: Bars, module: int, height: int, place: int, font: Font) -> Dots:
    """The bars and, above and below them, their text in the middle."""
    row = dots_across(bars, module)
    parts = [np.repeat(row[np.newaxis], height, axis=0)]
    if place:
        text = cells(Style(font)).draw(bars.text)
        gap = np.zeros((_GAP, 1), np.uint8)
        if place in _ABOVE:
            parts[:0] = [text, gap]
        if place in _BELOW:
            parts += [gap, text]
    across = max(part.shape[1] for part in parts)
    return np.concatenate([_centred(part, across) for part in parts])


def _centred(part: Dots, across: int) -> Dots:
    height, width = part.shape
    left = (across - width) // 2
    out = np.zeros((height, across), np.uint8)
    out[:, left : left + width] = part
    return out
