"""kill -9 in mid-load: what was answered is in the books, and the books are sound."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from emulators.acquirer.books import Books
from emulators.acquirer.ledger import SqliteStore
from tests.emulators.acquirer.loop import HandLoop

ROOT = Path(__file__).parents[3]


def kill_after(answers: int, path: Path) -> list[str]:
    """Start a host, kill it when it has given so many answers; the traces that it answered."""
    command = [sys.executable, "-m", "tests.emulators.acquirer.victim", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        first = [process.stdout.readline().strip() for _ in range(answers)]
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read()
    whole = rest[: rest.rfind("\n") + 1].split()  # a line cut off in mid-write was not said
    return first + whole


@pytest.mark.slow
@pytest.mark.parametrize("answers", [1, 25, 333])
def test_a_killed_host_loses_nothing_that_was_answered(answers: int, tmp_path: Path) -> None:
    path = tmp_path / "books.sqlite"
    answered = kill_after(answers, path)
    assert len(answered) >= answers
    store = SqliteStore(path, HandLoop().call_soon)
    books = Books(store.load())
    store.close()
    booked = {row.trace: row.amount_minor for row in books.journal}
    assert {trace: booked.get(trace) for trace in answered} == {t: int(t) for t in answered}
    assert books.audit() == []
