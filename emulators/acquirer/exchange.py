"""One message on its way through the host, moment by moment.

request → booking → (the rows are durable) → booked → response → sent. Each is recorded before the
host goes on, and what the record brings is undergone there.
"""

from collections.abc import Callable
from dataclasses import dataclass

from emulators.acquirer.bookkeeper import Bookkeeper
from emulators.acquirer.decide import decide, decline
from emulators.acquirer.decision import Decision, refuse
from emulators.acquirer.dialects.base import Dialect, Message
from emulators.acquirer.events import Booked, Booking, Dropped, Request, Response, Sent
from emulators.acquirer.events import Moment as MomentEvent
from emulators.acquirer.fate import Fate
from emulators.acquirer.moments import Facts
from emulators.acquirer.requests import Action
from emulators.acquirer.requests import Request as Asked
from emulators.acquirer.turns import Turns
from emulators.clock import Clock
from emulators.history import Directive, Injected, Recorder


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every exchange of a host works with.

    ``line`` gives the way to a connection, None when it has ended; ``undergo`` takes the effects
    that are not for the message under way; ``ended`` is told when a connection's request needs no
    more work.
    """

    recorder: Recorder
    clock: Clock
    dialect: Dialect
    keeper: Bookkeeper
    turns: Turns
    line: Callable[[int], Callable[[bytes], None] | None]
    undergo: Callable[[Injected], None]
    ended: Callable[[int], None]


class Exchange:
    """One message. ``asked`` is None, and ``code`` the answer, for one that is no request."""

    def __init__(
        self,
        around: Surroundings,
        facts: Facts,
        message: Message,
        frame: bytes,
        asked: Asked | None,
        code: str = "",
    ) -> None:
        self._around = around
        self._facts = facts
        self._message = message
        self._frame = frame
        self._asked = asked
        self._code = code
        self._fate = Fate()
        self._others: list[Injected] = []
        self._fields = around.dialect.show(message)
        self._decision = refuse(code)
        self._response = b""

    def arrive(self, waiting: list[Injected]) -> None:
        """The message has been read. ``waiting``: effects that waited for the next one."""
        kept = self._around.recorder.blob(self._around.dialect.masked(self._message, self._frame))
        self._undergo(waiting, "request")
        self._moment(self._facts.at(Request, "request", "", self._fields, blob=kept))
        self._let_others_undergo()
        if self._fate.request_lost:
            self._drop("request")
        else:
            self._decide()

    def _decide(self) -> None:
        self._decision = self._decision_now()
        self._turn_down()
        self._moment(self._facts.at(Booking, "booking", self._answer_code, self._fields))
        if self._fate.request_lost:
            self._let_others_undergo()
            self._drop("request")
            return
        self._turn_down()
        self._around.keeper.book(self._decision.rows, self._durable, self._fate.cause)
        self._let_others_undergo()

    def _durable(self, injected: tuple[Injected, ...]) -> None:
        self._undergo(injected, "booked")
        self._moment(self._facts.at(Booked, "booked", self._answer_code, self._fields))
        self._let_others_undergo()
        if self._fate.response_lost:
            self._drop("response")
        else:
            self._respond()

    def _respond(self) -> None:
        dialect = self._around.dialect
        message = dialect.answer(self._message, self._decision.answer, self._around.keeper.now)
        self._response = dialect.encode(message)
        kept = self._around.recorder.blob(dialect.masked(self._message, self._response))
        self._fields = dialect.show(message)
        self._moment(
            self._facts.at(Response, "response", self._answer_code, self._fields, blob=kept)
        )
        self._let_others_undergo()
        if self._fate.response_lost:
            self._drop("response")
        elif self._fate.delay_ms:
            self._around.ended(self._facts.conn)
            late = self._fate.delay_ms / 1000
            self._around.clock.call_later(late, lambda: self._around.turns.resume(self._leave))
        else:
            self._around.ended(self._facts.conn)
            self._leave()

    def _leave(self) -> None:
        send = self._around.line(self._facts.conn)
        if send is None:
            self._gone("response")
            return
        # Recorded before the bytes go on, so that a fault at this moment breaks the line first.
        self._moment(self._facts.at(Sent, "sent", self._answer_code, self._fields))
        send(self._response)
        self._let_others_undergo()

    def _decision_now(self) -> Decision:
        if self._asked is None:
            return refuse(self._code)
        keeper, terminal = self._around.keeper, self._asked.terminal
        if not keeper.knows(terminal):
            return refuse("58")
        how = "sign_on" if self._asked.action is Action.SIGN_ON else "first_use"
        keeper.open_first(terminal, how, lambda injected: self._undergo(injected, "booked"))
        return decide(self._asked, keeper.desk())

    def _turn_down(self) -> None:
        """Decline where a fault wants it; what was booked before cannot be: the next one is."""
        wanted, self._fate.decline = self._fate.decline, None
        if wanted is None:
            return
        if self._asked is None or self._decision.repeat:
            self._others.append(wanted)
        else:
            desk = self._around.keeper.desk()
            self._decision = decline(self._asked, desk, self._fate.code)

    @property
    def _answer_code(self) -> str:
        return self._decision.answer.code

    def _moment(self, payload: MomentEvent) -> None:
        directive: Directive = self._around.recorder.record(payload, cause=self._fate.cause)
        self._undergo(directive.injected, payload.moment)

    def _undergo(self, effects: list[Injected] | tuple[Injected, ...], moment: str) -> None:
        self._others += [item for item in effects if not self._fate.undergo(item, moment)]

    def _let_others_undergo(self) -> None:
        others, self._others = self._others, []
        for injected in others:
            self._around.undergo(injected)

    def _drop(self, what: str) -> None:
        self._around.ended(self._facts.conn)
        self._gone(what)

    def _gone(self, what: str) -> None:
        dropped = self._facts.at(Dropped, what, self._answer_code, self._fields)
        injected = self._around.recorder.record(dropped, cause=self._fate.cause).injected
        self._undergo(injected, "dropped")
        self._let_others_undergo()
