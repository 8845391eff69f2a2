"""The octets of a response on their way to the line: sent → answering → answered.

``sent`` is recorded before the first octet goes on, so that a fault breaks the line first. The
other two, with half of the octets gone and with all of them, are recorded only while a trigger
waits for them.
"""

from collections.abc import Callable

from emulators.acquirer import effects
from emulators.acquirer.dialects.base import Shown
from emulators.acquirer.events import Answered, Answering, Moment, Sent
from emulators.acquirer.passage import Passage

Send = Callable[[bytes], None]


class Sending:
    """One response. ``later``: runs something so many milliseconds from now."""

    def __init__(
        self,
        passage: Passage,
        code: str,
        shown: Shown,
        data: bytes,
        later: Callable[[int, Callable[[], None]], None],
    ) -> None:
        self._passage = passage
        self._code = code
        self._shown = shown
        self._data = data
        self._later = later

    def go(self, send: Send) -> None:
        """Let it go, whole or in two parts, as far as faults let it."""
        self._moment(Sent, "sent")
        if not self._waited_for("answering"):
            self._finish(send, self._data)
            return
        middle = len(self._data) // 2
        send(self._data[:middle])
        self._moment(Answering, "answering")
        self._passage.let_others_undergo()
        self._go_on(send, self._data[middle:])

    def _go_on(self, send: Send, rest: bytes) -> None:
        """What faults in the middle of the answer leave of the rest."""
        fate = self._passage.fate
        if fate.hangs_up:
            self._passage.around.hang_up(self._passage.facts.conn)
        gone = self._passage.around.line(self._passage.facts.conn) is None
        if fate.response_lost or gone:
            self._passage.drop("answer", self._code, self._shown)
            return
        injected = fate.take(effects.DelayResponse)
        if injected is not None and isinstance(injected.effect, effects.DelayResponse):
            self._later(injected.effect.delay_ms, lambda: self._finish(send, rest))
        else:
            self._finish(send, rest)

    def _finish(self, send: Send, rest: bytes) -> None:
        send(rest)
        if self._waited_for("answered"):
            self._moment(Answered, "answered")
            if self._passage.fate.hangs_up:
                self._passage.around.hang_up(self._passage.facts.conn)
        self._passage.let_others_undergo()

    def _moment(self, kind: type[Moment], moment: str) -> None:
        self._passage.moment(kind, moment, self._code, self._shown)

    def _waited_for(self, moment: str) -> bool:
        return self._passage.around.recorder.threshold(moment) is not None
