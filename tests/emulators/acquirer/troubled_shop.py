"""A till's days under trouble: what every rule of ``test_troubled_days`` stands on."""

from collections.abc import Callable

from hypothesis.stateful import RuleBasedStateMachine, initialize

from emulators.acquirer.settings import HostSettings, LateBatch
from tests.emulators.acquirer.model import Key, Model, Paid
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.troubled_line import AnyWords, KilledError, Line, MortalStore
from tests.emulators.acquirer.troubles import NONE, Trouble
from tests.emulators.acquirer.words import Ascii, Heard, Named

NEVER_BOOKED = ("77", "90", "99", "A0")
AWAY = ("91", "96")


class TroubledShop(RuleBasedStateMachine):
    """One till, its host and the model of its books, and how a message is sent into trouble."""

    late_batch: LateBatch = "accept"
    make_words: Callable[[], AnyWords] = Ascii

    @initialize()
    def open_shop(self) -> None:
        self.store = MortalStore()
        self.model = Model()
        self.today = self.trace = 0
        self.words = self.make_words()
        self.sent: list[tuple[Key, int, bytes, str]] = []  # amount, message, first code
        self.lost: dict[Key, tuple[int, bytes]] = {}  # sales that the books never took
        self.given: dict[Key, Heard] = {}  # what approvals were told
        self.start()

    def start(self) -> None:
        self.store.spec = ""
        known = HostSettings(("*",), late_batch=self.late_batch)
        self.rig = Rig(known, self.store, self.words.dialect())
        self.conn = 1
        self.answered: set[str] = set()  # message types that this host has answered
        self.sign_on()

    def sign_on(self) -> None:
        def ask(message: bytes) -> bytes:
            self.rig.host.feed(1, message)
            return self.rig.raw[-1]

        self.rig.connect(1)
        self.words.sign_on(ask)

    def till(self, batch: int = 0) -> AnyWords:
        self.words.batch = batch or self.model.open_batch
        return self.words

    def draw(self) -> int:
        self.trace += 1
        return self.trace

    def move(self, days: int) -> None:
        """The business date moves, and an automatic close with it."""
        self.today += days
        if self.late_batch == "auto_close" and self.model.is_late(self.today):
            self.model.next_batch()

    def gate(self, batch: int) -> str:
        """Whether a financial request is refused before anybody looks at it."""
        refused = self.late_batch == "refuse" and self.model.is_late(self.today)
        return "77" if batch != self.model.open_batch or refused else ""

    def send(
        self,
        trouble: Trouble,
        message: bytes,
        trace: int,
        amount_minor: int,
        decide: Callable[[], str],
        book: Callable[[str], None],
    ) -> str:
        """Send a message into trouble; the code, when the till was told the right one."""
        trouble = self.possible(trouble, message, decide)
        if trouble.first:
            self.move(trouble.days)
        code = trouble.code or decide()
        now, later = self.exchange(trouble, message, trace, amount_minor, code)
        assert now == [word for word in trouble.told if word not in ("later", "again")]
        assert later == ["right" for word in trouble.told if word in ("later", "again")]
        if trouble.booked:
            book(code)
        if trouble.days and not trouble.first:
            self.move(trouble.days)
        right = "right" in now + later
        if right:
            self.answered.add(self.words.mti(message))
        if code in ("A0", "99"):
            self.sign_on()
        return code if right else ""

    def possible(self, trouble: Trouble, message: bytes, decide: Callable[[], str]) -> Trouble:
        missing = trouble.needs == "earlier" and self.words.mti(message) not in self.answered
        declined = trouble.needs == "approval" and decide() != "00"
        keyless = trouble.needs == "keys" and not self.words.has_keys
        traceless = trouble.needs == "trace" and not self.words.has_trace(message)
        return NONE if missing or declined or keyless or traceless else trouble

    def exchange(
        self, trouble: Trouble, message: bytes, trace: int, amount_minor: int, code: str
    ) -> tuple[list[str], list[str]]:
        """What the till is told at once, and within a second."""
        self.conn += 1
        self.line = line = Line(self.rig, self.words, self.conn)
        self.store.spec = trouble.spec
        if "@" in trouble.spec:
            self.rig.arm(trouble.spec)
        try:
            self.rig.host.feed(self.conn, message)
        except KilledError:
            self.start()
            return ["cut"], []
        now = line.told(trace, amount_minor, code) + (["cut"] if line.cut else [])
        self.rig.clock.advance(1)
        later = [] if line.cut else line.told(trace, amount_minor, code)
        self.rig.nemesis.clear()
        return now, [word for word in later if word != "half"]

    def code(self, message: bytes) -> str:
        """The code that a message without trouble is answered with."""
        self.conn += 1
        line = Line(self.rig, self.words, self.conn)
        self.rig.host.feed(self.conn, message)
        line.told(0, 0, "")
        assert line.last is not None
        return line.last.code

    def ask(
        self, trouble: Trouble, message: bytes, trace: int, paid: Paid, decide: Callable[[int], str]
    ) -> None:
        """Send what moves money, in the batch that is open now."""
        batch = self.model.open_batch
        taken = False

        def book(code: str) -> None:
            nonlocal taken
            again = paid.kind in self.words.comes_again and code in AWAY
            taken = code not in NEVER_BOOKED and not again
            if taken:
                paid.stands, paid.day = code == "00", self.today
                self.model.batches[batch][trace] = paid
                self.sent.append(((batch, trace), paid.amount_minor, message, code))

        def code_of() -> str:
            return self.gate(batch) or decide(batch)

        code = self.send(trouble, message, trace, paid.amount_minor, code_of, book)
        answer = self.line.answer
        if code == "00" and taken and answer is not None:
            self.given[batch, trace] = answer
        if not taken and paid.kind == "purchase":
            self.lost[batch, trace] = (paid.amount_minor, message)

    def known(self, *kinds: str) -> list[Key]:
        """What of these kinds the till was told an approval of."""
        gone = Paid("", 0)
        return [
            key for key in self.given if self.model.batches[key[0]].get(key[1], gone).kind in kinds
        ]

    def about(
        self, kind: str, key: Key, amount_minor: int, trouble: Trouble, decide: Callable[[], str]
    ) -> None:
        """Send what names an original."""
        trace, heard = self.draw(), self.given[key]
        of = Named(*key, heard.rrn, heard.auth_code)
        message = self.till().about(kind, trace, amount_minor, of)
        paid = Paid(kind, amount_minor, of=key[1], of_batch=key[0])
        self.ask(trouble, message, trace, paid, lambda _: decide())
