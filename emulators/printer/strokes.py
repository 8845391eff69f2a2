"""Handler of lines and boxes in page mode. Source: Epson APG, GS ( Q functions 48 and 49.

How many dots a thin, moderate or thick line has differs between models; here 1, 2 or 3. A double
line is two of them with as much white between.
"""

from emulators.printer.framer import Token
from emulators.printer.framing import word
from emulators.printer.interpreter import handles
from emulators.printer.page import Page

_STYLES = range(1, 7)  # thin, moderate, thick; then the same doubled
_LINE, _BOX = 48, 49


@handles("GS ( Q")
def stroke(page: Page, token: Token) -> None:
    """A line along or across the lines of text, or a box; the position stays where it is."""
    body = token.params[2:]
    if page.sheet is None or len(body) < 11 or body[10] not in _STYLES:
        return
    page.settle()
    left, top, right, bottom = (
        move(word(body, at))
        for at, move in zip((1, 3, 5, 7), (page.dots_across, page.dots_down) * 2, strict=True)
    )
    if body[0] == _LINE:
        _draw(page, (left, top), (right, bottom), body[10], token.start)
    elif body[0] == _BOX and left != right and top != bottom:
        left, right, top, bottom = *sorted((left, right)), *sorted((top, bottom))
        a, b, c, d = (left, top), (right, top), (right, bottom), (left, bottom)
        for start, end in ((a, b), (c, d), (a, d), (c, b)):  # what is thick grows inwards
            _draw(page, start, end, body[10], token.start)


def _draw(
    page: Page, start: tuple[int, int], end: tuple[int, int], style: int, byte_from: int
) -> None:
    """What is thick grows down or to the right; of a line drawn backwards, up or to the left."""
    (x1, y1), (x2, y2) = start, end
    thick, doubled = (style - 1) % 3 + 1, style > 3
    if page.sheet is None:
        return
    if x1 != x2 and y1 != y2:
        page.not_drawn("GS ( Q", "the line runs neither along nor across", byte_from)
        return
    flat = y1 == y2
    grows = x1 < x2 if flat else y1 < y2
    for apart in (0, 2 * thick) if doubled else (0,):
        at = (y1 if flat else x1) + (apart if grows else -apart - thick + 1)
        across = (min(x1, x2), at, abs(x2 - x1) + 1, thick)
        page.sheet.fill(*(across if flat else (at, min(y1, y2), thick, abs(y2 - y1) + 1)))
