"""Random days of two merchants with three terminals: every invariant after every step."""

from dataclasses import dataclass, field

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from emulators.acquirer.invariants import broken, funding
from emulators.acquirer.settings import HostSettings
from emulators.acquirer.store import MemoryStore
from emulators.acquirer.totals import Totals
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.till import Till

SHOPS = {
    "TP000001": "SHOP00000000001",
    "TP000002": "SHOP00000000001",
    "TP000003": "OTHERSHOP000002",
}
AMOUNTS = st.integers(1, 5000)
SIGN = {"purchase": 1, "completion": 1, "void": -1, "refund": -1, "preauth": 0}


@dataclass
class Done:
    """One approved transaction of a terminal, as the shop remembers it."""

    terminal: str
    batch: str
    trace: int
    kind: str
    amount_minor: int
    rrn: str
    stands: bool = True
    of: "Done | None" = None
    used: bool = field(default=False)  # voided, refunded or completed


class Shops(RuleBasedStateMachine):
    """Sales, holds, completions, voids, refunds, reversals, closings, cutovers, restarts."""

    late_batch = "accept"

    @initialize()
    def open_shops(self) -> None:
        self.store = MemoryStore()
        self.start()
        self.batches = dict.fromkeys(SHOPS, "000001")
        self.trace = 0
        self.done: list[Done] = []

    def start(self) -> None:
        known = HostSettings(terminals=tuple(SHOPS), merchants=tuple(set(SHOPS.values())))
        self.rig = Rig(known, self.store)

    def till(self, terminal: str) -> Till:
        return Till(terminal, self.batches[terminal], SHOPS[terminal])

    def ask(
        self, terminal: str, mti: str, kind: str, amount_minor: int, of: Done | None = None
    ) -> Done | None:
        self.trace += 1
        change: dict[int, str | None] = {}
        if of is not None:
            change[37] = of.rrn
        if kind == "completion":
            change[25] = "06"
        code = kind if kind in ("void", "refund") else "purchase"
        message = self.till(terminal).money(mti, code, self.trace, amount_minor, change=change)
        answer = self.rig.ask(message)
        assert answer is not None
        if answer.get(39) != "00":
            return None
        rrn, batch = answer.get(37), self.batches[terminal]
        self.done.append(Done(terminal, batch, self.trace, kind, amount_minor, rrn, of=of))
        return self.done[-1]

    @rule(terminal=st.sampled_from(sorted(SHOPS)), amount_minor=AMOUNTS)
    def sell(self, terminal: str, amount_minor: int) -> None:
        assert self.ask(terminal, "0200", "purchase", amount_minor) is not None

    @rule(terminal=st.sampled_from(sorted(SHOPS)), amount_minor=AMOUNTS)
    def hold(self, terminal: str, amount_minor: int) -> None:
        assert self.ask(terminal, "0100", "preauth", amount_minor) is not None

    def some(self, kind: str) -> list[Done]:
        return [item for item in self.done if item.kind == kind]

    @precondition(lambda self: self.some("preauth"))
    @rule(data=st.data(), percent=st.integers(1, 130))
    def complete(self, data: st.DataObject, percent: int) -> None:
        held = data.draw(st.sampled_from(self.some("preauth")))
        amount_minor = max(1, held.amount_minor * percent // 100)
        allowed = held.amount_minor * 115 // 100
        may = held.stands and not held.used and amount_minor <= allowed
        item = self.ask(held.terminal, "0200", "completion", amount_minor, held)
        assert (item is not None) is may
        held.used = held.used or may

    @precondition(lambda self: self.some("purchase"))
    @rule(data=st.data())
    def void(self, data: st.DataObject) -> None:
        sale = data.draw(st.sampled_from(self.some("purchase")))
        may = sale.stands and not sale.used and sale.batch == self.batches[sale.terminal]
        item = self.ask(sale.terminal, "0200", "void", sale.amount_minor, sale)
        assert (item is not None) is may
        sale.used = sale.used or may

    @precondition(lambda self: self.some("purchase"))
    @rule(data=st.data())
    def refund_in_full(self, data: st.DataObject) -> None:
        sale = data.draw(st.sampled_from(self.some("purchase")))
        may = sale.stands and not sale.used
        item = self.ask(sale.terminal, "0200", "refund", sale.amount_minor, sale)
        assert (item is not None) is may
        sale.used = sale.used or may

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def reverse(self, data: st.DataObject) -> None:
        item = data.draw(st.sampled_from(self.done))
        code = item.kind if item.kind in ("void", "refund") else "purchase"
        till = Till(item.terminal, item.batch, SHOPS[item.terminal])
        taken = self.rig.code(till.reversal(item.trace, item.amount_minor, code))
        refunded = any(one.of is item and one.stands and one.kind == "refund" for one in self.done)
        blocked = item.stands and item.used and not refunded
        assert taken == ("94" if blocked else "00")
        if taken == "00" and item.stands:
            item.stands = False
            if item.of is not None:
                item.of.used = False

    @rule(terminal=st.sampled_from(sorted(SHOPS)))
    def settle(self, terminal: str) -> None:
        mine = [
            item
            for item in self.done
            if item.stands and (item.terminal, item.batch) == (terminal, self.batches[terminal])
        ]
        debits = [item.amount_minor for item in mine if SIGN[item.kind] > 0]
        credits_ = [item.amount_minor for item in mine if SIGN[item.kind] < 0]
        totals = Totals(len(debits), sum(debits), len(credits_), sum(credits_))
        self.trace += 1
        answer = self.rig.ask(self.till(terminal).settle(self.trace, totals))
        assert answer is not None
        assert answer.get(39) == "00"
        self.batches[terminal] = answer.get(60)

    @rule()
    def cutover(self) -> None:
        self.rig.host.cutover()

    @rule()
    def restart(self) -> None:
        self.start()

    @invariant()
    def every_invariant_holds(self) -> None:
        books = self.rig.host.books
        assert broken(books) == []
        for merchant in set(SHOPS.values()):
            own = [item for item in self.done if item.stands and SHOPS[item.terminal] == merchant]
            net_minor = sum(SIGN[item.kind] * item.amount_minor for item in own)
            assert books.merchant_balance(merchant).net_minor == net_minor
            owed = [amount for (name, _), amount in funding(books).items() if name == merchant]
            assert sum(owed) == net_minor


@pytest.mark.slow
class TestShops(Shops.TestCase):  # type: ignore[misc, name-defined]
    """Forty random histories of the shops."""

    settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
