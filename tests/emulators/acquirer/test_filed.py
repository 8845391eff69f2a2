"""A host whose closed batches are in the file answers as one that has them all in memory."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from emulators.acquirer.books import Books
from emulators.acquirer.control import Control
from emulators.acquirer.invariants import broken, funding
from emulators.acquirer.rows import Posting
from emulators.acquirer.settings import HostSettings, LateBatch
from emulators.acquirer.store import MemoryStore
from emulators.acquirer.totals import Totals
from emulators.acquirer.transactions import State
from emulators.errors import LedgerError
from emulators.events import to_json
from tests.emulators.acquirer.filed import Drawer
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.till import Till

AMOUNTS = st.sampled_from([100, 100, 250])  # often the same: what is told of it is right
TERMINALS = st.sampled_from(["TP000001", "TP000001", "TP000002"])
KINDS = st.sampled_from(["purchase", "purchase", "refund", "void"])
AGO = st.integers(-1, 3)  # batches; some have not come yet


class Filed(RuleBasedStateMachine):
    """Whatever a till may say of batches that were closed long ago, of open and unknown ones."""

    late_batch: LateBatch = "accept"

    @initialize()
    def open_shop(self) -> None:
        self.drawer, self.memory = Drawer(), MemoryStore()
        self.trace = dict.fromkeys(("TP000001", "TP000002"), 0)
        self.sent: list[bytes] = []
        self.start()

    def start(self) -> None:
        known = HostSettings(("*",), late_batch=self.late_batch)
        self.rigs = [Rig(known, store) for store in (self.memory, self.drawer.store)]

    def books(self) -> list[Books]:
        return [rig.host.books for rig in self.rigs]

    def till(self, terminal: str, ago: int = 0) -> Till:
        opened = self.rigs[0].host.books.open_batch(terminal)
        number = int(opened.number) if opened else 1
        return Till(terminal, f"{max(number - ago, 1):06d}")

    def draw(self, terminal: str) -> int:
        self.trace[terminal] += 1
        return self.trace[terminal]

    def some(self, data: st.DataObject, terminal: str) -> int:
        return data.draw(st.integers(1, self.trace[terminal] + 1))

    def say(self, data: bytes) -> None:
        self.sent.append(data)
        for rig in self.rigs:
            rig.host.feed(1, data)
        assert self.rigs[0].raw == self.rigs[1].raw

    def booked(self, data: st.DataObject, *kinds: str) -> Posting | None:
        rows = self.rigs[0].host.books.journal
        rows = [row for row in rows if row.change == "booked" and row.kind_of in kinds]
        return data.draw(st.sampled_from(rows)) if rows else None

    @rule(terminal=TERMINALS, amount_minor=AMOUNTS, mti=st.sampled_from(["0200", "0100", "0220"]))
    def sell(self, terminal: str, amount_minor: int, mti: str) -> None:
        change: dict[int, str | None] = {14: "3012", 25: "06" if mti == "0100" else "00"}
        money = self.till(terminal).money
        self.say(money(mti, "purchase", self.draw(terminal), amount_minor, change=change))

    @rule(data=st.data())
    def void(self, data: st.DataObject) -> None:
        if row := self.booked(data, "purchase", "preauth", "completion"):
            void = self.till(row.terminal).void
            self.say(void(self.draw(row.terminal), row.amount_minor, row.rrn))

    @rule(data=st.data(), amount_minor=AMOUNTS)
    def refund(self, data: st.DataObject, amount_minor: int) -> None:
        if row := self.booked(data, "purchase", "completion"):
            refund = self.till(row.terminal).refund
            self.say(refund(self.draw(row.terminal), amount_minor, row.rrn))

    @rule(data=st.data(), amount_minor=AMOUNTS, by_code=st.booleans())
    def complete(self, data: st.DataObject, amount_minor: int, *, by_code: bool) -> None:
        if row := self.booked(data, "preauth"):
            change = {25: "06", **({38: row.auth_code} if by_code else {37: row.rrn})}
            money, trace = self.till(row.terminal).money, self.draw(row.terminal)
            self.say(money("0200", "purchase", trace, amount_minor, change=change))

    @rule(data=st.data(), terminal=TERMINALS, ago=AGO, amount_minor=AMOUNTS, kind=KINDS)
    def reverse(
        self, data: st.DataObject, terminal: str, ago: int, amount_minor: int, kind: str
    ) -> None:
        trace = self.some(data, terminal)
        self.say(self.till(terminal, ago).reversal(trace, amount_minor, kind))

    @rule(data=st.data())
    def say_again(self, data: st.DataObject) -> None:
        if self.sent:
            self.say(data.draw(st.sampled_from(self.sent)))

    @rule(terminal=TERMINALS, ago=AGO, right=st.booleans())
    def settle(self, terminal: str, ago: int, *, right: bool) -> None:
        till = self.till(terminal, ago)
        batch = self.rigs[0].host.books.batch(terminal, till.batch)
        totals = batch.totals() if batch is not None and right else Totals(1, 250)
        self.say(till.settle(self.draw(terminal), totals))

    @rule(terminal=TERMINALS)
    def settle_rightly(self, terminal: str) -> None:
        batch = self.rigs[0].host.books.open_batch(terminal)
        totals = Totals() if batch is None else batch.totals()
        self.say(self.till(terminal).settle(self.draw(terminal), totals))

    @rule(data=st.data(), terminal=TERMINALS, ago=AGO, amount_minor=AMOUNTS, kind=KINDS)
    def upload(
        self, data: st.DataObject, terminal: str, ago: int, amount_minor: int, kind: str
    ) -> None:
        trace, row = self.some(data, terminal), self.booked(data, "purchase", "void")
        rrn = row.rrn if row else "600500000001"
        self.say(self.till(terminal, ago).upload(trace, amount_minor, kind, rrn))

    @rule(terminal=TERMINALS, ago=AGO)
    def close(self, terminal: str, ago: int) -> None:
        self.say(self.till(terminal, ago).close(self.draw(terminal)))

    @rule(fault=st.sampled_from(["host.decline", "host.response_lost", "host.request_lost"]))
    def arm(self, fault: str) -> None:
        for rig in self.rigs:
            rig.arm(f"{fault}@now")

    @rule()
    def cut_over(self) -> None:
        for rig in self.rigs:
            rig.host.cutover()

    @rule()
    def restart(self) -> None:
        self.histories_are_the_same()
        self.drawer.restart()
        self.start()

    def histories_are_the_same(self) -> None:
        one, other = ([to_json(item) for item in rig.history.events] for rig in self.rigs)
        assert one == other

    @invariant()
    def books_are_the_same(self) -> None:
        one, other = self.books()
        assert list(one.batches()) == list(other.batches())
        assert one.audit() == other.audit() == []
        assert broken(one) == broken(other)  # a till may upload what cannot be: an upload wins
        assert funding(one) == funding(other)
        assert pages(self.rigs[0]) == pages(self.rigs[1])

    def teardown(self) -> None:
        if hasattr(self, "rigs"):
            self.histories_are_the_same()
            assert self.memory.load() == self.drawer.store.load()
            self.drawer.clear()


@pytest.fixture
def drawer() -> Iterator[Drawer]:
    drawer = Drawer()
    yield drawer
    drawer.clear()


def days(rig: Rig, *batches: int) -> None:
    """In each of these batches one sale of 500, and the settlement."""
    for number in batches:
        till = Till(batch=f"{number:06d}")
        rig.rrn(till.sale(number, 500))
        assert rig.code(till.settle(900 + number, Totals(1, 500))) == "00"


def in_memory(rig: Rig) -> list[str]:
    return [
        batch.number for batch in rig.host.books.batches() if isinstance(batch.transactions, dict)
    ]


def test_what_is_closed_leaves_memory(drawer: Drawer) -> None:
    rig = Rig(store=drawer.store)
    days(rig, *range(1, 8))
    assert [batch.number for batch in rig.host.books.batches()] == [f"{n:06d}" for n in range(1, 9)]
    assert in_memory(rig) == ["000007", "000008"]  # those of a closing leave at a later one
    assert in_memory(Rig(store=drawer.restart())) == ["000008"]


def test_a_sale_that_has_left_is_given_back_once(drawer: Drawer) -> None:
    rig = Rig(store=drawer.store)
    days(rig, 1, 2, 3)
    sale = rig.host.books.find(("TP000001", "000001", "000001"))
    assert sale is not None
    till = Till(batch="000004")
    assert rig.code(till.refund(10, 300, sale.rrn)) == "00"
    assert rig.code(till.settle(910, Totals(0, 0, 1, 300))) == "00"
    days(rig, 5, 6, 7)
    till = Till(batch="000008")
    assert rig.code(till.refund(11, 201, sale.rrn)) == "13"
    assert rig.code(till.refund(12, 200, sale.rrn)) == "00"
    assert rig.code(till.refund(13, 1, sale.rrn)) == "13"


def upload(rig: Rig, batch: int, trace: int, amount_minor: int, rrn: str) -> None:
    """The batch is closed with that one record."""
    till = Till(batch=f"{batch:06d}")
    assert rig.code(till.settle(800 + batch, Totals(1, amount_minor))) == "95"
    assert rig.code(till.upload(trace, amount_minor, rrn=rrn)) == "00"
    assert rig.code(till.close(850 + batch)) == "00"


def test_what_the_host_has_answered_with_comes_before_what_a_till_says(drawer: Drawer) -> None:
    """One reference in batches before and behind its own, another in two: the host's, the first."""
    rig = Rig(store=drawer.store)
    books, theirs, unknown = rig.host.books, "600500000020", "777700000001"
    for number, rrn in ((1, theirs), (2, unknown), (3, unknown)):
        upload(rig, number, 50, 500, rrn)
    while books.serial < int(theirs[-8:]) - 1:
        books.draw_serial()
    days(rig, 4, 5, 6)
    assert in_memory(rig) == ["000006", "000007"]
    upload(rig, 7, 50, 500, theirs)
    mine = books.by_rrn(theirs)
    assert mine is not None
    assert mine.key == ("TP000001", "000004", "000004")
    assert getattr(books.by_rrn(unknown), "batch", "") == "000002"
    assert getattr(books.by_auth_code("TP000001", "123456"), "batch", "") == "000007"
    days(rig, 8, 9)
    assert getattr(books.by_auth_code("TP000001", "123456"), "batch", "") == "000007"


