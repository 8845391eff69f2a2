"""What the tap makes of a printer's answers: whose they are, what they prove, how it is.

Ours are put in between two commands: process IDs (GS ( H function 48) or GS r behind what is to be
proved, and now and then DLE EOT 1 to 4. Nothing of ours is asked while a question of the POS is
open, so that an answer that fails to come can be taken for none of the other's.
"""

from collections.abc import Callable
from itertools import count
from typing import Protocol

from emulators.clock import Clock
from emulators.events import Certainty
from emulators.printer.changes import Change
from emulators.printer.events import BufferCleared
from emulators.printer.jobs import Ask
from emulators.printer.realtime import CLEAR
from harness.lab import sight
from harness.lab.observed import ObservedMechanism
from harness.lab.ports import Port
from harness.lab.questions import ASB, BLOCK, BYTE, OURS, REALTIME, Answer, Question, Questions
from harness.lab.requests import PROCESS_ID, ordered_question, urgent_question

PROCESS, STATUS, NONE = "process-id", "status", "none"
_OWN_NAME = PROCESS_ID + b"~"  # how the answers to our process IDs begin
_LINES_A_PROBE = 8  # where lines come faster than their proofs
_BLIND_S = 0.1  # for a line on a printer that proves nothing
_DEAF_AFTER = 3  # polls without an answer


class Tapped(Protocol):
    """The tap that is watched for."""

    port: Port
    mechanism: ObservedMechanism

    @property
    def between_commands(self) -> bool:
        """Whether something of ours can be put in."""

    @property
    def at_line_start(self) -> bool:
        """The same, and no text waits for the end of its line."""

    def answered(self, answer: Answer) -> None:
        """Something for the POS."""

    def go_on(self) -> None:
        """What held the bytes may be over."""


