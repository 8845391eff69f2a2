"""Handler of GS ( A: the prints by which a printer shows its state and its characters.

What stands on them differs between models; here it is what this one has. Source: Epson APG, GS ( A:
from the beginning of a line in standard mode only; afterwards the printer resets itself.
"""

from collections.abc import Iterator

from emulators.printer.framer import Token
from emulators.printer.framing import digit
from emulators.printer.interpreter import handles
from emulators.printer.jobs import Ask, CutPaper, Feed
from emulators.printer.page import Page

DUMP, STATUS, PATTERN = 1, 2, 3
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
_PATTERN_LINES = 10
_COMMAND = "GS ( A"


@handles(_COMMAND)
def test_print(page: Page, token: Token) -> None:
    """One of the prints, then the reset."""
    body = token.params[2:]
    if len(body) != 2 or not page.empty or page.sheet is not None or digit(body[0]) > 2:
        return
    kind = digit(body[1])
    lines = {DUMP: _dump_title, STATUS: _status, PATTERN: _pattern}.get(kind)
    if lines is None:
        return
    for line in lines(page):
        page.put(line, page.style(), token.start, 0)
        page.print_line(token.end)
    if kind != DUMP:
        to_cutter = page.profile.rows(page.profile.cutter_distance_mm)
        page.jobs += [Feed(to_cutter), CutPaper(partial=True)]
    page.jobs.append(Ask(_COMMAND, bytes((kind,)), page.conn))


def _dump_title(page: Page) -> Iterator[str]:
    del page
    yield "Hexadecimal Dump"


def _status(page: Page) -> Iterator[str]:
    profile = page.profile
    yield f"{profile.vendor} {profile.model}"
    yield f"Firmware  {profile.firmware}"
    yield f"Serial no {profile.serial_number}"
    yield f"Buffer    {profile.receive_buffer_bytes} bytes"
    yield f"Head      {profile.width_dots} dots, {profile.dpi} dpi"
    yield f"Cutter    {profile.cutter}"


def _pattern(page: Page) -> Iterator[str]:
    columns = page.area_width // page.style().advance
    long = _PRINTABLE * 3
    for line in range(_PATTERN_LINES):
        yield long[line : line + columns]
