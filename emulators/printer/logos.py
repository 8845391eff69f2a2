"""Handler of receipt enhancement: NV graphics that the printer puts on each receipt by itself.

Source: Epson APG, FS ( E functions 60 to 65. The logo for the foot of a receipt stands above the
cut, the one for its head below it, as the first thing of the next receipt.
"""

from emulators.printer.framer import Token
from emulators.printer.image import Shape
from emulators.printer.interpreter import handles
from emulators.printer.jobs import Ask
from emulators.printer.memory import Logo
from emulators.printer.page import Page
from emulators.printer.settings import Align
from emulators.printer.stored import print_bitmap

TOP, BOTTOM, EXTENDED = 48, 49, 50
AT_POWER_ON, COVER_CLOSED, CLEARED = 64, 65, 66  # when the head's logo is printed as well
_ALIGN = {48: Align.LEFT, 49: Align.CENTRE, 50: Align.RIGHT}
_KEY = range(32, 127)
_KIND = 2  # of the logos: NV graphics
_CANCEL, _TELL, _SET_TOP, _SET_BOTTOM, _EXTEND, _ENABLE = range(60, 66)


@handles("FS ( E")
def enhance(page: Page, token: Token) -> None:
    """Set, cancel, tell, or switch logos; only at the beginning of a line in standard mode."""
    body = token.params[2:]
    if len(body) < 3 or body[1] != _KIND:
        return
    function, rest = body[0], body[2:]
    if function == _TELL:
        page.jobs.append(Ask(token.row.name, _told(page, rest[0]), page.conn))
    elif page.sheet is None and page.empty:
        _set(page, function, rest)


def _set(page: Page, function: int, rest: bytes) -> None:
    logos = page.memory.logos
    if function == _CANCEL and rest[1:] == b"CLR":
        logos.of.pop(rest[0], None)
    elif function == _SET_TOP and len(rest) == 4 and _is_logo(rest):
        logos.of[TOP] = Logo(rest[:2], rest[2], rest[3])
    elif function == _SET_BOTTOM and len(rest) == 3 and _is_logo(rest):
        logos.of[BOTTOM] = Logo(rest[:2], rest[2])
    elif function == _EXTEND:
        for when, on in zip(rest[::2], rest[1::2], strict=False):
            if when in logos.printed_when and on in (48, 49):
                logos.printed_when[when] = on == 49
    elif function == _ENABLE and len(rest) == 2:
        logos.off = logos.off - {rest[0]} if rest[1] == 48 else logos.off | {rest[0]}


def _is_logo(rest: bytes) -> bool:
    return rest[0] in _KEY and rest[1] in _KEY and rest[2] in _ALIGN


def _told(page: Page, which: int) -> bytes:
    """What is set: m, the key, the justification, and for the head the lines that are left out."""
    logos = page.memory.logos
    logo = logos.of.get(which)
    data = b""
    if which == EXTENDED:
        pairs = sorted(logos.printed_when.items())
        data = bytes((_KIND,)) + b"".join(bytes((when, 48 + on)) for when, on in pairs)
    elif logo is not None:
        lines = bytes((logo.lines_left_out,)) if which == TOP else b""
        data = bytes((_KIND, *logo.key, logo.align)) + lines
    return b"\x37\x48" + data + b"\0"


def print_logo(page: Page, which: int, start: int, end: int) -> None:
    """Print one of them, if it is set and there is such an image."""
    logos, settings = page.memory.logos, page.settings
    logo = logos.of.get(which)
    image = page.memory.nv.images.get(logo.key) if logo is not None else None
    if logo is None or image is None or which in logos.off or page.sheet is not None:
        return
    align, settings.align = settings.align, _ALIGN[logo.align]
    print_bitmap(page, Shape("FS ( E", start, image.width), end, image)
    settings.align = align
    page.lines_left_out = logo.lines_left_out


def print_head_logo_when(page: Page, when: int) -> None:
    """Something has happened at which the head's logo may be printed."""
    if page.memory.logos.printed_when[when] and page.empty:
        print_logo(page, TOP, 0, 0)
