"""The tap: between our link and a real printer, it passes bytes both ways and watches.

What the POS sends goes to the printer byte for byte, cut at commands; ours are put in between two
commands and their answers are kept from the POS. While a fault waits for its moment, one command at
a time is passed on and proved to be done before the next: so "after line 6" is exact on a real
printer too. Real-time commands overtake what waits here, as they do in a printer's buffer.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from emulators.clock import Clock
from emulators.effects import Effect, Injected
from emulators.links.link import Line
from emulators.printer.commands import LINE, TEXT
from emulators.printer.condition import Condition
from emulators.printer.device import Snapshot
from emulators.printer.events import BufferCleared, Replied, UnknownCommand
from emulators.printer.framer import Token
from emulators.printer.handlers import Interpreter
from emulators.printer.jobs import Ask, Job, Note
from emulators.printer.port import Port as Reception
from emulators.printer.profiles import Profile
from emulators.printer.realtime import CLEAR, RealTimeScanner
from emulators.printer.runs import Bounds, front, take
from emulators.recorder import Recorder
from harness.lab.deeds import deeds_for
from harness.lab.observed import ObservedMechanism
from harness.lab.ports import Port
from harness.lab.questions import OURS, Answer
from harness.lab.sight import tells_trouble
from harness.lab.watch import Watch
from harness.lab.workshop import Workshop

_TURN = 16  # runs of lines, or other commands, in one turn of the loop
_A_RUN = Bounds(rows=1 << 16, tokens=16, before=b"\x10")  # a real-time command has its own place
_MOST_WAITING = 1 << 16  # bytes that the cable has not taken: then the POS has to wait
_ENQ_CLEAR = b"\x10\x05\x02"


@dataclass(slots=True, eq=False)
class _Urgent:
    """A real-time command of the POS that has come and not gone on. ``ahead``: it has, early."""

    command: bytes
    conn: int
    ahead: bool = False


class Tap:
    """A real printer as a device of the bench: at the end of a link, and struck by faults."""

    def __init__(self, recorder: Recorder, clock: Clock, port: Port, profile: Profile) -> None:
        self.profile, self.port = profile, port
        self.on_room: Callable[[], object] = lambda: None
        self._recorder, self._clock = recorder, clock
        self._lines: dict[int, Line] = {}
        # The real printer decides what becomes of too much: here it waits.
        self._reception = Reception(replace(profile, overflow="wait"))
        self._interpreter = Interpreter(profile)
        self._scanner = RealTimeScanner()
        self._urgent: deque[_Urgent] = deque()
        self._inside = False  # a command whose payload is passing through
        self._awake = self._starved = False
        self.mechanism = ObservedMechanism(self, recorder, clock, profile)
        self.watch = Watch(self, clock)
        self.workshop = Workshop(self, clock, recorder)

    @property
    def condition(self) -> Condition:
        """As it was last seen."""
        return self.mechanism.condition

    # ---- the link's side

    def connect(self, conn: int, line: Line) -> None:
        """The POS has connected."""
        if self.condition.powered and self._reception.connect(conn, line.send, line.close):
            self._lines[conn] = line
        else:
            line.close()

    def disconnect(self, conn: int) -> None:
        """It has hung up. What it had sent is still passed on."""
        self._lines.pop(conn, None)
        broken_off = self._inside and self._reception.is_active(conn)
        following = self._reception.disconnect(conn)
        if broken_off and not self._reception.pending:
            self._inside = False
            self.workshop.hang_up()
        if following is not None:
            data, following.held = bytes(following.held), bytearray()
            self._take(following.number, data)
        self._wake()

    def room(self, conn: int) -> int:
        """How many bytes may come now."""
        free = min(self._reception.room, _MOST_WAITING - self.port.backlog)
        if not self._reception.is_active(conn) or not self.condition.powered:
            free = 0
        self._starved |= free <= 0
        return max(0, free)

    def feed(self, conn: int, data: bytes) -> None:
        """Bytes from the POS."""
        connection = self._reception.find(conn)
        if connection is None:
            return
        if self._reception.is_active(conn):
            self._take(conn, data)
        else:
            connection.held += data[: max(0, self._reception.capacity - len(connection.held))]

    def _take(self, conn: int, data: bytes) -> None:
        begin = 0
        for found in self._reception.real_time(self._reception.find(conn), data):
            self._reception.put(data[begin : found.end])
            begin = found.end
            self._urgent.append(_Urgent(found.command, conn))
            self._pass_on()
            self._overtake()
        self._reception.put(data[begin:])
        self._pass_on()

    # ---- to the printer

    @property
    def between_commands(self) -> bool:
        """Whether something of ours can be put in here."""
        quiet = self._interpreter.page.sheet is None and not self._inside
        return quiet and self.port.is_open

    @property
    def at_line_start(self) -> bool:
        """Whether nothing waits in the print buffer for the end of its line."""
        return self.between_commands and self._interpreter.page.empty

    @property
    def _held(self) -> bool:
        busy = self.watch.waits or self.workshop.busy or self.port.backlog > _MOST_WAITING
        return busy or not self.port.is_open

    def go_on(self) -> None:
        """Whatever held the bytes may be over."""
        self._wake()
        self._tell_room()

    def _wake(self) -> None:
        if not self._awake:
            self._awake = True
            self._clock.call_later(0, self._turn)

    def _turn(self) -> None:
        self._awake = False
        self._pass_on()
        self._overtake()
        self._tell_room()

    def _pass_on(self) -> None:
        """Commands, as long as nothing holds them."""
        for _ in range(_TURN):
            if self._held:
                return
            if self._pass_lines():
                continue
            item = self._reception.next()
            if item is None:
                self.watch.rested()
                return
            self._send(*item)
        self._wake()

    def _pass_lines(self) -> bool:
        """Lines together, where nothing needs them one by one; False: none come first."""
        framer = front(self._reception, self._interpreter)
        if framer is None or self._scanner.midway or self.watch.lockstep():
            return False
        page = self._interpreter.page
        data, lines = take(page, framer, _A_RUN)
        if not data:
            return False
        self.port.send(data)
        if lines:
            self.mechanism.sent(lines, len(data), whole=True)
        self._expect(page.take_jobs(), page.conn, 0 if lines else len(data), len(lines))
        return True

    def _send(self, token: Token, conn: int) -> None:
        """One command, or a piece of one, to the printer; and what it means, to the shadow."""
        if token.row.name.startswith("DLE ") and self._overtaken(token.data):
            return
        self._inside = bool(token.left)
        if b"\x10" in token.data or self._scanner.midway:
            for found in self._scanner.scan(token.data):
                self._reached(found.command, conn)
        if token.row is TEXT:
            self.watch.rested()  # once it stands on a line, no proof can be asked for
        self.port.send(token.data)
        if not token.row.known and not token.piece:
            self.mechanism.engine.record(UnknownCommand(token.start, token.data.hex()))
        jobs = self._asked_for(token, conn)
        while self._interpreter.playing:
            jobs += self._interpreter.play()
        if jobs:
            self._expect(jobs, conn, len(token.data))

    def _asked_for(self, token: Token, conn: int) -> list[Job]:
        """What a token asks for; most of them are lines."""
        if token.row is LINE and (line := self._interpreter.whole_line(token)) is not None:
            return [line]
        return self._interpreter.execute(token, conn)

    def _overtaken(self, command: bytes) -> bool:
        """Whether it has gone ahead already: the printer's buffer drops it as well."""
        if self._urgent and self._urgent[0].ahead and self._urgent[0].command == command:
            self._urgent.popleft()
            return True
        return False

    def _reached(self, command: bytes, conn: int) -> None:
        """The printer gets a real-time command in its place; in an image, perhaps once more."""
        again = False
        if self._urgent and self._urgent[0].command == command:
            again = self._urgent.popleft().ahead
        self._ask_urgent(command, OURS if again else conn)

    def _overtake(self) -> None:
        """Real-time commands that are held up here go ahead."""
        if not self._held or not self.between_commands:
            return
        for one in list(self._urgent):
            if not one.ahead and one in self._urgent:
                one.ahead = True
                self._ask_urgent(one.command, one.conn)
                self.port.send(one.command)
                if one.command == CLEAR or self._recovers(one.command):
                    self._empty()

    def _recovers(self, command: bytes) -> bool:
        """DLE ENQ 2 clears only where there is something to recover from (Epson APG)."""
        return command == _ENQ_CLEAR and self.condition.error == "recoverable"

    def _ask_urgent(self, command: bytes, conn: int) -> None:
        self.watch.asked_urgently(conn, command, self.mechanism.mark)
        if command == CLEAR:
            self._interpreter.clear()
            self._inside = False

    def _empty(self) -> None:
        """What waits here was sent before the command to clear: it goes as the rest does."""
        self._reception.clear()
        self._urgent.clear()

    def _expect(self, jobs: list[Job], conn: int, size_bytes: int, lines: int = 0) -> None:
        """What comes of a command, behind so many lines that went together with it."""
        moves = [job for job in jobs if not isinstance(job, Ask)]
        if moves:
            self.mechanism.sent(moves, size_bytes)
        for job in jobs:
            if isinstance(job, Ask):
                self.watch.asked_in_turn(conn, job, self.mechanism.mark)
        lines += any(not isinstance(job, Note) for job in moves)
        if lines:
            self.watch.something_moves(lines)

    # ---- from the printer

    def answered(self, answer: Answer) -> None:
        """Something came back that is the POS's."""
        question = answer.question
        conn = question.asker if question is not None else self._listener()
        request = question.request if question is not None else "GS a"
        line = self._lines.get(conn)
        if line is None:
            return
        trouble = tells_trouble(request, answer.data)
        self.mechanism.engine.record(Replied(conn, request, answer.data.hex(), trouble))
        if self._lines.get(conn) is line:
            line.send(answer.data)

    def _listener(self) -> int:
        """Who gets what nobody has asked for: only who prints can have turned it on."""
        return next((one.number for one in self._reception.connections), OURS)

    def _tell_room(self) -> None:
        if self._starved and self.port.backlog <= _MOST_WAITING // 2:
            self._starved = False
            self.on_room()

    # ---- faults, and what the engine asks

    def apply(self, injected: Injected) -> None:
        """Undergo an effect: somebody has to do it, and nothing goes on meanwhile."""
        if not deeds_for(injected.effect):
            raise TypeError(f"{type(injected.effect).__name__} cannot be done to a real printer")
        self.workshop.undergo(injected)

    def why_not(self, effect: Effect) -> str:
        """Why that cannot be done to this printer here, in a sentence; '' when it can."""
        return self.workshop.hands.why_not(effect)

    def ask(self, job: Ask) -> None:
        """The printer itself answers."""
        del job

    def condition_changed(self, before: Condition) -> None:
        """The watch keeps it; nobody else needs to know."""
        del before

    def lost(self, by: str) -> None:
        """The printer has forgotten everything: what waited is gone."""
        waiting = self._reception.pending + self.port.backlog
        dropped = self.mechanism.give_up()
        self._interpreter.restart()
        self._scanner, self._inside = RealTimeScanner(), False
        self._urgent.clear()
        self._reception.hang_up()
        if waiting or dropped:
            self.mechanism.engine.record(BufferCleared(by, waiting))

    def tear(self) -> None:
        """The operator tears off what hangs out."""
        self.mechanism.engine.end_slip("tear")

    def snapshot(self) -> Snapshot:
        """The printer as it was last seen."""
        paper = self.mechanism.engine.paper
        return Snapshot(
            profile=self.profile.name,
            condition=self.condition,
            buffered_bytes=self._reception.pending,
            connections=tuple(self._lines),
            slip=paper.slip.number,
            slip_rows=paper.slip.height,
            slip_text=tuple(paper.slip.text),
            fed_mm=paper.row * self.profile.row_mm,
        )

    def picture(self) -> bytes:
        """What stands out of the printer, as far as it is proved, as a PNG."""
        paper = self.mechanism.engine.paper
        return paper.picture(paper.slip)

    def finish(self) -> None:
        """The run is over: what nobody has proved is inferred; the slip in the printer is one."""
        self.mechanism.give_up()
        self.mechanism.engine.finish()
