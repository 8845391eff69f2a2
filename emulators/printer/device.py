"""The printer, put together: bytes and effects in, events, answers and paper out.

Two stages, as in the real thing: bytes that arrive are searched for real-time commands, which are
executed at once, and go into the receive buffer; the mechanism takes commands out of the buffer
only while it can print. Nothing here waits: work is done in slices on the clock.
"""

from collections.abc import Callable
from dataclasses import dataclass

from emulators.clock import Clock
from emulators.events import Payload
from emulators.history import Effect, Injected, Recorder
from emulators.printer import condition as conditions
from emulators.printer import effects
from emulators.printer.answers import Answers
from emulators.printer.condition import CHANGES, Change, Condition
from emulators.printer.events import BufferCleared, Cut, RollLoaded, UnknownCommand
from emulators.printer.framer import Token
from emulators.printer.handlers import Interpreter
from emulators.printer.jobs import Ask
from emulators.printer.mechanism import Mechanism
from emulators.printer.paper import Paper
from emulators.printer.port import Port, Send
from emulators.printer.profiles import TM_T88V, Profile
from emulators.printer.realtime import CLEAR

OnPower = Callable[[bool], object]
_SLICE_ROWS = 64
_SLICE_TOKENS = 512


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The printer at one moment, for consoles and status pages."""

    profile: str
    powered: bool
    online: bool
    cover_open: bool
    paper: str
    error: str
    head_works: bool
    buffered_bytes: int
    connections: tuple[int, ...]
    slip: int
    slip_rows: int
    slip_text: tuple[str, ...]
    fed_mm: float


class Printer:
    """A virtual receipt printer.

    ``roll_mm`` is the paper that is in it at the start; None: no end in sight. ``pictures`` False:
    slips are recorded without their dots (``blob`` is empty). ``on_power`` is
    called with False when the printer has hung up, with True when it takes connections again;
    ``on_room`` when bytes can be fed again after ``room`` has said 0.
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
        on_room: Callable[[], None] | None = None,
    ) -> None:
        self.profile = profile
        self.condition = Condition()
        self._pictures = pictures
        self.on_power = on_power
        self.on_room = on_room
        self._recorder = recorder
        self._clock = clock
        rows = None if roll_mm is None else profile.rows(roll_mm)
        self._roll_rows = rows
        self._near_rows = profile.rows(profile.near_end_mm)
        self._paper = Paper(profile, rows)
        self._port = Port(profile)
        self._interpreter = Interpreter(profile)
        self._mechanism = Mechanism(self, self._paper)
        self._answers = Answers(self, self._port, profile)
        self._awake = False
        self._starved = False

    # ---- the link's side

    def connect(self, conn: int, send: Send) -> bool:
        """A connection has come; False: too many, or no power. ``send`` takes the answers."""
        return self.condition.powered and self._port.connect(conn, send)

    def disconnect(self, conn: int) -> None:
        """A connection has ended. What it has sent is still printed."""
        following = self._port.disconnect(conn)
        if following is not None and following.held:
            data, following.held = bytes(following.held), bytearray()
            self._take(following.number, data)
        self._wake()
        self._tell_room()

    def room(self, conn: int | None = None) -> int:
        """How many bytes may be fed now, over ``conn`` (None: over the one that prints)."""
        free = self._port.capacity - self._port.pending
        if not self.condition.powered or (conn is not None and not self._port.is_active(conn)):
            free = 0
        self._starved |= free <= 0
        return max(0, free)

    def feed(self, conn: int, data: bytes) -> None:
        """Bytes have arrived. Those for which ``room`` has no place are lost, as in the model."""
        connection = self._port.find(conn)
        if connection is None:
            return
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
        for found in connection.scanner.scan(data) if connection else ():
            lost += self._port.put(data[begin : found.end])
            begin = found.end
            self._answers.real_time(conn, found.command)
            if self._port.find(conn) is not connection:
                return  # a fault struck at the answer: the printer has hung up
        lost += self._port.put(data[begin:])
        if lost:
            self.record(BufferCleared("overflow", lost))

    # ---- faults and the operator's hand

    def apply(self, injected: Injected) -> None:
        """Undergo an effect. Raises TypeError for one that no printer knows."""
        effect, cause = injected.effect, injected.cause
        match effect:
            case effects.EndPaper(rows=rows):
                self._end_paper(rows, cause)
            case effects.LoadPaper():
                self._load_paper(cause)
            case effects.OpenCover():
                self._open_cover(cause)
            case effects.FailHead(reported=False):
                self.change(conditions.HEAD_FAILED_UNREPORTED, cause)
            case effects.CloseCover() | effects.FailHead():
                self.change(CHANGES[type(effect)], cause)
            case effects.PowerOff():
                self._power_off(effect, cause)
            case effects.PowerOn():
                self._power_on(effect, cause)
            case effects.ReplaceHead():
                self._replace_head(effect, cause)
            case effects.TearPaper():
                self._end_slip("tear", cause)
            case _:
                raise TypeError(f"{type(effect).__name__} is nothing that a printer can undergo")
        self._wake()

    def tear(self) -> None:
        """The operator tears off what hangs out."""
        self._end_slip("tear")

    def finish(self) -> None:
        """The run is over: record the slip that is still in the printer, if anything is on it."""
        self._mechanism.record_rows()
        if self._paper.slip.text or self._mechanism.in_line:
            self._end_slip("open")

    def _end_paper(self, rows: int, cause: int) -> None:
        self._paper.left_rows = rows
        if rows == 0:
            self._mechanism.record_rows()
            self.change(conditions.PAPER_ENDED, cause)

    def _load_paper(self, cause: int) -> None:
        self._end_slip("roll", cause)
        self._paper.left_rows = self._roll_rows
        length_mm = self.profile.roll_mm
        if self._roll_rows is not None:
            length_mm = self._roll_rows * self.profile.row_mm
        self.record(RollLoaded(length_mm), cause)
        self.change(CHANGES[effects.LoadPaper], cause)

    def _open_cover(self, cause: int) -> None:
        printing = self._mechanism.busy and self.condition.online
        self._mechanism.record_rows()
        while_printing = conditions.COVER_OPENED_WHILE_PRINTING
        self.change(while_printing if printing else CHANGES[effects.OpenCover], cause)

    def _power_off(self, effect: Effect, cause: int) -> None:
        if not self.condition.powered:
            return
        self._mechanism.clear()
        lost = self._port.pending
        self.change(CHANGES[type(effect)], cause)
        if lost:
            self.record(BufferCleared("power", lost), cause)
        self._port.hang_up()
        self._interpreter.restart()
        self._answers.restart()
        self._tell_power(on=False)

    def _power_on(self, effect: Effect, cause: int) -> None:
        if self.condition.powered:
            return
        self.change(CHANGES[type(effect)], cause)
        self._tell_power(on=True)

    def _replace_head(self, effect: Effect, cause: int) -> None:
        """A head is changed with the power off."""
        self._power_off(effects.PowerOff(), cause)
        self.change(CHANGES[type(effect)], cause)
        self._tell_power(on=True)

    def _tell_power(self, *, on: bool) -> None:
        if self.on_power is not None:
            self.on_power(on)

    # ---- what the parts ask of the device

    @property
    def head_works(self) -> bool:
        """Whether dots burn."""
        return self.condition.head_works

    def record(self, payload: Payload, cause: int | None = None) -> None:
        """Tell the History, and undergo at once what it answers."""
        for injected in self._recorder.record(payload, cause=cause).injected:
            self.apply(injected)

    def change(self, change: Change, cause: int | None = None) -> None:
        """Pass into another condition; record it and send automatic status."""
        before, after = self.condition, change.after(self.condition)
        if after == before:
            return
        self.condition = after
        self.record(after.event(change.why), cause)
        self._answers.condition_changed()
        if before.online and not self.condition.online and self.condition.powered:
            self._answers.went_offline()

    def rows_allowed(self) -> int | None:
        """After how many rows a trigger wants to be asked."""
        return self._recorder.threshold("row")

    def paper_ended(self) -> None:
        """The last row of the roll has gone by."""
        if self._paper.left_rows == 0:
            self.change(conditions.PAPER_ENDED)

    def slip_cut(self, *, partial: bool) -> None:
        """The cutter goes through; a cut in the air ends no slip."""
        number = self._paper.slip.number
        self.record(Cut(number, partial))
        if self._paper.slip.number == number:  # not torn off by what struck at the cut
            self._end_slip("cut")

    def ask(self, job: Ask) -> None:
        """A command for the device itself has come up."""
        self._answers.ask(job)

    def clear_buffers(self, by: str) -> None:
        """Empty the receive buffer and the print buffer; the settings stay."""
        lost = self._port.clear()
        self._mechanism.clear()
        self._interpreter.abort()
        self._interpreter.page.drop_line()
        self._interpreter.page.jobs.clear()
        self.record(BufferCleared(by, max(0, lost - len(CLEAR))))
        self._tell_room()

    def _end_slip(self, ended_by: str, cause: int | None = None) -> None:
        self._mechanism.end_line_here()
        slip = self._paper.take_slip()
        if slip is not None:
            blob = self._recorder.blob(self._paper.picture(slip)) if self._pictures else ""
            self.record(self._paper.ended(slip, ended_by, blob), cause)

    # ---- the pump

    def _wake(self, delay_s: float = 0.0) -> None:
        if not self._awake and self.condition.online:
            self._awake = True
            self._clock.call_later(delay_s, self._slice)

    def _slice(self) -> None:
        """A little work, so that nothing else on the loop waits for long."""
        self._awake = False
        rows = tokens = 0
        while self.condition.online and rows < _SLICE_ROWS and tokens < _SLICE_TOKENS:
            if self._mechanism.busy:
                rows += self._step()
            elif not self._execute_next():
                self._tell_room()
                break
            tokens += 1
        else:
            self._tell_room()
            speed = self.profile.speed_mm_s
            self._wake(rows * self.profile.row_mm / speed if speed else 0.0)

    def _step(self) -> int:
        rows = self._mechanism.step()
        left = self._paper.left_rows
        if self._roll_rows and left is not None and 0 < left <= self._near_rows:
            self.change(conditions.NEAR_END)
        return rows

    def _execute_next(self) -> bool:
        """Take one command out of the buffer; False when there is none."""
        item = self._port.next()
        if item is None:
            return False
        token, conn = item
        page = self._interpreter.page
        page.conn = conn
        if token.row.known:
            self._interpreter.execute(token)
        elif not token.piece:
            self._unknown(token)
        self._mechanism.add(page.jobs)
        page.jobs.clear()
        return True

    def _unknown(self, token: Token) -> None:
        self._interpreter.page.end_text()
        self.record(UnknownCommand(token.start, token.data.hex()))

    def _tell_room(self) -> None:
        """Let the link read again, when it has been told to wait and there is room enough."""
        free = self._port.capacity - self._port.pending
        if self._starved and free >= min(self.profile.resume_free_bytes, self._port.capacity):
            self._starved = False
            if self.on_room is not None and self.condition.powered:
                self.on_room()

    def snapshot(self) -> Snapshot:
        """The printer as it is now."""
        now, slip = self.condition, self._paper.slip
        return Snapshot(
            profile=self.profile.name,
            powered=now.powered,
            online=now.online,
            cover_open=now.cover_open,
            paper=now.paper,
            error=now.error,
            head_works=now.head_works,
            buffered_bytes=self._port.pending,
            connections=tuple(item.number for item in self._port.connections),
            slip=slip.number,
            slip_rows=slip.height,
            slip_text=tuple(slip.text),
            fed_mm=self._paper.row * self.profile.row_mm,
        )
