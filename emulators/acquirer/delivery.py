"""A response on its way out: response → sent, and what faults make of it on the last stretch."""

from collections.abc import Callable
from typing import TypeVar

from emulators.acquirer import effects, twist
from emulators.acquirer.dialects.base import Message, framed_again
from emulators.acquirer.events import Response, Sent
from emulators.acquirer.moments import make_room
from emulators.acquirer.passage import Left, Passage
from emulators.acquirer.requests import Answer
from emulators.acquirer.sending import Sending
from emulators.effects import Effect

E = TypeVar("E", bound=Effect)
LEFT_KEPT = 10_000  # answers, one a terminal and type of message


class Delivery:
    """The response to one message."""

    def __init__(self, passage: Passage, message: Message, answer: Answer) -> None:
        self._passage = passage
        self._around = passage.around
        self._fate = passage.fate
        self._code = answer.code
        dialect = self._around.dialect
        self._last = dialect.is_last(message)
        response = dialect.answer(message, answer, self._around.keeper.now)
        self._make(dialect.sealed(response))

    def _make(self, response: Message) -> None:
        dialect = self._around.dialect
        self._response = response
        self._data = dialect.encode(response)
        self._shown = dialect.shown(response)

    def start(self) -> None:
        """The response is made; it leaves now, later or never."""
        kept = self._around.dialect.masked(self._response, self._data)
        self._passage.moment(Response, "response", self._code, self._shown, kept=kept)
        self._passage.let_others_undergo()
        delay = self._take(effects.DelayResponse)
        if self._fate.response_lost:
            self._passage.drop("response", self._code, self._shown)
        elif delay is not None and delay.delay_ms:
            self._later(delay.delay_ms, self._leave)
        else:
            self._leave()

    def _leave(self) -> None:
        send = self._around.line(self._passage.facts.conn)
        if send is None:
            self._passage.drop("response", self._code, self._shown)
            return
        if self._fate.held:
            self._send_earlier(send)
            self._mismatch()
            self._spoil_mac()
        bad = self._take(effects.MalformResponse)
        if bad is not None:
            self._send_instead(send, bad.how)
            return
        self._send(send)
        self._keep()
        if self._last:
            self._around.hang_up(self._passage.facts.conn)
        again = self._take(effects.DuplicateResponse)
        if again is not None:
            self._later(again.after_ms, self._send_again)

    def _send(self, send: Callable[[bytes], None]) -> None:
        Sending(self._passage, self._code, self._shown, self._data, self._later).go(send)

    def _send_instead(self, send: Callable[[bytes], None], how: str) -> None:
        """No response leaves, only octets that are none."""
        instead = self._around.dialect.malformed(self._data, how)
        kept = self._around.recorder.blob(instead)
        self._passage.drop("response", self._code, self._shown, kept)
        send(instead)

    def _send_again(self) -> None:
        send = self._around.line(self._passage.facts.conn)
        if send is not None:
            self._send(send)

    def _send_earlier(self, send: Callable[[bytes], None]) -> None:
        """What a late line may do: the answer to an earlier trace number comes first."""
        injected = self._fate.take(effects.StaleResponse)
        if injected is None:
            return
        earlier = self._around.left.get(self._name)
        if earlier is None or earlier.facts.trace == self._passage.facts.trace:
            self._passage.carry_over(injected)
            return
        shown = earlier.shown or framed_again(self._around.dialect, earlier.data)
        self._passage.moment(Sent, "sent", earlier.code, shown, earlier.facts)
        send(earlier.data)

    def _mismatch(self) -> None:
        injected = self._fate.take(effects.MismatchResponse)
        if injected is None or not isinstance(injected.effect, effects.MismatchResponse):
            return
        changed = twist.mismatched(self._response, injected.effect.which)
        if changed is self._response:
            self._passage.carry_over(injected)  # it has no such element: the next one may
            return
        # Sealed again, by the keys of who asked: what is wrong with it has to be seen in itself.
        self._make(self._around.dialect.sealed(changed, self._passage.facts.terminal))

    def _spoil_mac(self) -> None:
        injected = self._fate.take(effects.SpoilMac)
        if injected is None:
            return
        spoilt = twist.unvouched(self._response)
        if spoilt is self._response:
            self._passage.carry_over(injected)  # it has none: the next one may
            return
        self._make(spoilt)

    def _keep(self) -> None:
        left = Left(self._passage.facts, self._code, self._shown, self._data)
        keep(self._around.left, left)

    @property
    def _name(self) -> tuple[str, str]:
        return self._passage.facts.terminal, self._passage.facts.mti

    def _later(self, delay_ms: int, work: Callable[[], None]) -> None:
        turns = self._around.turns
        self._around.clock.call_later(delay_ms / 1000, lambda: turns.resume(work))

    def _take(self, kind: type[E]) -> E | None:
        injected = self._fate.take(kind) if self._fate.held else None
        return injected.effect if injected and isinstance(injected.effect, kind) else None


def keep(left: dict[tuple[str, str], Left], latest: Left) -> None:
    """Remember what has left, for who wants it again."""
    name = latest.facts.terminal, latest.facts.mti
    if name not in left:
        make_room(left, LEFT_KEPT)
    left[name] = latest