def test_nothing_is_remembered_of_what_has_left(drawer: Drawer) -> None:
    """What changes late is seen by every name that it had."""
    rig = Rig(store=drawer.store)
    sale = rig.rrn(Till().sale(1, 500))
    upload(rig, 1, 1, 400, "777700000001")
    given = rig.rrn(Till(batch="000002").sale(2, 500))
    till = Till(batch="000002")
    assert rig.code(till.refund(20, 500, given)) == "00"
    assert rig.code(till.settle(902, Totals(1, 500, 1, 500))) == "00"
    days(rig, 3, 4, 5)
    assert rig.code(Till().reversal(1, 400)) == "00"
    assert rig.code(till.reversal(20, 500, "refund")) == "00"
    till = Till(batch="000006")
    assert rig.code(till.refund(30, 100, sale)) == "25"
    assert rig.code(till.refund(31, 100, "777700000001")) == "25"
    assert rig.code(till.refund(32, 500, given)) == "00"


def test_what_is_not_durable_stays(drawer: Drawer) -> None:
    rig = Rig(store=drawer.store)
    days(rig, 1, 2, 3)
    rig.rrn(Till(batch="000004").sale(4, 500))
    drawer.store.slow = True
    rig.host.feed(1, Till().reversal(1, 500))
    rig.host.feed(1, Till(batch="000004").settle(904, Totals(1, 500)))
    item = rig.host.books.find(("TP000001", "000001", "000001"))
    assert item is not None
    assert item.state is State.REVERSED
    assert broken(rig.host.books) == []


