"""What the file of the books says beside the host, against the host's own books."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from emulators.acquirer.books import Books
from emulators.acquirer.ledger import SqliteStore
from emulators.acquirer.reading import Reading, ReadingError
from emulators.acquirer.settings import HostSettings
from emulators.acquirer.totals import Totals
from tests.emulators.acquirer.loop import HandLoop
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.till import Till

FIGURES = ("debits_count", "debits_minor", "credits_count", "credits_minor")


def a_day(path: Path) -> Books:
    """Two terminals: sales, a reversal, a settlement, a tombstone in a batch that never was."""
    loop = HandLoop()
    store = SqliteStore(path, loop.call_soon)
    rig = Rig(HostSettings(terminals=("*",)), store)
    one, two = Till(), Till(terminal="TP000002", merchant="OTHER0000000001")
    ghost = Till(terminal="TP000002", batch="000009", merchant=two.merchant)
    messages = [
        *(till.network("001") for till in (one, two)),
        *(one.sale(n, 100 * n) for n in (1, 2, 3)),
        one.reversal(2, 200),
        two.sale(1, 5000),
        one.settle(900, Totals(2, 400)),
        Till(batch="000002").sale(4, 7),
        ghost.reversal(77, 100, mti="0420"),
    ]
    for number, message in enumerate(messages, start=1):
        rig.host.feed(1, message)
        loop.turn_until(lambda due=number: len(rig.raw) == due)
    store.close()
    return rig.host.books


def figures(item: dict[str, int]) -> Totals:
    return Totals(*(item[name] for name in FIGURES))


def test_it_says_what_the_host_has(tmp_path: Path) -> None:
    held = a_day(tmp_path / "books.sqlite")
    reading = Reading(tmp_path / "books.sqlite", "2026-01-05")
    books = reading.books()
    assert books["disagreements"] == []
    terminals = {item["terminal"]: item for item in books["terminals"]}
    assert sorted(terminals) == held.terminals()
    for name, item in terminals.items():
        assert figures(item) == held.balance(name)
        assert item["merchant"] == held.merchant(name)
    for item in books["merchants"]:
        assert figures(item) == held.merchant_balance(item["merchant"])
    rows = [(b["terminal"], b["batch"], b["open"], b["closed_how"]) for b in reading.batches()]
    own = [(b.terminal, b.number, b.is_open, b.closed_how) for b in held.batches()]
    assert sorted(rows) == sorted(own)
    for item in reading.batches("TP000001"):
        batch = held.batch("TP000001", item["batch"])
        assert batch is not None
        assert (figures(item), item["next_batch"]) == (batch.totals(), batch.next_batch)
        assert item["transactions"] == len(batch.transactions)


def test_books_that_do_not_add_up_are_told(tmp_path: Path) -> None:
    path = tmp_path / "books.sqlite"
    a_day(path)
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE journal SET debits_minor = debits_minor + 1 WHERE trace = '000003'")
    (said,) = Reading(path, "2026-01-05").books()["disagreements"]
    assert "terminal TP000001, batch 000001" in said


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="cannot be read"):
        Reading(tmp_path / "nowhere.sqlite", "2026-01-05").books()
