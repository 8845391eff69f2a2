"""How a message goes from moment to moment: recorded, then what the record brings is undergone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from emulators.acquirer.bookkeeper import Bookkeeper
from emulators.acquirer.dialects.base import Dialect, Shown
from emulators.acquirer.events import Dropped, Moment
from emulators.acquirer.fate import Fate
from emulators.acquirer.moments import Facts
from emulators.acquirer.standing import Standing
from emulators.acquirer.turns import Turns
from emulators.blobs import INLINE_BYTES
from emulators.clock import Clock
from emulators.effects import Injected
from emulators.recorder import Recorder

_fields_of = lru_cache(256)(Shown.fields)  # the moments of one message say the same
_HOST = "host."  # and the moment's name behind it, in the kind of its event


class Left(NamedTuple):
    """A response that has left: what an earlier answer is sent again from.

    ``shown`` None: its data can be read again for it.
    """

    facts: Facts
    code: str
    shown: Shown | None
    data: bytes


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every exchange of a host works with.

    ``line`` gives the way to a connection, None when it has ended; ``undergo`` takes the effects
    that are not for the message under way; ``ended`` is told when a connection's request needs no
    more work; ``hang_up`` ends a connection. ``left`` are the latest responses of each terminal by
    their request's MTI.
    """

    recorder: Recorder
    clock: Clock
    dialect: Dialect
    keeper: Bookkeeper
    turns: Turns
    standing: Standing
    line: Callable[[int], Callable[[bytes], None] | None]
    undergo: Callable[[Injected], None]
    ended: Callable[[int], None]
    hang_up: Callable[[int], None]
    left: dict[tuple[str, str], Left] = field(default_factory=dict)


class Passage:
    """One message's way; ``fate`` is what it has undergone."""

    def __init__(self, around: Surroundings, facts: Facts) -> None:
        self.around = around
        self.facts = facts
        self.fate = Fate()
        self._others: list[Injected] = []

    def moment(
        self,
        kind: type[Moment],
        moment: str,
        code: str,
        shown: Shown,
        of: Facts | None = None,
        kept: bytes | None = None,
    ) -> None:
        """Record a moment and undergo what it brings; what is not for this message waits.

        ``of``: the facts of another message that it is a moment of. ``kept``: its bytes, masked.
        """
        facts = of or self.facts
        recorder = self.around.recorder
        made_of = (recorder, facts, kind, code, shown, kept)
        directive = recorder.record_later(kind.kind, facts.key, payload, made_of, self.fate.cause)
        if directive.injected:
            self.undergo(directive.injected, moment)

    def undergo(self, effects: Iterable[Injected], moment: str) -> None:
        """Take effects: for this message, or for ``let_others_undergo``."""
        self._others += [item for item in effects if not self.fate.undergo(item, moment)]

    def carry_over(self, injected: Injected) -> None:
        """An effect that this message cannot undergo is for the next one."""
        self._others.append(injected)

    def let_others_undergo(self) -> None:
        """Hand on what was not for this message."""
        if not self._others:
            return
        others, self._others = self._others, []
        for injected in others:
            self.around.undergo(injected)

    def drop(self, what: str, code: str, shown: Shown, blob: str = "") -> None:
        """The request or the response (``what``) is lost; ``blob`` leaves in its place."""
        dropped = self.facts.at(Dropped, what, code, shown.fields(), {"blob": blob})
        directive = self.around.recorder.record(dropped, cause=self.fate.cause)
        self.undergo(directive.injected, "dropped")
        self.let_others_undergo()


def payload(
    recorder: Recorder,
    facts: Facts,
    kind: type[Moment],
    code: str,
    shown: Shown,
    kept: bytes | None,
) -> Moment:
    """The payload, with its bytes in it or in a blob: made when somebody wants to see it."""
    more = {}
    if kept is not None and len(kept) <= INLINE_BYTES:
        more["data_hex"] = kept.hex()
    elif kept is not None:
        more["blob"] = recorder.blob(kept)
    return facts.at(kind, kind.kind.removeprefix(_HOST), code, _fields_of(shown), more)
