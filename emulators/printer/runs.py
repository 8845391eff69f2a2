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
from emulators.printer.page import Page
from emulators.printer.plain import Look, plain_line
from emulators.printer.port import Port
from emulators.printer.tally import Burnt

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
        lines = self._burn(page, framer, before + free)
        if page.jobs:
            self._engine.mechanism.add(page.take_jobs())
        if lines:
            self._engine.lines_burnt(lines)
        return self._engine.paper.row - before

    def _burn(self, page: Page, framer: LineFramer, until_row: int) -> list[Burnt]:
        """Burn lines before row ``until_row``; what is to be recorded of them."""
        mechanism, paper, plain = self._engine.mechanism, self._engine.paper, page.plain
        lines: list[Burnt] = []
        look: Look | None = None
        before: tuple[Look, bytes] | None = None
        known, new, burn = _KNOWN, tuple.__new__, mechanism.burn_whole
        start = at = framer.offset
        ahead = start - framer.position
        for match in islice(framer.matches(), _MOST_TOKENS):
            if match.start() + ahead != at:
                break
            data, kind = match[0], match.lastindex
            if kind == WHOLE_LINE:
                if look is None:
                    look = plain.look_after(before)
                if look is None or paper.row + mechanism.gap + look.rows > until_row:
                    break
                line = plain_line(look, data, at)
                if line is None:
                    break
                lines.append(burn(line, has_card=may_hold_one(data)))
            elif kind is None:
                row, handler = known.get(data[:2]) or _known(data)
                if handler is None:
                    break
                handler(page, new(Token, (row, at, data, 0, False)))
                before = None if look is None else (look, data)
                look = look and look.after.get(data)
                if page.jobs or not page.empty:
                    at += len(data)
                    break
            else:
                break
            at += len(data)
        framer.taken(at - start)
        return lines


def _known(command: bytes) -> tuple[Row, Handler | None]:
    """What a command is, and what does it; kept where two bytes tell."""
    row = fixed_row(command)
    found = row, handler_of(row)
    if len(row.prefix) <= 2:
        _KNOWN[command[:2]] = found
    return found
