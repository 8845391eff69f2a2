"""What a device served by itself says: as much as a person can read, the rest counted."""

from pathlib import Path

import pytest

from emulators.acquirer.events import BooksEntry
from emulators.clock import VirtualClock
from emulators.events import Payload
from emulators.history import History
from emulators.links.events import LinkState
from harness.serve.told import LINES_A_SECOND, QUIET, Teller
from harness.serve.voice import Voice

MANY = LINES_A_SECOND + 50
SALE = BooksEntry(
    "TP000001", "000001", "000001", "purchase", "booked", 1250, 156, "debit", *[""] * 4
)


class Told:
    """A device's History and what is said of it."""

    def __init__(self, folder: Path) -> None:
        self.clock = VirtualClock()
        self.history = History(self.clock)
        self._path = folder / "log"

    def lines(self, *seconds: list[Payload]) -> list[str]:
        """What is said of the events of each second."""
        with self._path.open("w", encoding="utf-8") as stream, Voice(stream) as voice:
            teller = Teller(voice, self.clock)
            self.history.subscribe(teller.tell, teller.heeds, QUIET)
            for events in seconds:
                for event in events:
                    self.history.record("device", event)
                self.clock.advance(1.0)
        return self._path.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def told(tmp_path: Path) -> Told:
    return Told(tmp_path)


def test_what_a_person_can_read_is_said(told: Told) -> None:
    lines = told.lines([SALE] * LINES_A_SECOND, [SALE] * LINES_A_SECOND)
    assert len(lines) == 2 * LINES_A_SECOND
    assert all("books.entry" in line for line in lines)


def test_more_than_a_person_can_read_is_counted(told: Told) -> None:
    lines = told.lines([LinkState("up")] * MANY, [], [LinkState("down")])
    assert [line.split(maxsplit=1)[1] for line in lines[LINES_A_SECOND:]] == [
        "in one second    50 link.state",
        "link.state       state=down",
    ]


def test_many_messages_are_one_line_a_second(told: Told) -> None:
    lines = told.lines([SALE] * MANY, *[[SALE] * 5_000] * 3, [SALE] * 3, [SALE])
    assert [line.split()[0] for line in lines[LINES_A_SECOND:-1]] == [
        *("1.000", "2.000", "3.000", "4.000", "5.000")
    ]
    assert [line.split(maxsplit=4)[-1] for line in lines[LINES_A_SECOND:-1]] == [
        "50 books.entry",
        *["5,000 books.entry"] * 3,
        "3 books.entry",
    ]
    assert "books.entry" in lines[-1]
    assert "in one second" not in lines[-1]


def test_what_strikes_is_said_among_many_messages(told: Told) -> None:
    lines = told.lines([SALE] * MANY, [SALE] * 500, [*[SALE] * 300, LinkState("down"), SALE])
    assert sum("link.state       state=down" in line for line in lines) == 1
