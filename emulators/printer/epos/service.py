"""The print service of ePOS-Print: takes jobs, prints one after the other, tells how each ended.

It is a client of the printer in the printer's own house, as the interface board of a real one is:
it has a connection, waits for its turn, asks for automatic status and, behind the last byte, for
status in its turn (GS r), and so knows when a job is on the paper. An error is answered at once,
success when it is printed (ePOS-Print XML User's Manual, <response>).
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from emulators.clock import Clock, Timer
from emulators.printer import status
from emulators.printer.device import Printer
from emulators.printer.epos import answers
from emulators.printer.epos.document import SchemaError, parse
from emulators.printer.epos.elements import job

Reply = Callable[[bytes], None]
NAME = "ePOS-Print"  # as the command that an answer is to
DEVICE = "local_printer"
FIRST_CONN = 2_000_000  # apart from the numbers of other interfaces
DEFAULT_MS, MOST_MS = 300_000, 600_000  # of the time-out (ePOS-Print API User's Manual)
_MOST_WAITING = 16
_JOB_ID_LETTERS = 30
_ASB_LETTERS = 4
_BEGIN = b"\x1b@\x1da\xff"  # ESC @; GS a: tell of every change
_END = b"\x1dr\x01"  # GS r: answered when everything before is done


@dataclass(slots=True, eq=False)
class _Job:
    """One job; ``at`` is how much of ``data`` the printer has."""

    conn: int
    data: bytes
    job_id: str
    reply: Reply
    timer: Timer | None = None
    at: int = 0


class Service:
    """One printer's service; ``devices`` are the device IDs that it answers to."""

    def __init__(
        self, printer: Printer, clock: Clock, devices: tuple[str, ...] = (DEVICE,)
    ) -> None:
        self._printer, self._clock, self._devices = printer, clock, devices
        self._waiting: deque[_Job] = deque()
        self._job: _Job | None = None
        self._conns = FIRST_CONN

    def submit(self, body: bytes, query: dict[str, str], reply: Reply) -> None:
        """A request has come; ``reply`` is called once, at once or later."""
        job_id = ""
        try:
            document = parse(body)
            asked = query | document.parameters
            job_id = asked.get("printjobid", "")[:_JOB_ID_LETTERS]
            timeout_ms = _timeout(asked.get("timeout", str(DEFAULT_MS)))
            data = job(document.elements, self._printer.profile)
        except SchemaError:
            self._answer(reply, answers.SCHEMA, job_id)
            return
        refused = self._refused(asked.get("devid", DEVICE))
        if refused or not document.elements:
            self._answer(reply, refused, job_id)
        else:
            self._enqueue(data, job_id, reply, timeout_ms)

    def _refused(self, device: str) -> str:
        """Why nothing is printed at all."""
        if device not in self._devices:
            return answers.NO_DEVICE
        if not self._printer.condition.online:
            return answers.error_of(self._printer.condition) or answers.BAD_PORT
        return answers.QUEUE_FULL if len(self._waiting) >= _MOST_WAITING else ""

    def _enqueue(self, data: bytes, job_id: str, reply: Reply, timeout_ms: int) -> None:
        self._conns += 1
        one = _Job(self._conns, _BEGIN + data + _END, job_id, reply)
        one.timer = self._clock.call_later(timeout_ms / 1000, lambda: self._late(one))
        self._waiting.append(one)
        self._begin()

    def _begin(self) -> None:
        while self._job is None and self._waiting:
            self._job = one = self._waiting.popleft()
            if self._printer.connect(one.conn, partial(self._told, one)):
                self.resume()
            else:
                self._end(one, answers.BAD_PORT)

    def resume(self) -> None:
        """The printer may have room."""
        one = self._job
        while one is not None and one is self._job and one.at < len(one.data):
            room = self._printer.room(one.conn)
            if not room:
                return
            piece = one.data[one.at : one.at + room]
            one.at += len(piece)
            self._printer.feed(one.conn, piece)

    def restart(self) -> None:
        """The power is gone, and everything with it; nobody is there to be answered."""
        for one in [*self._waiting, *([self._job] if self._job else [])]:
            if one.timer is not None:
                one.timer.cancel()
        self._waiting.clear()
        self._job = None

    def _told(self, one: _Job, data: bytes) -> None:
        if one is not self._job:
            return
        whole = one.at == len(one.data) and not self._printer.snapshot().buffered_bytes
        if whole and len(data) == 1:
            self._end(one, "")
        elif len(data) == _ASB_LETTERS and not self._printer.condition.online:
            code = answers.error_of(self._printer.condition)
            if code:
                self._clock.call_later(0, lambda: self._fail(one, code))

    def _late(self, one: _Job) -> None:
        if one in self._waiting:
            self._waiting.remove(one)
            self._answer(one.reply, answers.TIMEOUT, one.job_id)
        else:
            self._fail(one, answers.TIMEOUT)

    def _fail(self, one: _Job, code: str) -> None:
        """What is left of a failed job is thrown away: a till that is told sends it again."""
        if one is not self._job:
            return
        if self._printer.snapshot().connections[:1] == (one.conn,):
            self._printer.clear_buffers(NAME)
        self._end(one, code)

    def _end(self, one: _Job, code: str) -> None:
        self._job = None
        if one.timer is not None:
            one.timer.cancel()
        self._printer.disconnect(one.conn)
        self._answer(one.reply, code, one.job_id)
        self._begin()

    def _answer(self, reply: Reply, code: str, job_id: str) -> None:
        condition = self._printer.condition
        flags = answers.status_of(condition)
        if not code and not condition.online:
            code = answers.error_of(condition)
        self._printer.answered(NAME, status.asb(condition), trouble=bool(code))
        reply(answers.response(code=code, printer=flags, job_id=job_id))


def _timeout(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise SchemaError("timeout: a number of milliseconds")
    return min(int(text), MOST_MS)
