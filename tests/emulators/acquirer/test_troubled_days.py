"""Random days on which anything may befall a message, against the second opinion of ``model``."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from emulators.acquirer.dialects.framing import LengthFramer
from emulators.acquirer.invariants import broken
from emulators.acquirer.rows import Row
from emulators.acquirer.settings import HostSettings, LateBatch
from emulators.acquirer.store import Done, MemoryStore
from emulators.acquirer.totals import Totals
from emulators.history import Injected
from tests.emulators.acquirer.model import Model, Paid
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.troubles import (
    ANY,
    KILL_AFTER,
    KILL_BEFORE,
    NONE,
    OF_KEYS,
    OF_SALES,
    OF_SETTLEMENTS,
    Trouble,
)
from tests.emulators.acquirer.words import Ascii, Bcd, Heard

AMOUNTS = st.integers(1, 5000)
TROUBLE = st.sampled_from(ANY)
OF_SALE = st.sampled_from([*ANY, *OF_SALES, *OF_KEYS])
BEGIN = date(2026, 1, 5)
NEVER_BOOKED = ("77", "90", "99", "A0")
Key = tuple[int, int]  # batch and trace number


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

    def __init__(self, rig: Rig, words: Ascii | Bcd, conn: int) -> None:
        self._rig, self._words, self._conn, self._framer = rig, words, conn, LengthFramer()
        self._bytes = 0
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
            self._bytes += len(data)

    def _end(self) -> None:
        self.cut = True

    def told(self, trace: int, amount_minor: int, code: str) -> list[str]:
        """What came since the last call, in the words of ``Trouble.told``."""
        frames = self._framer.feed(self._data)
        self._data = b""
        self._bytes -= sum(2 + len(frame) for frame in frames)
        words = [self._judged(frame, trace, amount_minor, code) for frame in frames]
        return [*words, *(["half"] if self._bytes else [])]

    def _judged(self, frame: bytes, trace: int, amount_minor: int, code: str) -> str:
        heard = self._words.read(frame)
        if heard is None:
            return "wrong"
        self.last = heard
        mine = (heard.trace, heard.terminal) == (f"{trace:06d}", "TP000001")
        if not mine or heard.amount not in ("", f"{amount_minor:012d}"):
            return "wrong"
        self.answer = heard
        return "right" if heard.code == code else {"05": "declined"}.get(heard.code, "else")


class TroubledDays(RuleBasedStateMachine):
    """Sales, voids, refunds, reversals, repeats, closings and uploads, each under some trouble."""

    late_batch: LateBatch = "accept"
    make_words: Callable[[], Ascii | Bcd] = Ascii

    @initialize()
    def open_shop(self) -> None:
        self.store = MortalStore()
        self.model = Model()
        self.today = self.trace = 0
        self.words = self.make_words()
        self.sent: list[tuple[Key, int, bytes, str]] = []  # amount, message, first code
        self.lost: dict[Key, tuple[int, bytes]] = {}  # sales that the books never took
        self.rrns: dict[Key, str] = {}
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

    def till(self, batch: int = 0) -> Ascii | Bcd:
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
        return NONE if missing or declined or keyless else trouble

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
            taken = code not in NEVER_BOOKED
            if taken:
                paid.stands, paid.day = code == "00", self.today
                self.model.batches[batch][trace] = paid
                self.sent.append(((batch, trace), paid.amount_minor, message, code))

        def code_of() -> str:
            return self.gate(batch) or decide(batch)

        code = self.send(trouble, message, trace, paid.amount_minor, code_of, book)
        answer = self.line.answer
        if code == "00" and taken and answer is not None:
            self.rrns[batch, trace] = answer.rrn
        if not taken and paid.kind == "purchase":
            self.lost[batch, trace] = (paid.amount_minor, message)

    @rule(amount_minor=AMOUNTS, trouble=OF_SALE)
    def sale(self, amount_minor: int, trouble: Trouble) -> None:
        trace = self.draw()
        message = self.till().sale(trace, amount_minor)
        self.ask(trouble, message, trace, Paid("purchase", amount_minor), lambda _: "00")

    def known_sales(self) -> list[Key]:
        return [
            key
            for key in self.rrns
            if self.model.batches[key[0]].get(key[1], Paid("", 0)).kind == "purchase"
        ]

    @precondition(lambda self: self.known_sales())
    @rule(data=st.data(), trouble=OF_SALE)
    def void(self, data: st.DataObject, trouble: Trouble) -> None:
        batch, of = data.draw(st.sampled_from(self.known_sales()))
        sale = self.model.batches[batch][of]

        def decide(mine: int) -> str:
            if batch != mine or not sale.stands:
                return "25"
            return "00" if self.model.may_void(of) else "12"

        trace = self.draw()
        message = self.till().void(trace, sale.amount_minor, self.rrns[batch, of])
        paid = Paid("void", sale.amount_minor, of=of, of_batch=batch)
        self.ask(trouble, message, trace, paid, decide)

    @precondition(lambda self: self.known_sales())
    @rule(data=st.data(), amount_minor=AMOUNTS, trouble=OF_SALE)
    def refund(self, data: st.DataObject, amount_minor: int, trouble: Trouble) -> None:
        batch, of = data.draw(st.sampled_from(self.known_sales()))

        def decide(_: int) -> str:
            if not self.model.batches[batch][of].stands:
                return "25"
            if self.model.given_back(batch, of, "void"):
                return "12"
            return "00" if amount_minor <= self.model.refundable_minor(batch, of) else "13"

        trace = self.draw()
        message = self.till().refund(trace, amount_minor, self.rrns[batch, of])
        paid = Paid("refund", amount_minor, of=of, of_batch=batch)
        self.ask(trouble, message, trace, paid, decide)

    @precondition(lambda self: any(self.model.batches.values()))
    @rule(data=st.data(), trouble=TROUBLE, again=st.integers(0, 1))
    def reversal(self, data: st.DataObject, trouble: Trouble, again: int) -> None:
        known = [(b, t) for b, items in self.model.batches.items() for t in items]
        batch, trace = data.draw(st.sampled_from(known))
        item = self.model.batches[batch][trace]
        if item.kind not in self.words.reversed_kinds:
            return
        mti = self.words.reversal_mtis[again % len(self.words.reversal_mtis)]
        message = self.till(batch).reversal(trace, item.amount_minor, item.kind, mti)

        def book(code: str) -> None:
            item.stands = item.stands and code != "00"

        peek = self.model.reversal_peek
        self.send(trouble, message, trace, item.amount_minor, lambda: peek(batch, trace), book)

    @precondition(lambda self: any(item.stands for item in self.model.now.values()))
    @rule(data=st.data())
    def reversal_of_another_amount(self, data: st.DataObject) -> None:
        standing = [t for t, item in self.model.now.items() if item.stands]
        trace = data.draw(st.sampled_from(standing))
        item = self.model.now[trace]
        if item.kind not in self.words.reversed_kinds:
            return
        blocked = self.model.reversal_peek(self.model.open_batch, trace) == "94"
        message = self.till().reversal(trace, item.amount_minor + 1, item.kind)
        assert self.code(message) == ("94" if blocked else self.words.wrong_amount)

    @precondition(lambda self: self.lost)
    @rule(data=st.data(), trouble=TROUBLE)
    def reversal_of_what_was_lost(self, data: st.DataObject, trouble: Trouble) -> None:
        batch, trace = data.draw(st.sampled_from(sorted(self.lost)))
        amount_minor, _ = self.lost[batch, trace]
        message = self.till(batch).reversal(trace, amount_minor, "purchase")

        def book(_: str) -> None:
            self.model.buried.add((batch, trace))

        self.send(trouble, message, trace, amount_minor, lambda: "25", book)

    @precondition(lambda self: self.lost)
    @rule(data=st.data(), trouble=TROUBLE)
    def what_was_lost_comes_after_all(self, data: st.DataObject, trouble: Trouble) -> None:
        batch, trace = data.draw(st.sampled_from(sorted(self.lost)))
        amount_minor, message = self.lost[batch, trace]
        message = self.words.again(message)
        paid = Paid("purchase", amount_minor)

        def decide() -> str:
            return "68" if (batch, trace) in self.model.buried else self.gate(batch) or "00"

        def book(code: str) -> None:
            if code == "00":
                paid.day = self.today
                self.model.batches[batch][trace] = paid
                self.sent.append(((batch, trace), amount_minor, message, code))
                del self.lost[batch, trace]

        self.send(trouble, message, trace, amount_minor, decide, book)

    @precondition(lambda self: self.sent)
    @rule(data=st.data(), trouble=TROUBLE)
    def repeat(self, data: st.DataObject, trouble: Trouble) -> None:
        (_, trace), amount_minor, message, code = data.draw(st.sampled_from(self.sent))
        again = self.words.again(message)
        self.send(trouble, again, trace, amount_minor, lambda: code, _nothing)

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def another_under_a_used_trace(self, data: st.DataObject) -> None:
        (batch, trace), amount_minor, _, _ = data.draw(st.sampled_from(self.sent))
        assert self.code(self.till(batch).sale(trace, amount_minor + 1)) == "94"

    @rule(trouble=st.sampled_from([*ANY, *OF_SETTLEMENTS]))
    def settle(self, trouble: Trouble) -> None:
        batch = self.model.open_batch
        message, trace = self.till().settle(Totals(*self.model.figures(batch)))

        def book(_: str) -> None:
            if self.model.open_batch == batch:
                self.model.next_batch()

        self.send(trouble, message, trace, 0, lambda: "00", book)

    @rule(data=st.data(), more=st.lists(AMOUNTS, min_size=1, max_size=3))
    def upload(self, data: st.DataObject, more: list[int]) -> None:
        """The till has sales that the host never got; each record may meet with trouble."""
        batch, now = self.model.open_batch, self.model.now
        fresh = {self.draw(): Paid("purchase", amount_minor) for amount_minor in more}
        records = {t: item for t, item in now.items() if item.stands} | fresh
        debits = [item.amount_minor for item in records.values() if item.kind == "purchase"]
        credits_ = [item.amount_minor for item in records.values() if item.kind != "purchase"]
        totals = Totals(len(debits), sum(debits), len(credits_), sum(credits_))
        assert self.code(self.till().settle(totals)[0]) == "95"
        for trace, item in records.items():
            rrn = self.rrns.get((batch, trace), "0" * 12)
            record, number = self.till(batch).upload(trace, item.amount_minor, item.kind, rrn)
            trouble = data.draw(TROUBLE)
            if not self.send(trouble, record, number, item.amount_minor, lambda: "00", _nothing):
                assert self.code(record) == "00"

        def book(_: str) -> None:
            self.model.batches[batch] |= fresh
            if self.model.open_batch == batch:
                self.model.next_batch()

        close, trace = self.till(batch).close(len(records))
        trouble = data.draw(TROUBLE)
        if not self.send(trouble, close, trace, 0, lambda: "00", book):
            assert self.code(close) == "00"
            book("00")

    @rule(days=st.integers(1, 3))
    def cutover(self, days: int) -> None:
        self.rig.host.cutover(days)
        self.move(days)

    @rule()
    def restart(self) -> None:
        self.start()

    @invariant()
    def books_agree(self) -> None:
        books = self.rig.host.books
        assert broken(books) == []
        assert self.rig.host.business_date == BEGIN + timedelta(days=self.today)
        for number in self.model.batches:
            batch = books.batch("TP000001", f"{number:06d}")
            assert batch is not None
            assert batch.totals() == Totals(*self.model.figures(number))
            assert batch.is_open is (number == self.model.open_batch)


def _nothing(code: str) -> None:
    del code


class _Refusing(TroubledDays):
    late_batch: LateBatch = "refuse"


class _Closing(TroubledDays):
    late_batch: LateBatch = "auto_close"


class _Keyed(TroubledDays):
    make_words: Callable[[], Ascii | Bcd] = Bcd

    @rule(amount_minor=AMOUNTS)
    def sale_with_a_wrong_mac(self, amount_minor: int) -> None:
        message = self.till().sale(self.draw(), amount_minor)
        spoilt = message[:-1] + bytes([message[-1] ^ 1])
        assert self.code(spoilt) == "A0"

    @rule()
    def sign_on_again(self) -> None:
        self.sign_on()


OFTEN = settings(max_examples=50, stateful_step_count=30, deadline=None)


@pytest.mark.slow
class TestAccepting(TroubledDays.TestCase):  # type: ignore[misc, name-defined]
    """A host that takes late batches as they are."""

    settings = OFTEN


@pytest.mark.slow
class TestRefusing(_Refusing.TestCase):  # type: ignore[misc, name-defined]
    """A host that refuses sales until the late batch is settled."""

    settings = OFTEN


@pytest.mark.slow
class TestClosing(_Closing.TestCase):  # type: ignore[misc, name-defined]
    """A host that closes late batches itself."""

    settings = OFTEN


@pytest.mark.slow
class TestKeyed(_Keyed.TestCase):  # type: ignore[misc, name-defined]
    """A host with keys and authentication codes, in BCD."""

    settings = OFTEN
