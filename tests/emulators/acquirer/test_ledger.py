"""The books in a file: durable before done, in order, taken up again."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from emulators.acquirer.books import Books
from emulators.acquirer.invariants import funding
from emulators.acquirer.ledger import ENOUGH, SqliteStore, open_file
from emulators.acquirer.rows import TABLES, DateMoved, Row
from emulators.acquirer.totals import Totals
from emulators.errors import LedgerError
from tests.emulators.acquirer.loop import HandLoop
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.till import CARD, Till


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "books.sqlite"


@pytest.fixture
def loop() -> HandLoop:
    return HandLoop()


@pytest.fixture
def store(path: Path, loop: HandLoop) -> Iterator[SqliteStore]:
    store = SqliteStore(path, loop.call_soon)
    yield store
    store.close()


JOURNAL = "SELECT count(*) FROM journal"
DATES = "SELECT count(*) FROM dates"


def durable(path: Path, question: str = JOURNAL) -> int:
    with closing(sqlite3.connect(path)) as file:
        (count,) = file.execute(question).fetchone()
    return int(count)


def a_day(rig: Rig, loop: HandLoop) -> None:
    """One of every kind of row, each message answered before the next."""
    till = Till()

    def ask(message: bytes) -> None:
        before = len(rig.answers)
        rig.host.feed(1, message)
        loop.turn_until(lambda: len(rig.answers) > before)

    ask(till.sale(1, 100))
    ask(till.sale(2, 250))
    ask(till.reversal(2, 250))
    ask(till.refund(3, 40))
    ask(till.settle(4, Totals(2, 350)))
    ask(till.upload(1, 100))
    ask(till.upload(5, 250))
    ask(till.close(6))
    rig.host.cutover()


def begin_to_flush(store: SqliteStore, loop: HandLoop, done: list[str]) -> None:
    """One commit's group is written; what is committed now gathers for the next one."""
    store.commit([DateMoved("2026-01-01")], lambda: done.append("first"))
    loop.turn()


def test_a_small_group_waits_for_what_has_come_already(store: SqliteStore, loop: HandLoop) -> None:
    done: list[str] = []
    begin_to_flush(store, loop, done)
    store.commit([DateMoved("2026-01-02")], lambda: done.append("second"))
    loop.turn_until(lambda: bool(done))
    loop.turn()
    store.commit([DateMoved("2026-01-03")], lambda: done.append("third"))
    loop.turn()
    assert done == ["first"]
    loop.turn()
    assert done == ["first", "second", "third"]


def test_a_group_that_is_large_enough_waits_no_longer(
    store: SqliteStore, path: Path, loop: HandLoop
) -> None:
    done: list[str] = []
    begin_to_flush(store, loop, done)
    for number in range(ENOUGH):
        if number == 1:
            loop.turn_until(lambda: bool(done))
        store.commit([DateMoved(f"2026-02-{number + 1:02d}")], lambda: done.append("more"))
    deadline_s = time.monotonic() + 20
    while durable(path, DATES) < 1 + ENOUGH:  # the loop has not turned since
        assert time.monotonic() < deadline_s
    loop.turn_until(lambda: len(done) == 1 + ENOUGH)


def test_no_answer_leaves_before_its_row_is_on_the_disk(
    store: SqliteStore, path: Path, loop: HandLoop
) -> None:
    rig = Rig(store=store)
    on_disk: list[int] = []
    rig.host.connect(5, lambda _: on_disk.append(durable(path)), lambda: None)
    rig.host.feed(5, Till().sale(1, 100))
    assert on_disk == []
    assert "host.booked 0200.1 00" not in rig.story()
    loop.turn_until(lambda: bool(on_disk))
    assert on_disk == [1]


def test_answers_without_rows_wait_for_those_before_them(
    store: SqliteStore, loop: HandLoop
) -> None:
    rig = Rig(store=store)
    till = Till()
    rig.host.feed(1, till.sale(1, 100) + till.sale(1, 100) + till.network("301"))
    assert rig.answers == []
    loop.turn_until(lambda: len(rig.answers) == 3)
    assert [answer.mti for _, answer in rig.answers] == ["0210", "0210", "0810"]
    assert rig.answers[0][1] == rig.answers[1][1]
    assert rig.code(till.network("301")) == "00"  # nothing is under way: at once


def test_what_goes_wrong_behind_one_commit_does_not_hold_up_the_others(
    store: SqliteStore, loop: HandLoop
) -> None:
    told: list[int] = []

    def wrong() -> None:
        told.append(1)
        raise KeyError("of one message")

    store.commit([DateMoved("2026-01-05")], wrong)
    store.commit([DateMoved("2026-01-06")], lambda: told.append(2))
    with pytest.raises(KeyError):
        loop.turn_until(lambda: bool(told))
    assert told == [1, 2]
    store.commit([], lambda: told.append(3))  # nothing is under way any more
    assert told == [1, 2, 3]


def test_a_restarted_host_has_the_same_books(
    store: SqliteStore, path: Path, loop: HandLoop
) -> None:
    rig = Rig(store=store)
    a_day(rig, loop)
    store.close()
    journal = rig.host.books.journal
    again = SqliteStore(path, loop.call_soon)
    restarted = Rig(store=again)
    books = restarted.host.books
    assert restarted.host.business_date.isoformat() == "2026-01-06"
    assert books.journal == journal
    assert books.audit() == []
    before = rig.host.books.batch("TP000001", "000001")
    after = books.batch("TP000001", "000001")
    assert before == after
    assert after is not None
    assert after.closed_how == "upload"
    repeat = Till(batch="000002").sale(7, 100)
    restarted.host.feed(1, repeat)
    loop.turn_until(lambda: bool(restarted.answers))
    assert restarted.answers[0][1].get(37) > journal[-1].rrn
    again.close()


