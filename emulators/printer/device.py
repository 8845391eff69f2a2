"""The printer, put together: bytes and effects in, events, answers and paper out.

Two stages, as in the real thing: bytes that arrive are searched for real-time commands, which are
executed at once, and go into the receive buffer; the engine takes commands out of the buffer only
while it can print. Nothing here waits: work is done in slices on the clock.
"""

from collections.abc import Callable
from dataclasses import dataclass

from emulators.clock import Clock
from emulators.effects import Effect, Injected
from emulators.printer import effects, logos, selftest
from emulators.printer.answers import Answers
from emulators.printer.changes import PLAIN
from emulators.printer.commands import LINE
from emulators.printer.condition import Condition
from emulators.printer.engine import Engine
from emulators.printer.events import BufferCleared, Replied, UnknownCommand
from emulators.printer.framer import Token
from emulators.printer.handlers import Interpreter
from emulators.printer.idle import Idle
from emulators.printer.jobs import Ask
from emulators.printer.mishaps import undergo
from emulators.printer.port import Close, Port, Send
from emulators.printer.profiles import TM_T88V, Profile
from emulators.printer.realtime import CLEAR
from emulators.printer.runs import Runs
from emulators.recorder import Recorder

OnPower = Callable[[bool], object]
OnRoom = Callable[[], object]
_SLICE_ROWS, _SLICE_STEPS = 256, 64  # half a millisecond or so
_COMMANDS, _ONE = range(16), range(1)  # of those that only set something, in one step
_TIMED_ROWS = 64  # 8 mm: as finely as the paper moves when it takes its time


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The printer at one moment, for consoles and status pages."""

    profile: str
    condition: Condition
    buffered_bytes: int
    connections: tuple[int, ...]
    slip: int
    slip_rows: int
    slip_text: tuple[str, ...]
    fed_mm: float


class Printer:
    """A virtual receipt printer.

    ``roll_mm`` is the paper on each roll; None: no end in sight. ``pictures`` False: slips are
    recorded without their dots (``blob`` is empty). ``on_power`` is called with False when the
    printer has hung up, with True when it takes connections again; ``on_room`` when bytes can be
    fed again after ``room`` has said 0.
    """

    def __init__(
        self,
        recorder: Recorder,
        clock: Clock,
        profile: Profile = TM_T88V,
        *,
        roll_mm: float | None = None,
        pictures: bool = True,
        on_power: OnPower | None = None,
        on_room: OnRoom | None = None,
    ) -> None:
        self.profile = profile
        self.on_power = on_power
        self.on_room = on_room
        self._clock = clock
        self._engine = Engine(self, recorder, clock, profile, roll_mm, pictures=pictures)
        self._port = Port(profile)
        self._interpreter = Interpreter(profile)
        self._runs = Runs(self._engine, self._port, self._interpreter)
        self._idle = Idle(self._port, clock, profile.idle_close_s or 0.0)
        self._answers = Answers(self._engine, self._port, profile, self.clear_buffers)
        self._awake = False
        self._starved = False

    @property
    def condition(self) -> Condition:
        """The physical state."""
        return self._engine.condition

    # ---- the link's side

    def connect(self, conn: int, send: Send, close: Close | None = None) -> bool:
        """A connection has come; False: too many, or no power.

        ``send`` takes the answers. ``close`` hangs up: a model that closes idle connections calls
        it (None: this one is never closed).
        """
        if not self.condition.powered or not self._port.connect(conn, send, close):
            return False
        if close is not None and self.profile.idle_close_s is not None:
            self._idle.watch(conn)
        return True

    def disconnect(self, conn: int) -> None:
        """A connection has ended. What it has sent is still printed."""
        following = self._port.disconnect(conn)
        if following is not None:  # its turn begins
            following.heard_s = self._clock.monotonic_s()
            data, following.held = bytes(following.held), bytearray()
            self._take(following.number, data)
        self._wake()
        self._tell_room()

    def room(self, conn: int | None = None) -> int:
        """How many bytes may be fed now, over ``conn`` (None: over the one that prints)."""
        free = self._port.room
        if not self.condition.powered or (conn is not None and not self._port.is_active(conn)):
            free = 0
        self._starved |= free <= 0
        return free

    def feed(self, conn: int, data: bytes) -> None:
        """Bytes have arrived. Those for which ``room`` has no place are lost, as in the model."""
        connection = self._port.find(conn)
        if connection is None:
            return
        connection.heard_s = self._clock.monotonic_s()
        if self._port.is_active(conn):
            self._take(conn, data)
        else:
            free = self._port.capacity - len(connection.held)
            connection.held += data[: max(0, free)]
        self._wake()

    def _take(self, conn: int, data: bytes) -> None:
        """Real-time commands at once; every byte, theirs too, into the buffer."""
        connection = self._port.find(conn)
        lost = begin = 0
        for found in self._port.real_time(connection, data):
            lost += self._port.put(data[begin : found.end])
            begin = found.end
            self._answers.real_time(conn, found.command)
            if self._port.find(conn) is not connection:
                return  # a fault struck at the answer: the printer has hung up
        lost += self._port.put(data[begin:])
        if lost:
            self._engine.record(BufferCleared("overflow", lost))

    # ---- faults and the operator's hand

    def apply(self, injected: Injected) -> None:
        """Undergo an effect. Raises TypeError for one that no printer knows."""
        effect, cause = injected.effect, injected.cause
        match effect:
            case effects.PowerOff():
                self._power_off(cause)
            case effects.PowerOn():
                if not self.condition.powered:
                    self._power_on(effect, cause)
                    self._head_logo(logos.AT_POWER_ON)
            case effects.ReplaceHead():  # that is done with the power off
                self._power_off(cause)
                self._power_on(effect, cause)
            case effects.Brownout():
                self._engine.mechanism.burn_half_a_row()
                self._power_off(cause)
                self._power_on(effects.PowerOn(), cause)
            case effects.SpeakStar() | effects.SpeakOwn():
                self._port.speak(own=isinstance(effect, effects.SpeakOwn))
            case effects.AssumeCodePage(number=number):
                self._interpreter.assume_code_page(number)
            case effects.CloseCover():
                was_open = self.condition.cover_open
                undergo(self._engine, effect, cause)
                if was_open:
                    self._head_logo(logos.COVER_CLOSED)
            case _:
                undergo(self._engine, effect, cause)
        self._wake()

    def _head_logo(self, when: int) -> None:
        """Print the logo that stands at the head of receipts, if it is to be printed then."""
        page = self._interpreter.page
        if self._interpreter.takes_lines:
            logos.print_head_logo_when(page, when)
            self._engine.mechanism.add(page.take_jobs())

    def tear(self) -> None:
        """The operator tears off what hangs out."""
        self._engine.end_slip("tear")

    def finish(self) -> None:
        """The run is over: record the slip that is still in the printer, if anything is on it."""
        self._engine.finish()

    def _power_off(self, cause: int) -> None:
        """Everything but paper, NV memory and what is out of order is gone."""
        if not self.condition.powered:
            return
        self._engine.mechanism.clear()
        lost = self._port.pending
        self._engine.change(PLAIN[effects.PowerOff], cause)
        if lost:
            self._engine.record(BufferCleared("power", lost), cause)
        self._port.hang_up()
        self._restart()
        if self.on_power is not None:
            self.on_power(False)  # noqa: FBT003 - the callback's only meaning

    def _power_on(self, effect: Effect, cause: int) -> None:
        self._engine.change(PLAIN[type(effect)], cause)
        if self.on_power is not None:
            self.on_power(True)  # noqa: FBT003

    # ---- what the parts ask of the device

    def ask(self, job: Ask) -> None:
        """A command for the device itself has come up."""
        if job.name == "GS ( A":
            self._restart_after(job)
            return
        setting = self._engine.customs.setting
        self._answers.ask(job)
        if job.name == "FS q" or (setting and not self._engine.customs.setting):
            self._restart()

    def _restart_after(self, job: Ask) -> None:
        """A test print ends with a reset (Epson APG, GS ( A): what waits is lost, NV stays."""
        if job.params[0] == selftest.DUMP:
            self._port.dump()
            return
        self.clear_buffers(job.name, own_bytes=0)
        self._restart()

    def _restart(self) -> None:
        """A software reset: what is in RAM is gone (TM-T81 specification, FS q; APG, GS ( E 2).

        What waits in the receive buffer is kept: how much of it a real printer has by then, and
        throws away, is a matter of milliseconds.
        """
        self._interpreter.restart()
        self._answers.restart()

    def answered(self, request: str, status: bytes, *, trouble: bool) -> None:
        """An interface that is built into it answers the POS in words of its own."""
        self._engine.record(Replied(0, request, status.hex(), trouble))

    def condition_changed(self, before: Condition) -> None:
        """Tell those who have asked to be told; without power there is no telling."""
        if self.condition.powered:
            self._answers.unasked.condition_changed()
            if before.online and not self.condition.online:
                self._answers.unasked.went_offline()
        if not before.online:
            self._wake()

    def clear_buffers(self, by: str, own_bytes: int = len(CLEAR)) -> None:
        """Empty the receive buffer and the print buffer; the settings stay."""
        at_least = int(bool(self._engine.mechanism.jobs) or self._interpreter.holds)
        lost = self._port.clear()
        self._engine.mechanism.clear()
        self._interpreter.clear()
        self._engine.record(BufferCleared(by, max(at_least, lost - own_bytes)))
        if by == "DLE ENQ 2":
            self._head_logo(logos.CLEARED)
        self._tell_room()

    # ---- the pump

    def _wake(self, delay_s: float = 0.0) -> None:
        if not self._awake and self.condition.online:
            self._awake = True
            self._clock.call_later(delay_s, self._slice)

    def _slice(self) -> None:
        """A little work, so that nothing else on the loop waits for long."""
        self._awake = False
        engine, mechanism = self._engine, self._engine.mechanism
        speed = engine.speed_mm_s
        most_rows = _TIMED_ROWS if speed else _SLICE_ROWS
        rows = steps = 0
        idle = False
        while engine.online and not idle and rows < most_rows and steps < _SLICE_STEPS:
            steps += 1
            if not speed and not mechanism.jobs:
                rows += self._runs.go()
            idle = not mechanism.jobs and not self._execute_next()
            if mechanism.jobs:
                rows += engine.step()
        self._tell_room()
        if rows or not idle:
            self._wake(rows * self.profile.row_mm / speed if speed else 0.0)

    def _execute_next(self) -> bool:
        """Take commands out of the buffer until one moves something; False when there is none."""
        if self._interpreter.playing:
            self._engine.mechanism.add(self._interpreter.play())
            return True
        take, interpreter = self._port.next, self._interpreter
        for _ in _ONE if interpreter.page.sheet else _COMMANDS:
            item = take()
            if item is None:
                return False
            token, conn = item
            if token.row is LINE and (line := interpreter.whole_line(token)) is not None:
                self._engine.mechanism.jobs.append(line)
                return True
            if not token.row.known:
                if not token.piece:
                    self._unknown(token)
                return True
            jobs = interpreter.execute(token, conn)
            if jobs or interpreter.playing:
                self._engine.mechanism.add(jobs)
                return True
        return True

    def _unknown(self, token: Token) -> None:
        self._engine.mechanism.add(self._interpreter.skip())
        self._engine.record(UnknownCommand(token.start, token.data.hex()))

    def _tell_room(self) -> None:
        """Let the link read again, when it has been told to wait and there is room enough."""
        free = self._port.capacity - self._port.pending
        if self._starved and free >= min(self.profile.resume_free_bytes, self._port.capacity):
            self._starved = False
            if self.on_room is not None and self.condition.powered:
                self.on_room()

    def snapshot(self) -> Snapshot:
        """The printer as it is now."""
        paper = self._engine.paper
        return Snapshot(
            profile=self.profile.name,
            condition=self.condition,
            buffered_bytes=self._port.pending,
            connections=tuple(item.number for item in self._port.connections),
            slip=paper.slip.number,
            slip_rows=paper.slip.height,
            slip_text=tuple(paper.slip.text),
            fed_mm=paper.row * self.profile.row_mm,
        )

    def picture(self) -> bytes:
        """What stands out of the printer now, as a PNG."""
        paper = self._engine.paper
        return paper.picture(paper.slip)