def test_a_batch_is_back_while_it_changes(drawer: Drawer) -> None:
    rig = Rig(store=drawer.store)
    days(rig, 1, 2, 3)
    till = Till()
    assert rig.code(till.reversal(1, 500)) == "00"
    assert in_memory(rig) == ["000001", "000003", "000004"]
    assert rig.code(till.reversal(1, 500)) == "00"
    days(rig, 4, 5)
    assert in_memory(rig) == ["000005", "000006"]
    assert rig.code(till.reversal(1, 500)) == "00"
    assert [row.change for row in rig.host.books.journal].count("reversed") == 1
    assert rig.host.books.balance("TP000001") == Totals(4, 2000)


def test_the_latest_hold_of_a_code_is_completed(drawer: Drawer) -> None:
    """By its approval code alone: in a batch that has left, and not the one before it."""
    rig = Rig(store=drawer.store)
    days(rig, 1)
    till = Till(batch="000002")
    rig.rrn(till.money("0100", "purchase", 10, 700))
    assert rig.code(till.settle(902, Totals())) == "00"
    days(rig, 3, 4)
    held = rig.host.books.find(("TP000001", "000002", "000010"))
    assert held is not None
    done = {25: "06", 38: held.auth_code}
    assert rig.code(Till(batch="000005").money("0200", "purchase", 11, 700, change=done)) == "00"
    used = rig.host.books.find(held.key)
    assert used is not None
    assert used.state is State.COMPLETED


