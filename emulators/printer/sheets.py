"""Handlers of page mode. Source: Epson APG and TM-T88III specification, 3.12."""

from emulators.printer.framer import Token
from emulators.printer.framing import digit, word
from emulators.printer.interpreter import handles
from emulators.printer.page import Page
from emulators.printer.sheet import Area

_LAST_DIRECTION = 3


@handles("ESC L")
def page_mode(page: Page, token: Token) -> None:
    """Page mode, from the beginning of a line only."""
    if page.sheet is None and page.empty:
        page.open_sheet(token.start)


@handles("ESC S")
def standard_mode(page: Page, token: Token) -> None:
    """Back to standard mode: what stands on the sheet is not printed."""
    del token
    if page.sheet is not None:
        page.drop_line()
        page.close_sheet()


@handles("FF")
def print_and_return(page: Page, token: Token) -> None:
    """Print the sheet and return to standard mode; nothing in standard mode."""
    if page.sheet is not None:
        page.print_sheet(token.end)
        page.close_sheet()


@handles("ESC FF")
def print_and_stay(page: Page, token: Token) -> None:
    """Print the sheet; it stays as it is, to be printed again."""
    if page.sheet is not None:
        page.print_sheet(token.end)


@handles("CAN")
def cancel(page: Page, token: Token) -> None:
    """Clear the present area."""
    del token
    if page.sheet is not None:
        page.drop_line()
        page.sheet.clear()


@handles("ESC W")
def area(page: Page, token: Token) -> None:
    """Choose the area: x, y, width and height in motion units; one without size is none.

    In standard mode it is kept for the page that comes. One that begins off the page is none.
    """
    across, down = page.units()
    x, y, width, height = (word(token.params, at) for at in (0, 2, 4, 6))
    chosen = Area(across(x), down(y), across(width), down(height))
    profile = page.profile
    outside = chosen.x >= profile.width_dots or chosen.y >= profile.page_height_dots
    if outside or not (chosen.width and chosen.height):
        return
    page.settings.page_area = chosen
    if page.sheet is not None:
        page.settle()
        page.x = 0
        page.sheet.choose_area(chosen)


@handles("ESC T")
def direction(page: Page, token: Token) -> None:
    """Direction of the lines: 0 to the right, 1 up, 2 to the left upside-down, 3 down.

    In standard mode it is kept for the page that comes.
    """
    number = digit(token.params[0])
    if number > _LAST_DIRECTION:
        return
    page.settings.page_direction = number
    if page.sheet is not None:
        page.settle()
        page.x = 0
        page.sheet.choose_direction(number)


@handles("GS $")
def go_down_to(page: Page, token: Token) -> None:
    """Absolute position of the base line."""
    _go_down(page, page.dots_down(word(token.params)))


@handles("GS \\")
def go_down_by(page: Page, token: Token) -> None:
    """Position of the base line from the present one, upwards too."""
    if page.sheet is not None:
        n = word(token.params)
        _go_down(page, page.sheet.base + page.dots_down(n - 0x10000 if n & 0x8000 else n))


def _go_down(page: Page, base: int) -> None:
    """A position outside of the area changes nothing (Epson APG, GS $)."""
    if page.sheet is not None and 0 <= base <= page.sheet.length:
        page.settle()
        page.sheet.base = base