class Watch:
    """Asks, listens and concludes. ``lockstep`` says whether a fault waits for its moment."""

    def __init__(self, tap: Tapped, clock: Clock) -> None:
        self._tap, self._clock = tap, clock
        self.questions = Questions()
        self.sight = sight.Sight()
        self.proof = PROCESS
        self.poll_s = 0.25
        self.lockstep: Callable[[], bool] = lambda: False
        self.before_news: Callable[[], None] = lambda: None
        self.cause: int | None = None  # of what is under way
        self.unanswered = 0  # polls in a row
        self._numbers = count()
        self._unprobed = 0  # lines since the last one
        self._awaited: Question | None = None  # the proof without which nothing goes on
        self._blind = 0  # steps whose time has not passed, on a printer that proves nothing
        self._polls: list[Question] = []
        self._processed = 0  # what it has answered for, as long as its health is not known

    @property
    def waits(self) -> bool:
        """Whether a proof has to come before anything more is passed on."""
        return self._blind > 0 or self._awaited is not None

    # ---- what is asked

    def asked_urgently(self, conn: int, command: bytes, mark: int) -> None:
        """A real-time command of the POS has gone to the printer."""
        question = urgent_question(conn, command)
        if question is not None:
            question.mark = mark
            self.questions.ask(question, self._clock.monotonic_s())
        if command == CLEAR:
            self._drop_awaited()
        elif command[1:] == b"\x05\x02" and self._tap.mechanism.condition.error == "recoverable":
            self._cleared("DLE ENQ 2", mark)

    def asked_in_turn(self, conn: int, job: Ask, mark: int) -> None:
        """So has one that is answered when what is before it is done."""
        question = ordered_question(conn, job)
        if question is not None:
            question.mark = mark
            self.questions.ask(question, self._clock.monotonic_s())
            if question.starts.startswith(PROCESS_ID):
                self._tap.mechanism.probed()
                self._unprobed = 0

    def something_moves(self, times: int) -> None:
        """So many commands have gone that move paper: ask for the proof."""
        if not self._tap.at_line_start:
            return
        step_by_step = self.lockstep()
        if self.proof == NONE:
            self._wait_blindly(hold=step_by_step)
            return
        self._unprobed += times
        alone = not any(one.asker == OURS and not one.urgent for one in self.questions.open)
        if step_by_step or alone or self._unprobed >= _LINES_A_PROBE:
            question = self.probe()
            self._awaited = question if step_by_step else None

    def rested(self) -> None:
        """Nothing more is there to be passed on: the last of it needs its proof, too."""
        if self.proof == NONE or not self._tap.at_line_start:
            return
        if self._unprobed and self._tap.mechanism.unproven:
            self.probe()

    def probe(self) -> Question:
        """A question that is answered when everything before it is on the paper."""
        question, command = self._made()
        question.mark = self._tap.mechanism.mark
        self._tap.mechanism.probed()
        self._unprobed = 0
        self.questions.ask(question, self._clock.monotonic_s())
        self._tap.port.send(command)
        return question

    def _made(self) -> tuple[Question, bytes]:
        if self.proof == STATUS:
            return Question(OURS, "GS r 1", BYTE), b"\x1dr\x01"
        number = b"%03X" % (next(self._numbers) % 0x1000)
        question = Question(OURS, "GS ( H 48", BLOCK, _OWN_NAME + number)
        return question, b"\x1d(H\x06\x0000~" + number

    def _wait_blindly(self, *, hold: bool) -> None:
        """It proves nothing: after a while the line is taken for printed, and called inferred."""
        mark = self._tap.mechanism.mark
        self._blind += hold

        def over() -> None:
            self._blind -= hold
            self._prove(mark, "inferred")
            self._tap.go_on()

        self._clock.call_later(_BLIND_S, over)

    # ---- polling

    def poll(self) -> None:
        """Ask how it is, if nothing speaks against it."""
        self.questions.expire(self._clock.monotonic_s())
        lost = [one for one in self._polls if not self.questions.is_open(one)]
        if self._polls and len(lost) == len(self._polls):  # none was answered: they expired
            self._polls = []
            self.unanswered += 1
        if not self._polls and self._tap.between_commands and not self.questions.urgent:
            for n in sight.ASKED:
                question = Question(OURS, f"DLE EOT {n}", REALTIME, urgent=True)
                self.questions.ask(question, self._clock.monotonic_s())
                self._polls.append(question)
            self._tap.port.send(sight.ASK)

    @property
    def deaf(self) -> bool:
        """Whether it has stopped answering."""
        return self.unanswered >= _DEAF_AFTER

    def forget(self) -> None:
        """The line is new, or the printer is: nothing that was asked is answered any more."""
        self.questions.forget()
        self._unprobed = 0
        self._polls = []
        self._awaited = None
        self.unanswered = 0
        self.sight = sight.Sight()

    # ---- what comes back

    def heard(self, data: bytes) -> None:
        """Bytes from the printer."""
        for answer in self.questions.feed(data):
            self._take(answer)
        held = self.questions.held
        if held:
            self._clock.call_later(self.questions.patience_s, lambda: self._half(held))

    def _half(self, held: bytes) -> None:
        """The rest of an answer has not come."""
        if self.questions.held == held:
            self._tap.answered(Answer(self.questions.flush(), None, BYTE))

    def _take(self, answer: Answer) -> None:
        question = answer.question
        if question is None:
            if answer.data.startswith(_OWN_NAME):
                return  # to a question of ours that was given up
            if answer.form == ASB and self.sight.see_automatic(answer.data):
                self._look()
            self._tap.answered(answer)
            return
        ours = question.asker == OURS
        self._conclude(question, answer.data, ours=ours)
        if not ours:
            self._tap.answered(answer)
        if question is self._awaited and self.proof != STATUS:
            self._drop_awaited()

    def _conclude(self, question: Question, data: bytes, *, ours: bool) -> None:
        words = question.request.split()
        if question.request == "GS ( H 48":
            self._prove(question.mark)
        elif question.request.startswith("DLE EOT") and len(words) == 3 and words[2] in "1234":
            self._see(question, int(words[2]), data[0])
        elif question.request == "DLE DC4 8":
            self._cleared("DLE DC4 8", question.mark, question)
        elif question.request.startswith("GS r") and ours:
            self._processed = question.mark
            self.poll()

    def _see(self, question: Question, n: int, value: int) -> None:
        self.unanswered = 0
        news = self.sight.see(n, value)
        if question in self._polls:
            self._polls.remove(question)
            if not self._polls:
                self._look()
                self._prove_by_status()
        elif news:
            self._clock.call_later(0, self.poll)

    def _look(self) -> None:
        """What the status says, if that is new."""
        if not self.sight.complete:
            return
        before = self._tap.mechanism.condition
        after = self.sight.condition(before)
        if after == before or not before.powered:
            return
        if not after.paper_gone:
            self.before_news()
            before = self._tap.mechanism.condition
            after = self.sight.condition(before)
        name = sight.why(before, after)
        self._tap.mechanism.change(Change(name, lambda _: after), self.cause)
        self._tap.go_on()

    def _prove_by_status(self) -> None:
        """What it has processed is printed, if it is well afterwards.

        At paper end it does not execute GS r at all (Epson APG, GS r).
        """
        if self._processed and self._tap.mechanism.condition.online:
            self._prove(self._processed)
            self._processed = 0
            self._drop_awaited()

    def _prove(self, mark: int, certainty: Certainty = "known") -> None:
        self.before_news()
        self._tap.mechanism.prove(mark, certainty)

    def _cleared(self, by: str, mark: int, answered: Question | None = None) -> None:
        """The printer has thrown away what waited; some of it may have come out before.

        ``answered``: the command to clear, when it has said that it has done so.
        """
        self.questions.forget_ordered(answered)
        dropped = self._tap.mechanism.give_up(mark, heard_all=answered is not None)
        self._tap.mechanism.engine.record(BufferCleared(by, dropped))
        if self._awaited is None or not self.questions.is_open(self._awaited):  # else asked since
            self._drop_awaited()

    def _drop_awaited(self) -> None:
        self._awaited = None
        self._tap.go_on()
