"""Handlers of Kanji mode and of UTF-8. Source: Epson APG, command by command."""

from emulators.printer.framer import Token
from emulators.printer.framing import digit
from emulators.printer.interpreter import handles
from emulators.printer.page import Page

_JAPANESE = {0: "jis", 1: "shift_jis", 2: "shift_jis"}


@handles("FS &")
def kanji_on(page: Page, token: Token) -> None:
    """Kanji mode: bytes in pairs are Chinese, Japanese or Korean characters."""
    del token
    page.settings.kanji = bool(page.profile.multibyte)  # with Shift JIS it is on all the time


@handles("FS .")
def kanji_off(page: Page, token: Token) -> None:
    """Back to one byte a character."""
    del token
    page.settings.kanji = page.settings.multibyte == "shift_jis"


@handles("FS C")
def kanji_code(page: Page, token: Token) -> None:
    """The code of a Japanese model: 0 JIS, in Kanji mode only; 1 Shift JIS, with no mode needed.

    Other models have one code only. Source: Epson APG, FS C, FS &.
    """
    s, code = page.settings, _JAPANESE.get(digit(token.params[0]))
    if page.profile.multibyte == "shift_jis" and code is not None:
        s.multibyte, s.kanji = code, code == "shift_jis"


@handles("FS !")
def kanji_mode(page: Page, token: Token) -> None:
    """Double width, double height, underline of Kanji."""
    n, s = token.params[0], page.settings
    s.kanji_width = 2 if n & 0x04 else 1
    s.kanji_height = 2 if n & 0x08 else 1
    s.kanji_underline = s.kanji_underline_dots if n & 0x80 else 0


@handles("FS W")
def kanji_quadruple(page: Page, token: Token) -> None:
    """Kanji twice as wide and twice as high."""
    twice = 2 if token.params[0] & 1 else 1
    page.settings.kanji_width = page.settings.kanji_height = twice


@handles("FS -")
def kanji_underline(page: Page, token: Token) -> None:
    """Underline of Kanji of 0, 1 or 2 dots."""
    if (thickness := digit(token.params[0])) <= 2:
        page.settings.kanji_underline = thickness
        page.settings.kanji_underline_dots = thickness or page.settings.kanji_underline_dots


@handles("FS S")
def kanji_space(page: Page, token: Token) -> None:
    """Space to the left and to the right of Kanji."""
    left, right = token.params
    s = page.settings
    s.kanji_left, s.kanji_right = page.dots_across(left), page.dots_across(right)


@handles("FS ( C")
def encoding(page: Page, token: Token) -> None:
    """Function 48: one byte a character, or UTF-8 (other functions choose among fonts)."""
    body = token.params[2:]
    if len(body) >= 2 and body[0] == 48 and digit(body[1]) in (1, 2):
        page.settings.utf8 = digit(body[1]) == 2
