"""Runs of plain lines, from the receive buffer to the paper in one loop: most of what tills send.

Between the lines there may be commands that set something. Whatever else comes, or has to be asked
for on the way (an armed fault, the end of the paper), ends the run: it goes from stage to stage.
"""

from itertools import islice
from typing import NamedTuple

from emulators.masking import may_hold_one
from emulators.printer.commands import Row
from emulators.printer.engine import Engine
from emulators.printer.framer import WHOLE_LINE, LineFramer, Token, fixed_row
from emulators.printer.interpreter import Handler, Interpreter, handler_of
from emulators.printer.line import Line
from emulators.printer.page import Page
from emulators.printer.plain import Look, plain_line
from emulators.printer.port import Port

_MOST_ROWS, _MOST_TOKENS = 1024, 256  # in one go: less than half a millisecond
_KNOWN: dict[bytes, tuple[Row, Handler | None]] = {}  # commands by their first bytes


class Runs:
    """Prints what comes first in the buffer as far as it is lines and settings."""

    def __init__(self, engine: Engine, port: Port, interpreter: Interpreter) -> None:
        self._engine = engine
        self._port = port
        self._interpreter = interpreter

    def go(self) -> int:
        """Print a run, if there is one; says how many rows went by."""
        page, engine = self._interpreter.page, self._engine
        framer = front(self._port, self._interpreter)
        free = 0 if framer is None else min(_MOST_ROWS, engine.rows_at_will())
        if framer is None or free <= 0:
            return 0
        before = engine.paper.row
        passed, lines = take(page, framer, Bounds(free, engine.mechanism.gap))
        if page.jobs:
            engine.mechanism.add(page.take_jobs())
        if lines:
            engine.burn_whole(lines, has_card=may_hold_one(passed))
        return engine.paper.row - before


class Bounds(NamedTuple):
    """How far a run may go: ``rows``, the ``gap`` above its first line with them; ``tokens``.

    ``before``: and up to where this comes first.
    """

    rows: int
    gap: int = 0
    tokens: int = _MOST_TOKENS
    before: bytes = b""


def front(port: Port, interpreter: Interpreter) -> LineFramer | None:
    """What cuts the bytes that are next to be printed; None: that is no time for whole lines."""
    page = interpreter.page
    if not page.empty or not interpreter.takes_lines or not page.plain.at_line_start:
        return None
    found = port.lines()
    if found is None:
        return None
    framer, page.conn = found
    return framer


def take(page: Page, framer: LineFramer, bounds: Bounds) -> tuple[bytes, list[Line]]:
    """The lines that come first, and the bytes that they were; what stands between is done.

    What that has put on the way to the head comes behind the lines.
    """
    free, gap, most, before = bounds
    lines: list[Line] = []
    look: Look | None = None
    changed: tuple[Look, bytes] | None = None
    known, new = _KNOWN, tuple.__new__
    at = framer.position
    ahead = framer.offset - at
    for match in islice(framer.matches(before), most):
        start, end = match.span()
        if start != at:
            break
        data, kind = match[0], match.lastindex
        if kind == WHOLE_LINE:
            if look is None and (look := page.plain.look_after(changed)) is None:
                break
            line = plain_line(look, data, start + ahead)
            if line is None or gap + look.rows > free:
                break
            lines.append(line)
            free -= gap + look.feed - line.gap
            gap = line.gap
        elif kind is None:
            after = look and look.after.get(data)
            if look is None or after is not look:  # otherwise it sets what is set already
                row, handler = known.get(data[:2]) or _known(data)
                if handler is None:
                    break
                handler(page, new(Token, (row, start + ahead, data, 0, False)))
                changed = None if look is None else (look, data)
                look = after
                if page.jobs or not page.empty:
                    at = end
                    break
        else:
            break
        at = end
    return framer.take(at - framer.position), lines


def _known(command: bytes) -> tuple[Row, Handler | None]:
    """What a command is, and what does it; kept where two bytes tell."""
    row = fixed_row(command)
    found = row, handler_of(row)
    if len(row.prefix) <= 2:
        _KNOWN[command[:2]] = found
    return found
