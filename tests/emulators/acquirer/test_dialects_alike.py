"""Every dialect decides alike: the same random days leave the same journal in all four hosts."""

from collections import Counter

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from emulators.acquirer.invariants import broken
from emulators.acquirer.totals import Totals
from tests.emulators.acquirer.speakers import Speaker, Wish, speakers

AMOUNTS = st.integers(1, 5000)
DEBITS = ("purchase", "completion")


class Days(RuleBasedStateMachine):
    """One till in four languages."""

    @initialize()
    def open_shop(self) -> None:
        self.speakers = speakers()
        self.trace = 0
        self.asked: list[Wish] = []
        self.approved: list[Wish] = []

    def everybody(self, wish: Wish) -> str:
        codes = Counter(speaker.ask(wish) for speaker in self.speakers)
        (code,) = codes  # all of them say the same
        return code

    def wish(self, kind: str, amount_minor: int, of: int = 0) -> None:
        self.trace += 1
        wish = Wish(kind, self.trace, amount_minor, of)
        self.asked.append(wish)
        if self.everybody(wish) == "00":
            self.approved.append(wish)

    @rule(amount_minor=AMOUNTS, kind=st.sampled_from(["purchase", "preauth", "refund"]))
    def something_new(self, amount_minor: int, kind: str) -> None:
        self.wish(kind, amount_minor)

    def sold(self, *kinds: str) -> list[Wish]:
        return [item for item in self.approved if item.kind in kinds]

    @precondition(lambda self: self.sold("purchase"))
    @rule(data=st.data())
    def void(self, data: st.DataObject) -> None:
        sale = data.draw(st.sampled_from(self.sold("purchase")))
        self.wish("void", sale.amount_minor, sale.trace)

    @precondition(lambda self: self.sold("preauth"))
    @rule(data=st.data())
    def complete(self, data: st.DataObject) -> None:
        held = data.draw(st.sampled_from(self.sold("preauth")))
        self.wish("completion", held.amount_minor, held.trace)

    @precondition(lambda self: self.sold("purchase"))
    @rule(data=st.data())
    def refund(self, data: st.DataObject) -> None:
        sale = data.draw(st.sampled_from(self.sold("purchase")))
        self.wish("refund", sale.amount_minor, sale.trace)

    @rule(data=st.data(), ahead=st.booleans())
    def reverse(self, data: st.DataObject, *, ahead: bool) -> None:
        """A sale of this batch, or one that has not come yet."""
        batch = self.speakers[0].batch
        books = self.speakers[0].rig.host.books
        mine = [w for w in self.sold("purchase") if books.find(("TP000001", batch, trace(w)))]
        if mine and not ahead:
            sale = data.draw(st.sampled_from(mine))
            self.everybody(Wish("reversal", sale.trace, sale.amount_minor))
        else:
            self.trace += 1
            assert self.everybody(Wish("reversal", self.trace, 100)) == "25"
            assert self.everybody(Wish("purchase", self.trace, 100)) == "68"

    def standing(self) -> list[Wish]:
        batch = self.speakers[0].rig.host.books.open_batch("TP000001")
        items = batch.transactions.values() if batch is not None else ()
        return [Wish(i.kind_of, int(i.trace), i.amount_minor) for i in items if i.is_money]

    @rule()
    def settle(self) -> None:
        totals = totals_of(self.standing())
        assert {speaker.settle(totals) for speaker in self.speakers} == {True}

    @rule(amount_minor=AMOUNTS)
    def settle_by_upload(self, amount_minor: int) -> None:
        """The till has a sale that the host never got."""
        self.trace += 1
        records = [*self.standing(), Wish("purchase", self.trace, amount_minor)]
        totals = totals_of(records)
        assert {speaker.settle(totals) for speaker in self.speakers} == {False}
        assert {speaker.upload(records) for speaker in self.speakers} == {True}

    @invariant()
    def the_books_are_the_same(self) -> None:
        journals = [journal(speaker) for speaker in self.speakers]
        assert all(one == journals[0] for one in journals)
        for speaker in self.speakers:
            assert broken(speaker.rig.host.books) == []


def totals_of(items: list[Wish]) -> Totals:
    debits = [item.amount_minor for item in items if item.kind in DEBITS]
    credits_ = [item.amount_minor for item in items if item.kind not in DEBITS]
    return Totals(len(debits), sum(debits), len(credits_), sum(credits_))


def trace(wish: Wish) -> str:
    return f"{wish.trace:06d}"


def journal(speaker: Speaker) -> list[tuple[str, ...]]:
    """What changed, in order within a message; a dialect may not say a tombstone's amount."""
    return [
        (
            row.kind_of,
            row.change,
            row.batch,
            row.trace,
            row.side,
            "" if row.change == "tombstone" else str(row.amount_minor),
        )
        for row in speaker.rig.host.books.journal
        if row.change != "declined"
    ]


@pytest.mark.slow
class TestDaysAlike(Days.TestCase):  # type: ignore[misc, name-defined]
    """Fifteen random histories in four dialects."""

    settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
