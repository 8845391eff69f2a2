"""Runs of plain lines, from the receive buffer to the paper in one loop: most of what tills send.

Between the lines there may be commands that set something. Whatever else comes, or has to be asked
for on the way (an armed fault, the end of the paper), ends the run: it goes from stage to stage.
"""

from itertools import islice

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
        page, interpreter = self._interpreter.page, self._interpreter
        if not page.empty or not interpreter.takes_lines or not page.plain.at_line_start:
            return 0
        front = self._port.lines()
        if front is None:
            return 0
        free = min(_MOST_ROWS, self._engine.rows_at_will())
        if free <= 0:
            return 0
        before = self._engine.paper.row
        framer, page.conn = front
        lines, size = self._lines(page, framer, free)
        passed = framer.take(size)
        if page.jobs:
            self._engine.mechanism.add(page.take_jobs())
        if lines:
            self._engine.burn_whole(lines, has_card=may_hold_one(passed))
        return self._engine.paper.row - before

    def _lines(self, page: Page, framer: LineFramer, free: int) -> tuple[list[Line], int]:
        """What comes first, as lines that take up to ``free`` rows; and the bytes that made them.

        What stands between them has been done.
        """
        lines: list[Line] = []
        look: Look | None = None
        before: tuple[Look, bytes] | None = None
        known, new, gap = _KNOWN, tuple.__new__, self._engine.mechanism.gap
        at = framer.position
        ahead = framer.offset - at
        for match in islice(framer.matches(), _MOST_TOKENS):
            start, end = match.span()
            if start != at:
                break
            data, kind = match[0], match.lastindex
            if kind == WHOLE_LINE:
                if look is None and (look := page.plain.look_after(before)) is None:
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
                    before = None if look is None else (look, data)
                    look = after
                    if page.jobs or not page.empty:
                        at = end
                        break
            else:
                break
            at = end
        return lines, at - framer.position


def _known(command: bytes) -> tuple[Row, Handler | None]:
    """What a command is, and what does it; kept where two bytes tell."""
    row = fixed_row(command)
    found = row, handler_of(row)
    if len(row.prefix) <= 2:
        _KNOWN[command[:2]] = found
    return found
