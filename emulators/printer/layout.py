"""Handlers of the commands that move: lines, feeds, tabs, positions. Source: Epson APG."""

from emulators.printer.commands import Row
from emulators.printer.framer import Token
from emulators.printer.framing import word
from emulators.printer.interpreter import handles
from emulators.printer.jobs import Ask, Buzz, CutPaper, Feed, Pulse
from emulators.printer.logos import BOTTOM, TOP, print_logo
from emulators.printer.page import Page
from emulators.printer.settings import Align

_ALIGN = {0: Align.LEFT, 1: Align.CENTRE, 2: Align.RIGHT}
_LONGEST_FEED_MM = 1016  # Epson APG, ESC d
_TO_CUTTER = (65, 66, 97, 98, 103, 104)


@handles("LF")
def line_feed(page: Page, token: Token) -> None:
    """Print and feed one line."""
    page.print_line(token.end)


@handles("ESC @")
def initialise(page: Page, token: Token) -> None:
    """Back to the defaults."""
    page.reset()
    page.jobs.append(Ask(token.row.name, b"", page.conn))


@handles("ESC d")
def feed_lines(page: Page, token: Token) -> None:
    """Print and feed n lines."""
    page.print_line(
        token.end,
        min(token.params[0] * page.settings.line_spacing, page.profile.rows(_LONGEST_FEED_MM)),
    )


@handles("ESC J")
def feed_units(page: Page, token: Token) -> None:
    """Print and feed n vertical motion units."""
    page.print_line(token.end, page.dots_down(token.params[0]))


@handles("ESC K", "ESC e")
def feed_back(page: Page, token: Token) -> None:
    """Print; this class of printer cannot feed backwards."""
    page.print_line(token.end, 0)


@handles("ESC 2")
def default_spacing(page: Page, token: Token) -> None:
    """Line spacing of 1/6 inch."""
    del token
    page.settings.line_spacing = page.profile.line_spacing_dots


@handles("ESC 3")
def spacing(page: Page, token: Token) -> None:
    """Line spacing of n vertical motion units."""
    page.settings.line_spacing = page.dots_down(token.params[0])


@handles("ESC a")
def justify(page: Page, token: Token) -> None:
    """Justification, at the beginning of a line only."""
    if page.may_set_line:
        n = token.params[0]
        page.settings.align = _ALIGN.get(n - 48 if n >= 48 else n, page.settings.align)


@handles("HT")
def tab(page: Page, token: Token) -> None:
    """To the next tab position; nothing where there is none.

    At the end of a full line that is one of the next line (Epson APG, HT).
    """
    if page.x >= page.area_width:
        page.print_line(token.start)
    ahead = [at for at in page.settings.tabs if at > page.x]
    if ahead:
        page.x = min(ahead[0], page.area_width)


@handles("ESC D")
def tabs(page: Page, token: Token) -> None:
    """Tab positions, in columns of the present character width, in rising order."""
    advance = page.style().advance
    columns = token.params.rstrip(b"\0")
    rising = [n for i, n in enumerate(columns) if i == 0 or n > columns[i - 1]]
    page.settings.tabs = tuple(n * advance for n in rising)


@handles("ESC $")
def go_to(page: Page, token: Token) -> None:
    """To a position from the left margin; one outside of the print area changes nothing."""
    x = page.dots_across(word(token.params))
    if x <= page.area_width:
        page.x = x


@handles("ESC \\")
def go_by(page: Page, token: Token) -> None:
    """To a position from the present one, to the left too."""
    n = word(token.params)
    x = page.x + page.dots_across(n - 0x10000 if n & 0x8000 else n)
    if 0 <= x <= page.area_width:
        page.x = x


@handles("GS T")
def to_line_start(page: Page, token: Token) -> None:
    """To the beginning of the line: 0 drops what waits on it, 1 prints it; not in page mode."""
    if page.sheet is not None or page.empty:
        return
    if token.params[0] & 1:
        page.print_line(token.end)
    else:
        page.drop_line()


@handles("GS V", "ESC i", "ESC m")
def cut(page: Page, token: Token) -> None:
    """Cut where the paper is, or (functions B to D) after feeding to the cutter and n units more.

    In standard mode only at the beginning of a line (Epson APG, GS V). The real cutter sits some
    millimetres behind the head, so without that feed it cuts through what was printed last; here
    the slip ends with the last row that went by.
    """
    if page.refuses(token.row.name, token.start, anywhere=False):
        return
    mode = token.params[0] if token.params else 1
    feed = 0
    if mode in _TO_CUTTER:
        profile = page.profile
        feed = profile.rows(profile.cutter_distance_mm) + page.dots_down(token.params[1])
    print_logo(page, BOTTOM, token.start, token.end)
    if feed:
        page.jobs.append(Feed(feed))
    page.jobs.append(CutPaper(_partial(token.row, mode)))
    print_logo(page, TOP, token.start, token.end)


def _partial(row: Row, mode: int) -> bool:
    """Whether a point of paper is left standing (Epson APG, GS V)."""
    return row.name != "GS V" or mode in (1, 49, 66, 98, 104)


@handles("ESC p")
def pulse(page: Page, token: Token) -> None:
    """A pulse to the drawer, on for t1 times 2 ms."""
    pin, on, _ = token.params
    if pin in (0, 1, 48, 49):
        page.jobs.append(Pulse(5 if pin & 1 else 2, on * 2))


@handles("ESC B")
def beep(page: Page, token: Token) -> None:
    """The buzzer of clones: n times."""
    page.jobs.append(Buzz(token.params[0]))


@handles("ESC ( A")
def buzzer(page: Page, token: Token) -> None:
    """The buzzer of Epson models: function 97, n times c of a pattern."""
    body = token.params[2:]
    if len(body) >= 3 and body[0] == 97:
        page.jobs.append(Buzz(body[2]))


@handles(
    *("GS I", "GS a", "GS r", "ESC u", "ESC v", "GS ( D", "GS ( E"),
    *("GS j", "ESC c 4", "FS ( e", "FS g 1", "FS g 2", "GS g 0", "GS g 2"),
    "GS ( C",
)
def ask(page: Page, token: Token) -> None:
    """What the device itself answers, when the lines before are on the paper."""
    page.jobs.append(Ask(token.row.name, token.params, page.conn))


@handles("GS ( H")
def ask_after_printing(page: Page, token: Token) -> None:
    """Process ID (48): answered when all before it is printed, the line that waits too."""
    job = Ask(token.row.name, token.params, page.conn)
    if token.params[2:3] == b"\x30":
        page.ask(job)
    else:
        page.jobs.append(job)
