"""Commands to what they do to the page: one handler a command, found by the command's name."""

from collections.abc import Callable, Iterator
from typing import Protocol

from emulators.printer.commands import LINE, TABLE, TEXT, Row
from emulators.printer.framer import Framer, Token
from emulators.printer.jobs import Job, Wait
from emulators.printer.line import Line
from emulators.printer.macro import MACRO_COMMANDS, Macro
from emulators.printer.memory import Memory
from emulators.printer.page import Page
from emulators.printer.profiles import Profile

Handler = Callable[[Page, Token], None]
_HANDLERS: dict[Row, Handler] = {}
_SINKS: dict[Row, "Callable[[Page, Token], Sink]"] = {}
_ROWS = {row.name: row for row in TABLE}
PAYLOAD_LIMIT = 1 << 20  # bytes of an image or a definition; a longer one is passed over whole


class Sink(Protocol):
    """Takes a long command's payload as it comes."""

    def write(self, data: bytes) -> None:
        """The next bytes of it."""

    def close(self, end: int) -> None:
        """It has come whole; ``end`` is the offset of the byte after it."""

    def abort(self, end: int) -> None:
        """It was broken off: no more of it will come."""


def handles(*names: str) -> Callable[[Handler], Handler]:
    """Make a function the handler of these commands; a long one comes to it in one token."""

    def register(handler: Handler) -> Handler:
        _HANDLERS.update((_ROWS[name], handler) for name in names)
        return handler

    return register


def streams(*names: str) -> Callable[[type], type]:
    """Make a class the Sink of these commands: made with the page and the command's head."""

    def register(cls: type) -> type:
        _SINKS.update((_ROWS[name], cls) for name in names)
        return cls

    return register


def handler_of(row: Row) -> Handler | None:
    """What does a command that comes in one token; None: nothing, or not that way."""
    return _HANDLERS.get(row)


def execute_as_data(page: Page, data: bytes, start: int) -> None:
    """Do with a command's parameters what is done with any bytes: they turned out to be none."""
    framer = Framer(start)
    framer.feed(data)
    while (token := framer.next()) is not None:
        handler = _HANDLERS.get(token.row)
        if token.row is TEXT:
            page.writer.text(token.data, token.start)
        elif handler is not None and not (token.left or token.piece):
            page.writer.end_text()
            handler(page, token)
    page.writer.end_text()


def handled() -> frozenset[str]:
    """The names of the commands that do something to the page."""
    return frozenset(row.name for row in (*_HANDLERS, *_SINKS))


class Interpreter:
    """Feeds tokens to a page."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._memory = Memory()
        self.restart()

    def restart(self) -> None:
        """Power-on: nothing is left of page and settings, only NV memory."""
        self._memory.lose_power()
        self.page = Page(self._profile, self._memory)
        self._sink: Sink | None = None
        self._macro = Macro()
        self._steps_left: Iterator[Token | Wait] = iter(())
        self.playing = False  # a macro runs: ``play`` before anything else is executed
        self._selected = True  # ESC =: the POS talks to this device

    def assume_code_page(self, number: int | None) -> None:
        """Start with another code page than the model's (None: with that), from now on."""
        self._memory.code_page = number or 0
        self.page.settings.code_page = self._memory.code_page

    @property
    def holds(self) -> bool:
        """Whether something has come in that is not a job of the mechanism yet."""
        page = self.page
        return self._sink is not None or page.sheet is not None or not page.empty

    def clear(self) -> None:
        """What was coming in and what waits on the line is thrown away; the settings stay."""
        self._sink = None
        self.playing = False
        self.page.clear()
        self.page.take_jobs()

    def skip(self) -> list[Job]:
        """Something that is no command: it ends a run of text, and no more."""
        self.page.writer.end_text()
        return self.page.take_jobs()

    def whole_line(self, token: Token) -> Line | None:
        """Text and LF where nothing stands on the line yet, and all of the text fits: mostly so.

        None: it has to be executed.
        """
        return self.page.plain.line(token) if self.takes_lines else None

    @property
    def takes_lines(self) -> bool:
        """Whether text goes to the page, and nowhere else."""
        busy = self._sink is not None or self._macro.is_open or self.playing
        return self._selected and not busy

    def execute(self, token: Token, conn: int = 0) -> list[Job]:
        """Do what one token of connection ``conn`` says; answers what is ready for the head."""
        page = self.page
        page.conn = conn
        handler = _HANDLERS.get(token.row)
        if handler is None or token.left or token.piece or self._sink or not self._selected:
            self._execute(token)
        else:  # most of what comes sets something and is complete
            page.writer.end_text()
            handler(page, token)
        if self._macro.is_open:
            self._macro.note(token)
        jobs = page.jobs
        if jobs:
            page.jobs = []
        return jobs

    def _execute(self, token: Token) -> None:
        row = token.row
        if self._sink is not None and not token.piece:
            self._sink.abort(token.start)
            self._sink = None
        if row is LINE:
            self._line(token)
        elif row is TEXT and self._selected:
            self.page.writer.text(token.data, token.start)
        elif token.piece:
            self._continue(token)
        elif row.name == "ESC =":
            self._selected = bool(token.params[0] & 1)
        elif self._selected and row is not TEXT:
            self.page.writer.end_text()
            if row.name in MACRO_COMMANDS:
                self._run_macro(token)
            else:
                self._begin(row, token)

    def _line(self, token: Token) -> None:
        """Text and LF."""
        if self._selected:
            self.page.writer.text(token.data[:-1], token.start)
            self.page.writer.end_text()
            self.page.print_line(token.end)

    def _run_macro(self, token: Token) -> None:
        """GS : and GS ^."""
        if token.row.name == "GS :":
            self._macro.define()
            return
        self._steps_left, self.playing = self._steps(token), True

    def _steps(self, token: Token) -> Iterator[Token | Wait]:
        for wait, tokens in self._macro.runs(token):
            if wait is not None:
                yield wait
            yield from tokens

    def play(self) -> list[Job]:
        """Do the next step of the macro; answers what is ready for the head."""
        step = next(self._steps_left, None)
        if step is None:
            self.playing = False
        elif isinstance(step, Wait):
            self.page.jobs.append(step)
        else:
            self._execute(step)
        return self.page.take_jobs()

    def _begin(self, row: Row, token: Token) -> None:
        if row in _SINKS:
            self._sink = _SINKS[row](self.page, token)
        elif row in _HANDLERS and token.left:
            self._sink = _Whole(self.page, token, _HANDLERS[row])
        elif row in _HANDLERS:
            _HANDLERS[row](self.page, token)
        if self._sink is not None and not token.left:
            self._finish(token.end)

    def _continue(self, token: Token) -> None:
        if self._sink is None:
            return
        self._sink.write(token.data)
        if not token.left:
            self._finish(token.end)

    def _finish(self, end: int) -> None:
        sink, self._sink = self._sink, None
        if sink is not None:
            sink.close(end)


class _Whole:
    """Collects a payload for a handler that wants it in one piece."""

    def __init__(self, page: Page, head: Token, handler: Handler) -> None:
        self._page, self._head, self._handler = page, head, handler
        self._parts: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> None:
        self._size += len(data)
        if self._size <= PAYLOAD_LIMIT:
            self._parts.append(data)
        else:
            self._parts.clear()

    def close(self, end: int) -> None:
        del end
        if self._size <= PAYLOAD_LIMIT:
            data = self._head.data + b"".join(self._parts)
            self._handler(self._page, Token(self._head.row, self._head.start, data))

    def abort(self, end: int) -> None:
        """A definition that has not come whole defines nothing."""
