"""The short way of a message is the long one: the same answers, books and events."""

from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from emulators.acquirer.rows import Row
from emulators.acquirer.store import Done, MemoryStore
from emulators.acquirer.totals import Totals
from emulators.events import to_json
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.speakers import speakers
from tests.emulators.acquirer.test_dialects_alike import Days
from tests.emulators.acquirer.till import Till

OFTEN = 100_000  # events that are kept: such a History puts off what nobody looks at
FAULTS = (
    "host.response_lost",
    "host.request_lost",
    "host.decline",
    "host.late_response",
    "host.duplicate_response",
    "host.stale_response",
    "host.reversal_lost",
    "host.down",
)


class SlowStore(MemoryStore):
    """Rows are durable when the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[Done] = []

    def commit(self, rows: Sequence[Row], done: Done) -> None:
        super().commit(rows, lambda: self.waiting.append(done))

    def flush(self) -> None:
        waiting, self.waiting = self.waiting, []
        for done in waiting:
            done()


def told(rig: Rig) -> list[dict[str, Any]]:
    """Every event but for its time: those of a run have one time."""
    return [{**to_json(item), "t_ms": 0} for item in rig.history.events]


class Twins(RuleBasedStateMachine):
    """A host whose messages take the short way while they may, and one where they never do."""

    @initialize()
    def open_shop(self) -> None:
        self.rigs = [Rig(store=SlowStore()), Rig(store=SlowStore(), most_kept=OFTEN)]
        self.till = Till()
        self.trace = self.conn = 1
        self.sent: list[bytes] = []

    def each(self, act: Callable[[Rig], object]) -> None:
        for rig in self.rigs:
            act(rig)

    def say(self, data: bytes) -> None:
        self.sent.append(data)
        self.each(lambda rig: rig.host.feed(self.conn, data))

    @rule(amount_minor=st.integers(0, 3000))
    def sell(self, amount_minor: int) -> None:
        self.trace += 1
        self.say(self.till.sale(self.trace, amount_minor))

    @rule(data=st.data())
    def say_again(self, data: st.DataObject) -> None:
        if self.sent:
            self.say(data.draw(st.sampled_from(self.sent)))

    @rule(ago=st.integers(0, 2), kind=st.sampled_from(["purchase", "refund"]))
    def reverse(self, ago: int, kind: str) -> None:
        self.say(self.till.reversal(self.trace - ago, 1000, kind))

    @rule()
    def refund(self) -> None:
        self.trace += 1
        self.say(self.till.refund(self.trace, 500))

    @rule()
    def settle(self) -> None:
        self.trace += 1
        self.say(self.till.settle(self.trace, Totals(1, 1000)))

    @rule(code=st.sampled_from(["001", "301", "999"]))
    def talk(self, code: str) -> None:
        self.say(self.till.network(code))

    @rule()
    def babble(self) -> None:
        self.say(b"\x00\x04abcd")

    @rule(fault=st.sampled_from(FAULTS))
    def arm(self, fault: str) -> None:
        self.each(lambda rig: rig.arm(fault))

    @rule()
    def clear(self) -> None:
        self.each(lambda rig: rig.nemesis.clear())

    @rule(days=st.integers(1, 2))
    def cut_over(self, days: int) -> None:
        self.each(lambda rig: rig.host.cutover(days))

    @rule()
    def dial_again(self) -> None:
        self.each(lambda rig: rig.host.disconnect(self.conn))
        self.conn += 1
        self.each(lambda rig: rig.connect(self.conn))

    @rule(seconds=st.integers(1, 3))
    def wait(self, seconds: int) -> None:
        self.each(lambda rig: rig.clock.advance(seconds))

    @rule()
    def make_durable(self) -> None:
        self.each(lambda rig: rig.store.flush() if isinstance(rig.store, SlowStore) else None)

    @rule()
    def look(self) -> None:
        """Somebody reads the History in the middle of it."""
        long, short = self.rigs
        assert told(short) == told(long)

    @invariant()
    def answers_are_the_same(self) -> None:
        long, short = self.rigs
        assert (short.raw, short.closed) == (long.raw, long.closed)

    def teardown(self) -> None:
        if hasattr(self, "rigs"):
            self.make_durable()
            self.look()
            long, short = self.rigs
            assert short.store.load() == long.store.load()


class TestTwins(Twins.TestCase):  # type: ignore[misc, name-defined]
    """Random days of one terminal."""

    settings = settings(max_examples=40, stateful_step_count=30, deadline=None)


class DialectTwins(Days):
    """The same in every dialect."""

    @initialize()
    def open_shop(self) -> None:
        super().open_shop()
        self.speakers += speakers(OFTEN)

    def teardown(self) -> None:
        if hasattr(self, "speakers"):
            for long, short in zip(self.speakers[:4], self.speakers[4:], strict=True):
                assert told(short.rig) == told(long.rig)


class TestDialectTwins(DialectTwins.TestCase):  # type: ignore[misc, name-defined]
    """Random days in four dialects, each twice."""

    settings = settings(max_examples=6, stateful_step_count=15, deadline=None)


def test_a_message_goes_over_to_the_long_way() -> None:
    """A fault that is armed while its row is written strikes it as any other."""
    rig, till = Rig(store=SlowStore(), most_kept=OFTEN), Till()
    for trace in (1, 2):  # what the host does not know of the terminal comes first
        rig.host.feed(1, till.sale(trace, 1250))
        rig.store.flush()
    assert len(rig.answers) == 2
    rig.host.feed(1, till.sale(3, 1250))
    rig.arm("host.response_lost")
    rig.store.flush()
    assert len(rig.answers) == 2
    assert rig.story()[-3:] == [
        "books.entry purchase.booked 000003 1250 debit",
        "host.booked 0200.3 00",
        "host.dropped response 0200.3 00",
    ]
