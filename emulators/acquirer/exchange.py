"""One message on its way through the host: request → booking → (rows are durable) → booked.

What follows is its response's way (``delivery``). Each moment is recorded before the host goes on,
and what the record brings is undergone there.
"""

from collections.abc import Iterable

from emulators.acquirer import effects
from emulators.acquirer.decide import decide, decline
from emulators.acquirer.decision import Decision, new_rrn
from emulators.acquirer.delivery import Delivery
from emulators.acquirer.dialects.base import Message
from emulators.acquirer.events import Booked, Booking, Request
from emulators.acquirer.passage import Passage
from emulators.acquirer.requests import FINANCIAL, Answer
from emulators.acquirer.requests import Request as Asked
from emulators.effects import Injected

_UNDECIDED = Decision(Answer(""))


class Exchange:
    """One message. ``asked`` is None, and ``code`` the answer, for one that is no request."""

    def __init__(
        self, passage: Passage, message: Message, frame: bytes, asked: Asked | None, code: str = ""
    ) -> None:
        self._passage = passage
        self._around = passage.around
        self._facts = passage.facts
        self._fate = passage.fate
        self._message = message
        self._frame = frame
        self._asked = asked
        self._shown = self._around.dialect.shown(message)
        self._decision = Decision(Answer(code)) if code else _UNDECIDED

    def arrive(self, waiting: Iterable[Injected]) -> None:
        """The message has been read. ``waiting``: effects that waited for the next one."""
        kept = self._around.dialect.masked(self._message, self._frame)
        self._passage.undergo(waiting, "request")
        self._passage.moment(Request, "request", "", self._shown, kept=kept)
        self._passage.let_others_undergo()
        if self._asked is not None:
            self._around.standing.strike(self._asked, self._fate)
        if self._fate.request_lost:
            self._lose()
        else:
            self._decide()

    def go_on(self, decision: Decision, injected: tuple[Injected, ...]) -> None:
        """It was decided so, its rows are durable, and that brought this."""
        self._decision = decision
        self._durable(injected)

    def _decide(self) -> None:
        self._decision = self._decision_now()
        self._change_decision()
        self._passage.moment(Booking, "booking", self._code, self._shown)
        if self._fate.request_lost:
            self._passage.let_others_undergo()
            self._lose()
            return
        self._change_decision()
        self._around.keeper.book(self._decision.rows, self._durable, self._fate.cause)
        self._passage.let_others_undergo()

    def _durable(self, injected: tuple[Injected, ...]) -> None:
        self._passage.undergo(injected, "booked")
        self._passage.moment(Booked, "booked", self._code, self._shown)
        self._passage.let_others_undergo()
        self._around.ended(self._facts.conn)
        if self._fate.response_lost:
            if self._asked is not None:
                self._around.standing.hush(self._asked, self._fate)
            self._passage.drop("response", self._code, self._shown)
        else:
            Delivery(self._passage, self._message, self._answer()).start()

    def _lose(self) -> None:
        self._around.ended(self._facts.conn)
        self._passage.drop("request", self._code, self._shown)
        if self._fate.hangs_up:
            self._around.hang_up(self._facts.conn)

    def _decision_now(self) -> Decision:
        if self._asked is None:
            return self._turned_down(self._code)
        keeper, terminal = self._around.keeper, self._asked.terminal
        if not keeper.knows(terminal):
            return self._turned_down("58")
        if not keeper.serves(terminal, self._asked.merchant):
            return self._turned_down("03")
        if self._asked.refusal:
            return self._turned_down(self._asked.refusal)
        keeper.meet(self._asked, lambda more: self._passage.undergo(more, "booked"))
        return decide(self._asked, keeper.desk())

    def _turned_down(self, code: str) -> Decision:
        """Nothing is decided on: it is answered under a reference of its own, and not booked."""
        return Decision(Answer(code, new_rrn(self._around.keeper.desk())))

    def _change_decision(self) -> None:
        """Decline, or approve without booking, where a fault wants it.

        What was decided before cannot be changed any more: the next message undergoes it.
        """
        if not self._fate.held:
            return
        for kind in (effects.ExpireKeys, effects.Decline, effects.ApproveUnbooked):
            injected = self._fate.take(kind)
            if injected is None:
                continue
            changed = self._changed(injected)
            if changed is None:
                self._passage.carry_over(injected)
            else:
                self._decision = changed

    def _changed(self, injected: Injected) -> Decision | None:
        if self._asked is None:
            return None
        match injected.effect:
            case effects.ExpireKeys(code):  # the MAC is looked at first, of a repeat as well
                self._around.dialect.drop_keys(self._asked.terminal)
                return self._turned_down(code)
            case _ if self._decision.repeat:
                return None
            case effects.Decline(code):
                return decline(self._asked, self._around.keeper.desk(), code)
            case _ if self._asked.action in FINANCIAL and self._code == "00":
                return Decision(self._decision.answer)
        return None

    def _answer(self) -> Answer:
        """The answer as decided, unless a fault wants the host to say something else."""
        answer = self._decision.answer
        injected = self._fate.take(effects.AnswerWith) if self._fate.held else None
        if injected is not None and isinstance(injected.effect, effects.AnswerWith):
            return Answer(injected.effect.code, answer.rrn)
        return answer

    @property
    def _code(self) -> str:
        return self._decision.answer.code