def test_books_of_a_host_that_did_not_file_are_filed(drawer: Drawer) -> None:
    """By one of an earlier version, or killed before it had done."""
    rig = Rig(store=drawer.store)
    days(rig, 1, 2, 3)
    journal, audit = rig.host.books.journal, broken(rig.host.books)
    drawer.store.close()
    with closing(sqlite3.connect(drawer.path)) as file, file:
        file.execute("DELETE FROM closed WHERE batch = '000001'")
        file.execute("DELETE FROM places WHERE batch != '000002'")
        file.execute("DELETE FROM closed WHERE batch = '000003'")
    again = Rig(store=drawer.restart())
    assert (again.host.books.journal, broken(again.host.books)) == (journal, audit)
    assert again.code(Till().reversal(1, 500)) == "00"


def test_a_file_that_cannot_be_read_is_told(drawer: Drawer) -> None:
    rig = Rig(store=drawer.store)
    days(rig, 1, 2, 3)
    with closing(sqlite3.connect(drawer.path)) as file:
        file.execute("DROP TABLE places")
    with pytest.raises(LedgerError, match="cannot be read: no such table"):
        rig.host.books.find(("TP000001", "000001", "000001"))


def pages(rig: Rig) -> list[list[dict[str, Any]]]:
    control = Control(rig.host, rig.history, rig.nemesis, Path("unread"))
    count = sum(size.transactions for size in rig.host.books.sizes())
    return [control.transactions(after=after, limit=3) for after in range(0, count, 3)]


class _Closing(Filed):
    late_batch: LateBatch = "auto_close"


OFTEN = settings(max_examples=30, stateful_step_count=30, deadline=None)


@pytest.mark.slow
class TestFiled(Filed.TestCase):  # type: ignore[misc, name-defined]
    """A host that takes late batches as they are."""

    settings = OFTEN


@pytest.mark.slow
class TestClosing(_Closing.TestCase):  # type: ignore[misc, name-defined]
    """A host that closes late batches itself."""

    settings = OFTEN
