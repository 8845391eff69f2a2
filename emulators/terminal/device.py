"""The payment terminal put together: connections of the till in, the host behind.

One command at a time. What the till does not acknowledge, or cannot be told because its connection
has ended, changes nothing of what was done: that is where double payments come from.
"""

from collections.abc import Callable, Mapping

from emulators.clock import Clock, Timer
from emulators.effects import Directive, Effect, Injected
from emulators.links.impairments.cutters import zvt_units
from emulators.links.link import Line
from emulators.recorder import Recorder
from emulators.terminal import words
from emulators.terminal.apdu import (
    AMOUNT,
    CURRENCY,
    RECEIPT,
    Apdu,
    ApduError,
    Framer,
    fields_of,
    number,
)
from emulators.terminal.bank import AnyHost, Bank
from emulators.terminal.effects import LoseResult
from emulators.terminal.events import TerminalCommand, TerminalPaid, TerminalResult, TerminalTold
from emulators.terminal.settings import TerminalSettings
from emulators.terminal.steps import Ask, Ended, Job, Tell
from emulators.terminal.till import Till, registered
from emulators.terminal.work import Work

ROOM_OCTETS = 1 << 16
_ACK = Apdu(words.ACKNOWLEDGED << 8)
_LAST_CURRENCY = 999  # ISO 4217 has three digits, BMP 49 room for four
_WITH_PASSWORD = 3  # octets before the bitmaps


class _RefusedError(Exception):
    """A command is not taken on. ``why``: the instruction of the answer 84 xx."""

    def __init__(self, why: int) -> None:
        super().__init__(why)
        self.why = why


