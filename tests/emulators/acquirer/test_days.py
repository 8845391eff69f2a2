"""Random days at the till, against the second opinion of ``model``."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from emulators.acquirer.invariants import broken
from emulators.acquirer.store import MemoryStore
from emulators.acquirer.totals import Totals
from tests.emulators.acquirer.model import Model, Paid
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.till import Till

AMOUNTS = st.integers(1, 5000)
LOST = st.sampled_from(["", "", "", "host.request_lost@now", "host.response_lost@now"])


class Days(RuleBasedStateMachine):
    """Sales, voids, refunds, reversals, repeats, settlements, uploads, cutovers and restarts."""

    @initialize()
    def open_shop(self) -> None:
        self.store = MemoryStore()
        self.rig = Rig(store=self.store)
        self.model = Model()
        self.trace = 0
        self.sent: list[tuple[int, int, bytes, str]] = []  # batch, trace, message, first code
        self.rrns: dict[tuple[int, int], str] = {}
        self.rig.ask(self.till().network("001"))

    def till(self, batch: int = 0) -> Till:
        return Till(batch=f"{batch or self.model.open_batch:06d}")

    def draw(self) -> int:
        self.trace += 1
        return self.trace

    def ask(self, trace: int, message: bytes, paid: Paid, code: str, lost: str) -> None:
        """Send a 0200; under a fault, nothing is answered and it is booked or not."""
        if lost:
            self.rig.arm(lost)
        answer = self.rig.ask(message)
        if "request" in lost:
            assert answer is None
            return
        assert (answer is None) is bool(lost)
        if answer is not None:
            assert answer.get(39) == code
            self.rrns[self.model.open_batch, trace] = answer.get(37)
            self.sent.append((self.model.open_batch, trace, message, code))
        paid.stands = code == "00"
        self.model.now[trace] = paid

    @rule(amount_minor=AMOUNTS, lost=LOST)
    def sale(self, amount_minor: int, lost: str) -> None:
        trace = self.draw()
        message = self.till().sale(trace, amount_minor)
        self.ask(trace, message, Paid("purchase", amount_minor), "00", lost)

    @rule(amount_minor=AMOUNTS)
    def sale_after_its_reversal(self, amount_minor: int) -> None:
        trace = self.draw()
        code = self.model.reversal_code(self.model.open_batch, trace)
        assert self.rig.code(self.till().reversal(trace, amount_minor)) == code
        assert self.rig.code(self.till().sale(trace, amount_minor)) == "68"

    def known_sales(self) -> list[tuple[int, int]]:
        return [
            key
            for key in self.rrns
            if self.model.batches[key[0]].get(key[1], Paid("", 0)).kind == "purchase"
        ]

    @precondition(lambda self: self.known_sales())
    @rule(data=st.data(), lost=LOST)
    def void(self, data: st.DataObject, lost: str) -> None:
        batch, of = data.draw(st.sampled_from(self.known_sales()))
        sale = self.model.batches[batch][of]
        code = "25"
        if batch == self.model.open_batch and sale.stands:
            code = "00" if self.model.may_void(of) else "12"
        trace = self.draw()
        message = self.till().void(trace, sale.amount_minor, self.rrns[batch, of])
        paid = Paid("void", sale.amount_minor, of=of, of_batch=batch)
        self.ask(trace, message, paid, code, lost)

    @precondition(lambda self: self.known_sales())
    @rule(data=st.data(), amount_minor=AMOUNTS, lost=LOST)
    def refund(self, data: st.DataObject, amount_minor: int, lost: str) -> None:
        batch, of = data.draw(st.sampled_from(self.known_sales()))
        sale = self.model.batches[batch][of]
        left_minor = self.model.refundable_minor(batch, of)
        code = "00" if amount_minor <= left_minor else "13"
        if not sale.stands:
            code = "25"
        elif self.model.given_back(batch, of, "void"):
            code = "12"
        trace = self.draw()
        message = self.till().refund(trace, amount_minor, self.rrns[batch, of])
        paid = Paid("refund", amount_minor, of=of, of_batch=batch)
        self.ask(trace, message, paid, code, lost)

    @rule(amount_minor=AMOUNTS, lost=LOST)
    def refund_without_a_sale(self, amount_minor: int, lost: str) -> None:
        trace = self.draw()
        message = self.till().refund(trace, amount_minor)
        self.ask(trace, message, Paid("refund", amount_minor), "00", lost)

    @precondition(lambda self: any(self.model.batches.values()))
    @rule(data=st.data(), mti=st.sampled_from(["0400", "0401"]), times=st.integers(1, 3))
    def reversal(self, data: st.DataObject, mti: str, times: int) -> None:
        known = [(b, t) for b, items in self.model.batches.items() for t in items]
        batch, trace = data.draw(st.sampled_from(known))
        item = self.model.batches[batch][trace]
        code = self.model.reversal_code(batch, trace)
        message = self.till(batch).reversal(trace, item.amount_minor, item.kind, mti)
        assert [self.rig.code(message) for _ in range(times)] == [code] * times

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        _, _, message, code = data.draw(st.sampled_from(self.sent))
        assert self.rig.code(message) == code

    @rule()
    def settle(self) -> None:
        totals = Totals(*self.model.figures(self.model.open_batch))
        message = self.till().settle(self.draw(), totals)
        first = self.rig.ask(message)
        self.model.next_batch()
        assert first is not None
        assert (first.get(39), first.get(60)) == ("00", f"{self.model.open_batch:06d}")
        assert self.rig.ask(message) == first

    @rule(data=st.data(), more=st.lists(AMOUNTS, max_size=3))
    def upload(self, data: st.DataObject, more: list[int]) -> None:
        """The till has lost some of the batch's refunds and has sales that the host never got."""
        now = self.model.now
        refunds = [t for t, item in now.items() if item.stands and item.kind == "refund"]
        lost = data.draw(st.sets(st.sampled_from(refunds))) if refunds else set()
        for trace in lost:
            now[trace].stands = False
        for amount_minor in more:
            now[self.draw()] = Paid("purchase", amount_minor)
        totals = Totals(*self.model.figures(self.model.open_batch))
        expected = "95" if lost or more else "00"
        assert self.rig.code(self.till().settle(self.draw(), totals)) == expected
        if expected == "95":
            self.upload_records(now)
        self.model.next_batch()

    def upload_records(self, now: dict[int, Paid]) -> None:
        for trace, item in now.items():
            if item.stands:
                rrn = self.rrns.get((self.model.open_batch, trace), "0" * 12)
                record = self.till().upload(trace, item.amount_minor, item.kind, rrn)
                assert [self.rig.code(record), self.rig.code(record)] == ["00", "00"]
        assert self.rig.code(self.till().close(self.draw())) == "00"

    @rule()
    def cutover(self) -> None:
        self.rig.host.cutover()

    @rule()
    def restart(self) -> None:
        self.rig = Rig(store=self.store)

    @invariant()
    def books_agree(self) -> None:
        books = self.rig.host.books
        assert broken(books) == []
        for number in self.model.batches:
            batch = books.batch("TP000001", f"{number:06d}")
            assert batch is not None
            assert batch.totals() == Totals(*self.model.figures(number))
            assert batch.is_open is (number == self.model.open_batch)


@pytest.mark.slow
class TestDays(Days.TestCase):  # type: ignore[misc, name-defined]
    """Forty random histories of the shop."""

    settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
