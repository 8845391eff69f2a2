"""Random days on which anything may befall a message, against the second opinion of ``model``."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from emulators.acquirer.invariants import broken
from emulators.acquirer.settings import LateBatch
from emulators.acquirer.totals import Totals
from tests.emulators.acquirer.model import DEBITS, VOIDS, Key, Paid
from tests.emulators.acquirer.troubled_line import AnyWords
from tests.emulators.acquirer.troubled_shop import TroubledShop
from tests.emulators.acquirer.troubles import (
    ANY,
    NONE,
    OF_KEYS,
    OF_SALES,
    OF_SETTLEMENTS,
    Trouble,
)
from tests.emulators.acquirer.words_93 import Iso93Words
from tests.emulators.acquirer.words_bcd import Bcd
from tests.emulators.acquirer.words_json import Json

AMOUNTS = st.integers(1, 5000)
# Half of the messages meet with none: what needs five answers in a row is found, too.
TROUBLE = st.just(NONE) | st.sampled_from(ANY)
OF_SALE = st.just(NONE) | st.sampled_from([*ANY, *OF_SALES, *OF_KEYS])
BEGIN = date(2026, 1, 5)


class TroubledDays(TroubledShop):
    """Sales, holds and what follows of them, reversals, repeats, closings, uploads, in trouble."""

    @rule(amount_minor=AMOUNTS, trouble=OF_SALE)
    def sale(self, amount_minor: int, trouble: Trouble) -> None:
        trace = self.draw()
        message = self.till().sale(trace, amount_minor)
        self.ask(trouble, message, trace, Paid("purchase", amount_minor), lambda _: "00")

    @rule(amount_minor=AMOUNTS, trouble=OF_SALE)
    def hold(self, amount_minor: int, trouble: Trouble) -> None:
        trace = self.draw()
        message = self.till().hold(trace, amount_minor)
        self.ask(trouble, message, trace, Paid("preauth", amount_minor), lambda _: "00")

    @precondition(lambda self: self.known("preauth"))
    @rule(data=st.data(), more=st.integers(-500, 500), trouble=OF_SALE)
    def completion(self, data: st.DataObject, more: int, trouble: Trouble) -> None:
        """For about as much as was held."""
        key = data.draw(st.sampled_from(self.known("preauth")))
        amount_minor = max(1, self.model.get(key).amount_minor + more)
        decide = partial(self.model.completion_code, key, amount_minor)
        self.about("completion", key, amount_minor, trouble, decide)

    def voidable(self) -> list[Key]:
        return self.known(*(kind for kind, void in VOIDS.items() if void in self.words.kinds))

    @precondition(lambda self: self.voidable())
    @rule(data=st.data(), trouble=OF_SALE)
    def void(self, data: st.DataObject, trouble: Trouble) -> None:
        key = data.draw(st.sampled_from(self.voidable()))
        item = self.model.get(key)

        def decide() -> str:
            late = key[0] != self.model.open_batch and item.kind != "preauth"
            return "25" if late else self.model.void_code(key)

        self.about(VOIDS[item.kind], key, item.amount_minor, trouble, decide)

    @precondition(lambda self: self.known(*DEBITS))
    @rule(data=st.data(), amount_minor=AMOUNTS, trouble=OF_SALE)
    def refund(self, data: st.DataObject, amount_minor: int, trouble: Trouble) -> None:
        key = data.draw(st.sampled_from(self.known(*DEBITS)))

        def decide() -> str:
            if not self.model.get(key).stands:
                return "25"
            if self.model.is_voided(key):
                return "12"
            return "00" if amount_minor <= self.model.refundable_minor(*key) else "13"

        self.about("refund", key, amount_minor, trouble, decide)

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
        if not self.words.reversals_have_amounts or item.kind not in self.words.reversed_kinds:
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
        batch = self.model.open_batch
        fresh = {self.draw(): Paid("purchase", amount_minor) for amount_minor in more}
        left_out, revived = self.differences(data)
        standing = {t: item for t, item in self.model.now.items() if item.is_money}
        records = standing | revived | fresh
        records = {t: item for t, item in records.items() if t not in left_out}
        told = _totals(records.values())
        if told == Totals(*self.model.figures(batch)):
            return  # Other sales of the same sum: figures alone cannot tell them apart.
        assert self.code(self.till().settle(told)[0]) == "95"
        for trace, item in records.items():
            rrn = self.given[batch, trace].rrn if (batch, trace) in self.given else "0" * 12
            record, number = self.till(batch).upload(trace, item.amount_minor, item.kind, rrn)
            trouble = data.draw(TROUBLE)
            if not self.send(trouble, record, number, item.amount_minor, lambda: "00", _nothing):
                assert self.code(self.words.again(record)) == "00"

        def book(_: str) -> None:
            for trace, item in self.model.batches[batch].items():
                item.stands = trace in revived or (item.stands and trace not in left_out)
            self.model.batches[batch] |= fresh
            self.told_otherwise(batch, set(revived))
            if self.model.open_batch == batch:
                self.model.next_batch()

        close, trace = self.till(batch).close(len(records))
        trouble = data.draw(TROUBLE)
        if not self.send(trouble, close, trace, 0, lambda: "00", book):
            assert self.code(self.words.again(close)) == "00"
            book("00")

    def told_otherwise(self, batch: int, revived: set[int]) -> None:
        """A decline that an upload overruled: its repeat is told what the books have now."""
        self.sent = [
            (key, amount_minor, message, "00" if key[0] == batch and key[1] in revived else code)
            for key, amount_minor, message, code in self.sent
        ]

    def differences(self, data: st.DataObject) -> tuple[set[int], dict[int, Paid]]:
        """What stands at the host and not at the till, and the other way round."""
        batch, now = self.model.open_batch, self.model.now
        loose = [t for t, item in now.items() if item.is_money and self.is_loose((batch, t))]
        left_out = data.draw(st.sets(st.sampled_from(loose), max_size=2)) if loose else set()
        gone = [t for t, item in now.items() if not item.stands and self.may_revive((batch, t))]
        revived = data.draw(st.sets(st.sampled_from(gone), max_size=1)) if gone else set()
        if any(now[t].kind == "completion" for t in revived):
            left_out = set()
        return left_out, {trace: now[trace] for trace in revived}

    def is_loose(self, key: Key) -> bool:
        """Whether nothing else hangs on it."""
        item = self.model.get(key)
        if item.kind == "completion_void":
            return not self.model.has_moved_on(item)
        given = self.model.given_back(*key, "refund")
        return item.kind != "void" and self.model.is_free(key) and not given

    def may_revive(self, key: Key) -> bool:
        """Whether the till may believe that it stands: a sale, or a reversed completion."""
        item = self.model.get(key)
        if item.kind == "completion":
            return key in self.given and self.model.is_free((item.of_batch, item.of))
        return item.kind == "purchase"

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


def _totals(records: Iterable[Paid]) -> Totals:
    debits = [item.amount_minor for item in records if item.kind in DEBITS]
    credits_ = [item.amount_minor for item in records if item.kind not in DEBITS]
    return Totals(len(debits), sum(debits), len(credits_), sum(credits_))


def _nothing(code: str) -> None:
    del code


class _Refusing(TroubledDays):
    late_batch: LateBatch = "refuse"


class _Closing(TroubledDays):
    late_batch: LateBatch = "auto_close"


class _Keyed(TroubledDays):
    make_words: Callable[[], AnyWords] = Bcd

    @rule(amount_minor=AMOUNTS)
    def sale_with_a_wrong_mac(self, amount_minor: int) -> None:
        message = self.till().sale(self.draw(), amount_minor)
        spoilt = message[:-1] + bytes([message[-1] ^ 1])
        assert self.code(spoilt) == "A0"

    @rule()
    def sign_on_again(self) -> None:
        self.sign_on()


class _Edition93(TroubledDays):
    make_words: Callable[[], AnyWords] = Iso93Words


class _Gateway(TroubledDays):
    make_words: Callable[[], AnyWords] = Json
    late_batch: LateBatch = "auto_close"


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


@pytest.mark.slow
class TestEdition93(_Edition93.TestCase):  # type: ignore[misc, name-defined]
    """A host of ISO 8583:1993."""

    settings = OFTEN


@pytest.mark.slow
class TestGateway(_Gateway.TestCase):  # type: ignore[misc, name-defined]
    """A host that speaks JSON, whose tills cancel what they are not sure of."""

    settings = OFTEN