class Terminal:
    """At the far end of the till's line. Everything runs on one thread, the bench's loop."""

    def __init__(
        self, recorder: Recorder, clock: Clock, host: AnyHost, settings: TerminalSettings
    ) -> None:
        self._recorder, self._clock, self._settings = recorder, clock, settings
        self._bank = Bank(host, clock, settings.host_timeout_s)
        self._work = Work(settings, clock)
        self._lines: dict[int, tuple[Line, Framer]] = {}
        self._registered: dict[int, Till] = {}
        self._job: Job | None = None
        self._command, self._conn = "", 0
        self._lost: LoseResult | None = None
        self._cause: int | None = None
        self._acknowledged: Timer | None = None
        self.messages = zvt_units

    def connect(self, conn: int, line: Line) -> None:
        """The till has connected."""
        self._lines[conn] = (line, Framer())

    def disconnect(self, conn: int) -> None:
        """It has gone; a command under way comes to its end all the same."""
        self._lines.pop(conn, None)
        self._registered.pop(conn, None)
        if self._acknowledged is not None and conn == self._conn:
            self._on()

    def room(self, conn: int) -> int:
        """What it takes at a time."""
        del conn
        return ROOM_OCTETS

    def feed(self, conn: int, data: bytes) -> None:
        """Octets of the till. What is no unit is hung up on."""
        line, framer = self._lines[conn]
        try:
            for unit in framer.feed(data):
                if unit.kind >> 8 in (words.ACKNOWLEDGED, words.REFUSED):
                    self._heard_back(conn)
                else:
                    self._take(conn, unit)
        except ApduError:
            line.close()

    def apply(self, injected: Injected) -> None:
        """Undergo an effect. Raises TypeError for one that no terminal knows."""
        if not isinstance(injected.effect, LoseResult):
            raise TypeError(f"a payment terminal cannot undergo {injected.effect}")
        self._lost, self._cause = injected.effect, injected.cause

    def why_not(self, effect: Effect) -> str:
        """It can undergo whatever is its own."""
        del effect
        return ""

    @property
    def owes(self) -> bool:
        """Whether it has something to reverse at the bank yet."""
        return self._work.owes

    def _take(self, conn: int, unit: Apdu) -> None:
        """A command: taken on, or refused with a reason."""
        name = words.COMMANDS.get(unit.kind, f"{unit.kind:04X}")
        job, amount_minor, why = None, None, 0
        try:
            job, amount_minor = self._begun(conn, unit)
        except _RefusedError as refused:
            why = refused.why
        self._obey(self._recorder.record(TerminalCommand(conn, name, amount_minor, not why)))
        self._send(conn, Apdu(words.REFUSED << 8 | why) if why else _ACK)
        if unit.kind == words.ABORT_BY_TILL:
            self._heard_back(conn)
        if job is not None:
            self._job, self._command, self._conn = job, name, conn
            self._go_on(lambda: next(job))

    def _begun(self, conn: int, unit: Apdu) -> tuple[Job | None, int | None]:
        """The steps of a command, and its amount. Raises _RefusedError."""
        if unit.kind == words.ABORT_BY_TILL:
            self._work.aborted = self._job is not None
            return None, None
        if self._job is not None:
            raise _RefusedError(words.BUSY)
        try:
            if unit.kind == words.REGISTRATION:
                self._registered[conn] = registered(unit.data)
            if conn not in self._registered:
                raise _RefusedError(words.NOT_REGISTERED)
            skipped = 0 if unit.kind == words.AUTHORISATION else _WITH_PASSWORD
            asked = fields_of(unit.data[skipped:]) if unit.kind in _WITH_BITMAPS else {}
            amount_minor = number(asked[AMOUNT]) if AMOUNT in asked else None
            if number(asked.get(CURRENCY, b"\0")) > _LAST_CURRENCY:
                raise _RefusedError(words.PROTOCOL_ERROR)
            return self._steps(unit.kind, asked, self._registered[conn]), amount_minor
        except ApduError as error:
            raise _RefusedError(words.PROTOCOL_ERROR) from error
        except KeyError as error:
            raise _RefusedError(words.NOT_POSSIBLE) from error

    def _steps(self, kind: int, asked: Mapping[int, bytes], till: Till) -> Job | None:
        """Raises KeyError for a command that it does not know, ApduError for a wrong number."""
        if kind == words.LOG_OFF:
            return None
        jobs: dict[int, Callable[[], Job]] = {
            words.REGISTRATION: self._work.registration,
            words.AUTHORISATION: lambda: self._work.authorisation(asked, till),
            words.REFUND: lambda: self._work.authorisation(asked, till, refund=True),
            words.REPEAT_RECEIPT: lambda: self._work.repeat_receipt(till),
            words.REVERSAL: lambda: self._work.reversal(number(asked[RECEIPT]), till),
            words.END_OF_DAY: lambda: self._work.end_of_day(till),
            words.STATUS_ENQUIRY: self._work.status_enquiry,
            words.DIAGNOSIS: self._work.diagnosis,
        }
        return jobs[kind]()

    def _go_on(self, step: Callable[[], Ask | Tell | Ended]) -> None:
        """Carry out steps until one has to be waited for."""
        job = self._job
        while job is not None and job is self._job:
            try:
                done = step()
            except StopIteration:
                self._job = self._lost = self._cause = None
                self._work.aborted = False
                if self._work.owes:
                    self._clock.call_later(self._settings.cleans_up_after_s, self._clean_up)
                return
            match done:
                case Ask(message):
                    self._bank.ask(message, lambda answer: self._go_on(lambda: job.send(answer)))
                    return
                case Ended():
                    self._ended(done)
                case Tell() if self._told(done):
                    wait_s = self._settings.acknowledged_within_s
                    self._acknowledged = self._clock.call_later(wait_s, self._on)
                    return
            step = _next(job)

    def _clean_up(self) -> None:
        """What is owed to the bank does not wait for the till."""
        if self._job is None and self._work.owes:
            self._job, self._command, self._conn = self._work.clean_up(), _BY_ITSELF, 0
            self._go_on(_next(self._job))

    def _ended(self, ended: Ended) -> None:
        kind = TerminalPaid if self._command == _PAYS else TerminalResult
        result = f"{ended.result:02X}"
        payload = kind(self._command, ended.trace, ended.amount_minor, result)
        self._obey(self._recorder.record(payload))

    def _told(self, tell: Tell) -> bool:
        """Whether it was sent, and its acknowledgement is to be waited for."""
        there = self._conn in self._lines
        lost = self._lost is not None or not there
        if tell.last:
            how = "completion" if tell.unit.kind == words.COMPLETION else "abort"
            told = TerminalTold(self._command, how, lost)
            self._obey(self._recorder.record(told, cause=self._cause))
        if self._lost is not None and self._lost.hangs_up and there:
            self._lines[self._conn][0].close()
        if not lost:
            self._send(self._conn, tell.unit)
        return not lost

    def _heard_back(self, conn: int) -> None:
        if self._acknowledged is not None and conn == self._conn:
            self._on()

    def _on(self) -> None:
        """The till has acknowledged, or will not any more."""
        if self._acknowledged is not None:
            self._acknowledged.cancel()
            self._acknowledged = None
        if self._job is not None:
            self._go_on(_next(self._job))

    def _send(self, conn: int, unit: Apdu) -> None:
        if conn in self._lines:
            self._lines[conn][0].send(unit.encode())

    def _obey(self, directive: Directive) -> None:
        for injected in directive.injected:
            self.apply(injected)


def _next(job: Job) -> Callable[[], Ask | Tell | Ended]:
    return lambda: next(job)


_BY_ITSELF = "clean-up"
_PAYS = words.COMMANDS[words.AUTHORISATION]
_WITH_BITMAPS = frozenset({words.AUTHORISATION, words.REVERSAL, words.REFUND})
