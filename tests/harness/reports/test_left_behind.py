"""What was there when a scenario did not hold."""

from collections.abc import Callable

from emulators.blobs import Blobs
from emulators.clock import VirtualClock
from emulators.history import History
from emulators.history_file import load_events
from harness.checks.evidence import Evidence
from harness.events import Returned
from harness.reports.left_behind import left_behind
from harness.reports.summary import ScenarioResult, Status


def test_paper_books_and_status(make_scenario: Callable[..., ScenarioResult]) -> None:
    folder = make_scenario(1, Status.FAIL).folder
    assert folder
    events = tuple(load_events(folder.history))
    paper, books, status = left_behind(Evidence(events, Blobs(folder.blobs)))
    assert paper.startswith("on paper: slip 1, ")
    assert "the roll ended in it" in paper
    assert "12.50, trace 000001" in paper
    assert books == "in the books: trace 000001, purchase 12.50, booked"
    assert status == "the till said: ready, printer ok, acquirer ok"


def test_nothing_at_all() -> None:
    said = left_behind(Evidence((), Blobs()))
    assert said == (
        "on paper: nothing",
        "in the books: nothing",
        "the till said: nothing of its status",
    )


def test_a_call_without_a_usable_answer() -> None:
    history = History(VirtualClock())
    for status, reason in (("ok", ""), ("unknown", "the screen never showed home"), ("error", "")):
        history.record("operator", Returned(1, "sale", status, "", "", "{}", reason))
    said = left_behind(Evidence(tuple(history.events), Blobs()))
    assert said[-1] == "no usable answer to sale: the screen never showed home"