def test_memory_and_file_hold_the_same_rows(store: SqliteStore, loop: HandLoop) -> None:
    rig = Rig(store=store)
    a_day(rig, loop)
    loop.turn_until(lambda: len(store.load()) and isinstance(store.load()[-1], DateMoved))
    kinds = {type(row) for row in store.load()}
    assert kinds == set(TABLES.values())
    assert Books(store.load()).balance("TP000001") == rig.host.books.balance("TP000001")


def test_the_views_say_what_the_books_say(store: SqliteStore, path: Path, loop: HandLoop) -> None:
    rig = Rig(store=store)
    a_day(rig, loop)
    store.close()
    with closing(sqlite3.connect(path)) as file:
        totals = file.execute("SELECT * FROM batch_totals").fetchall()
        states = file.execute("SELECT trace, change FROM transactions ORDER BY trace").fetchall()
        owed = file.execute("SELECT * FROM funding WHERE net_minor").fetchall()
        assert file.execute("SELECT * FROM imbalances").fetchall() == []
        file.execute("UPDATE journal SET debits_minor = debits_minor + 1 WHERE trace = '000001'")
        assert len(file.execute("SELECT * FROM imbalances").fetchall()) == 1
    assert owed == [(name, day, net) for (name, day), net in funding(rig.host.books).items() if net]
    assert totals == [("TP000001", "000001", 2, 350, 0, 0)]
    assert states == [
        ("000001", "booked"),
        ("000002", "reversed"),
        ("000003", "dropped"),
        ("000005", "uploaded"),
    ]


def test_no_card_number_is_in_the_file(store: SqliteStore, path: Path, loop: HandLoop) -> None:
    a_day(Rig(store=store), loop)
    store.close()
    content = b"".join(item.read_bytes() for item in path.parent.iterdir())
    assert CARD.encode() not in content
    assert b"411111******1111" in content


def test_a_group_is_written_whole_or_not_at_all(
    store: SqliteStore, path: Path, loop: HandLoop
) -> None:
    rows: list[Row] = [DateMoved("2026-01-06"), DateMoved("2026-01-07")]
    done: list[int] = []
    store.commit(rows, lambda: done.append(durable(path, DATES)))
    loop.turn_until(lambda: bool(done))
    assert done == [2]


def test_every_commit_is_flushed(store: SqliteStore, path: Path) -> None:
    with closing(open_file(path)) as file:
        assert file.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.parametrize("table", ["", "CREATE TABLE journal (goods)"])
def test_a_file_that_is_no_ledger_is_refused_and_let_go(
    path: Path, loop: HandLoop, table: str
) -> None:
    if table:
        with closing(sqlite3.connect(path)) as file:
            file.execute(table)
    else:
        path.write_text("shopping list\n" * 100, encoding="utf-8")
    with pytest.raises(LedgerError, match="cannot be used"):
        SqliteStore(path, loop.call_soon)
    assert not held_by_this_process(path)


def test_a_database_of_somebody_else_is_left_as_it_was(path: Path, loop: HandLoop) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE sales (reference TEXT)")
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="cannot be used: it holds other tables: sales"):
        SqliteStore(path, loop.call_soon)
    assert path.read_bytes() == before
    assert not held_by_this_process(path)


def held_by_this_process(path: Path) -> bool:
    links = (one for one in Path("/proc/self/fd").iterdir() if one.is_symlink())
    return path in (one.readlink() for one in links)


def test_a_folder_that_is_not_there(tmp_path: Path, loop: HandLoop) -> None:
    with pytest.raises(LedgerError, match="cannot be used"):
        SqliteStore(tmp_path / "none" / "books.sqlite", loop.call_soon)


def test_a_file_that_cannot_be_written_answers_nothing(path: Path, loop: HandLoop) -> None:
    heard: list[LedgerError] = []
    store = SqliteStore(path, loop.call_soon, heard.append)
    rig = Rig(store=store)
    with closing(sqlite3.connect(path)) as other:
        other.execute("DROP TABLE journal")
    rig.host.feed(1, Till().sale(1, 100))
    loop.turn_until(lambda: bool(heard))
    assert rig.answers == []
    assert "cannot be written" in str(heard[0])
    store.close()


def test_rows_after_lost_ones_are_not_written(path: Path, loop: HandLoop) -> None:
    heard: list[LedgerError] = []
    store = SqliteStore(path, loop.call_soon, heard.append)
    rig = Rig(store=store)
    with closing(sqlite3.connect(path)) as other:
        other.execute(
            "CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT raise(ABORT, 'full'); END"
        )
        rig.host.feed(1, Till().sale(1, 100))
        loop.turn_until(lambda: bool(heard))
        other.execute("DROP TRIGGER full")
    rig.host.feed(1, Till().sale(2, 100))
    store.close()
    assert durable(path) == 0
    assert rig.answers == []


def test_a_file_that_another_acquirer_has_is_refused(
    store: SqliteStore, path: Path, loop: HandLoop
) -> None:
    with pytest.raises(LedgerError, match="in use by another acquirer"):
        SqliteStore(path, loop.call_soon)
    store.close()
    SqliteStore(path, loop.call_soon).close()
