"""Handlers of the commands that set how characters look. Source: Epson APG, command by command."""

from emulators.printer.codepages import is_charset
from emulators.printer.framer import Token
from emulators.printer.framing import digit, word
from emulators.printer.interpreter import handles
from emulators.printer.page import Page


@handles("ESC !")
def print_mode(page: Page, token: Token) -> None:
    """Font, emphasis, double height and width, underline: of Kanji, the emphasis only."""
    n, s = token.params[0], page.settings
    s.font = s.choose_font(n & 1) or s.font
    s.emphasised = bool(n & 0x08)
    s.height = 2 if n & 0x10 else 1
    s.width = 2 if n & 0x20 else 1
    s.underline = s.underline_dots if n & 0x80 else 0


@handles("GS !")
def size(page: Page, token: Token) -> None:
    """Width and height, one to eight times, of Kanji too."""
    n, s = token.params[0], page.settings
    if not n & 0x88:
        s.width = s.kanji_width = (n >> 4) + 1
        s.height = s.kanji_height = (n & 7) + 1


@handles("ESC E")
def emphasis(page: Page, token: Token) -> None:
    """Emphasis, by the lowest bit."""
    page.settings.emphasised = bool(token.params[0] & 1)


@handles("ESC G")
def double_strike(page: Page, token: Token) -> None:
    """Double strike, by the lowest bit: on thermal paper the same as emphasis."""
    page.settings.double_strike = bool(token.params[0] & 1)


@handles("ESC -")
def underline(page: Page, token: Token) -> None:
    """Underline of 1 or 2 dots, or none: the thickness stays as it was for the next time."""
    if (thickness := digit(token.params[0])) <= 2:
        page.settings.underline = thickness
        page.settings.underline_dots = thickness or page.settings.underline_dots


@handles("GS B")
def reverse(page: Page, token: Token) -> None:
    """White on black, by the lowest bit."""
    page.settings.reverse = bool(token.params[0] & 1)


@handles("ESC {")
def upside_down(page: Page, token: Token) -> None:
    """Upside-down, at the beginning of a line only."""
    if page.may_set_line:
        page.settings.upside_down = bool(token.params[0] & 1)


@handles("ESC V")
def turned(page: Page, token: Token) -> None:
    """Characters turned by 90 degrees clockwise (standard mode)."""
    page.settings.turned = token.params[0] in (1, 2, 49, 50)


@handles("GS b")
def smoothing(page: Page, token: Token) -> None:
    """Smooth edges of enlarged characters, by the lowest bit."""
    page.settings.smooth = bool(token.params[0] & 1)


@handles("ESC M")
def font(page: Page, token: Token) -> None:
    """Font A, B or C, as the model has them."""
    s = page.settings
    s.font = s.choose_font(digit(token.params[0])) or s.font


@handles("ESC SP")
def right_space(page: Page, token: Token) -> None:
    """Space to the right of each character."""
    page.settings.right_space = page.dots_across(token.params[0])


@handles("ESC t")
def code_page(page: Page, token: Token) -> None:
    """Code page; a number that the model lacks changes nothing."""
    if token.params[0] in page.profile.code_pages:
        page.settings.code_page = token.params[0]


@handles("ESC R")
def charset(page: Page, token: Token) -> None:
    """International character set."""
    if is_charset(token.params[0]):
        page.settings.charset = token.params[0]


@handles("GS P")
def motion_units(page: Page, token: Token) -> None:
    """Motion units of 1/x and 1/y inch; 0 is the model's own."""
    x, y = token.params
    s = page.settings
    s.unit_x_dpi, s.unit_y_dpi = x or page.profile.unit_x_dpi, y or page.profile.unit_y_dpi


@handles("GS L")
def left_margin(page: Page, token: Token) -> None:
    """Left margin, at the beginning of a line only."""
    if page.may_set_line:
        page.settings.left_margin = page.units()[0](word(token.params))


@handles("GS W")
def area_width(page: Page, token: Token) -> None:
    """Width of the print area, at the beginning of a line only."""
    if page.may_set_line:
        page.settings.area_width = page.units()[0](word(token.params))
