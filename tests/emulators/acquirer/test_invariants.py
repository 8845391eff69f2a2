"""``invariants.broken``: nothing on sound books, a sentence for each kind of damage."""

from collections.abc import Callable

import pytest

from emulators.acquirer.books import Books
from emulators.acquirer.invariants import broken, funding
from emulators.acquirer.rows import BatchRow, Posting, Row
from emulators.acquirer.store import MemoryStore
from emulators.acquirer.totals import Totals
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.till import Till


def a_day() -> list[Row]:
    """A sale that is voided, one that is refunded, one that is late; a closed batch."""
    store = MemoryStore()
    rig, till = Rig(store=store), Till()
    voided = rig.rrn(till.sale(1, 1000))
    assert rig.code(till.void(2, 1000, voided)) == "00"
    sold = rig.rrn(till.sale(3, 500))
    assert rig.code(till.refund(4, 200, sold)) == "00"
    held = rig.rrn(till.money("0100", "purchase", 5, 700))
    done = till.money("0200", "purchase", 6, 700, change={25: "06", 37: held})
    assert rig.code(done) == "00"
    assert rig.code(till.settle(7, Totals(3, 2200, 2, 1200))) == "00"
    rig.host.cutover()
    assert rig.code(Till(batch="000002").sale(8, 50)) == "00"
    assert rig.code(till.reversal(6, 700)) == "00"  # after the settlement
    return store.load()


def test_a_sound_day_is_sound() -> None:
    books = Books(a_day())
    assert broken(books) == []
    assert funding(books) == {
        ("TILLPROOF000001", "2026-01-05"): 2200 - 700 - 1200,
        ("TILLPROOF000001", ""): 50,
    }


def without(change: str, kind_of: str = "") -> Callable[[Row], Row | None]:
    def spoil(row: Row) -> Row | None:
        hit = isinstance(row, Posting) and row.change == change and kind_of in ("", row.kind_of)
        return None if hit else row

    return spoil


def closed_with_more(row: Row) -> Row | None:
    hit = isinstance(row, BatchRow) and row.state == "closed"
    return row._replace(debits_minor=row.debits_minor + 1) if hit else row


def refunds_more(row: Row) -> Row | None:
    if isinstance(row, Posting) and row.kind_of == "refund":
        return row._replace(amount_minor=900, credits_minor=900)
    return row


def moves_more(row: Row) -> Row | None:
    if isinstance(row, Posting) and row.kind_of == "refund":
        return row._replace(credits_minor=201)
    return row


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (without("voided"), "1 voids of it stand"),
        (without("booked", "void"), "is voided, and 0 voids of it stand"),
        (without("uncompleted"), "is completed, and 0 completions of it stand"),
        (closed_with_more, "closed with"),
        (refunds_more, "took 500 and gave 900 back"),
        (moves_more, "journal Totals"),
    ],
)
def test_damage_is_told(spoil: Callable[[Row], Row | None], says: str) -> None:
    rows = [kept for row in a_day() if (kept := spoil(row)) is not None]
    assert any(says in sentence for sentence in broken(Books(rows)))
