"""A till's line to a host that faults strike, and a store that dies with the host."""

from collections.abc import Sequence

from emulators.acquirer.rows import Row
from emulators.acquirer.store import Done, MemoryStore
from emulators.effects import Injected
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.troubles import KILL_AFTER, KILL_BEFORE
from tests.emulators.acquirer.words import Ascii, Heard
from tests.emulators.acquirer.words_93 import Iso93Words
from tests.emulators.acquirer.words_bcd import Bcd
from tests.emulators.acquirer.words_json import Json

AnyWords = Ascii | Bcd | Iso93Words | Json


class KilledError(Exception):
    """The host's process is gone: nothing that it had in memory is left."""


class MortalStore(MemoryStore):
    """Dies with the host, before rows are durable or behind that."""

    spec = ""

    def commit(self, rows: Sequence[Row], done: Done) -> None:
        if self.spec == KILL_BEFORE:
            raise KilledError
        super().commit(rows, self._die if self.spec == KILL_AFTER else done)

    def _die(self) -> None:
        raise KilledError


class Line:
    """One connection of the till, for one message; it is reset when a fault says so."""

    def __init__(self, rig: Rig, words: AnyWords, conn: int) -> None:
        self._rig, self._words, self._conn = rig, words, conn
        self.cut = False
        self.answer: Heard | None = None  # the latest that a till may take
        self.last: Heard | None = None
        rig.nemesis.attach("acquirer.link", self)
        rig.host.connect(conn, self._hear, self._end)
        self._data = b""

    def apply(self, injected: Injected) -> None:
        del injected
        self.cut = True
        self._rig.host.disconnect(self._conn)

    def _hear(self, data: bytes) -> None:
        if not self.cut:
            self._data += data

    def _end(self) -> None:
        self.cut = True

    def told(self, trace: int, amount_minor: int, code: str) -> list[str]:
        """What came since the last call, in the words of ``Trouble.told``."""
        frames, self._data = self._words.cut(self._data)
        words = [self._judged(frame, trace, amount_minor, code) for frame in frames]
        return [*words, *(["half"] if self._data else [])]

    def _judged(self, frame: bytes, trace: int, amount_minor: int, code: str) -> str:
        heard = self._words.read(frame)
        if heard is None:
            return "wrong"
        self.last = heard
        mine = (heard.trace, heard.terminal) == (f"{trace:06d}" if trace else "", "TP000001")
        if not mine or heard.amount not in ("", f"{amount_minor:012d}"):
            return "wrong"
        self.answer = heard
        return "right" if heard.code == code else {"05": "declined"}.get(heard.code, "else")
