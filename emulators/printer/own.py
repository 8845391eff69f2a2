"""Handlers of characters that the POS defines itself.

Source: Epson APG, ESC &, ESC %, ESC ?, FS 2, FS ?.
"""

import numpy as np

from emulators.printer.dots import Dots
from emulators.printer.framer import Token
from emulators.printer.interpreter import handles
from emulators.printer.page import Page
from emulators.printer.text import is_own_kanji


@handles("ESC &")
def define(page: Page, token: Token) -> None:
    """Characters c1 to c2, each a width and as many columns of y bytes, in the present font."""
    data = token.params
    height_bytes, first, last = data[:3]
    font = page.settings.font
    if height_bytes != 3 or first < 0x20:
        return
    defined = page.memory.characters.setdefault(font.name, {})
    at = 3
    for code in range(first, last + 1):
        size = data[at] * height_bytes
        columns = np.frombuffer(data[at + 1 : at + 1 + size], np.uint8).reshape(-1, height_bytes)
        defined[code] = _cell(np.unpackbits(columns, axis=1).T, font.width, font.height)
        at += 1 + size


@handles("FS 2")
def define_kanji(page: Page, token: Token) -> None:
    """A character of Kanji mode: its code, and 24 columns of three bytes (Epson APG, FS 2)."""
    code, columns = token.params[:2], np.frombuffer(token.params[2:], np.uint8).reshape(24, 3)
    if is_own_kanji(code, page.profile.multibyte):
        page.memory.kanji[code] = np.unpackbits(columns, axis=1).T


@handles("FS ?")
def cancel_kanji(page: Page, token: Token) -> None:
    """It is the printer's own again."""
    page.memory.kanji.pop(token.params[:2], None)


def _cell(dots: Dots, width: int, height: int) -> Dots:
    """The dots at the left of a cell of the font."""
    cell = np.zeros((height, width), np.uint8)
    shown = dots[:height, :width]
    cell[: shown.shape[0], : shown.shape[1]] = shown
    return cell


@handles("ESC %")
def use(page: Page, token: Token) -> None:
    """Use them, or not, by the lowest bit."""
    page.settings.own_characters = bool(token.params[0] & 1)


@handles("ESC ?")
def cancel(page: Page, token: Token) -> None:
    """One of them is the printer's own again."""
    page.memory.characters.get(page.settings.font.name, {}).pop(token.params[0], None)
