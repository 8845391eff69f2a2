"""Bounds of one line, so that no client can make the host hold ever more."""

from pathlib import Path

from emulators.acquirer.ledger import SqliteStore
from emulators.acquirer.settings import HostSettings
from tests.emulators.acquirer.loop import HandLoop
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.till import Till


def test_a_line_with_too_many_unanswered_requests_has_no_room(tmp_path: Path, till: Till) -> None:
    loop = HandLoop()
    store = SqliteStore(tmp_path / "books.sqlite", loop.call_soon)
    rig = Rig(HostSettings(unanswered=3, terminals=("*",)), store)
    room: list[int] = []
    rig.host.on_room(lambda: room.append(rig.host.room(1)))
    rig.connect(2)
    for trace in range(1, 4):
        rig.host.feed(1, till.sale(trace, 100))
    assert (rig.host.room(1), rig.host.room(2) > 0) == (0, True)
    loop.turn_until(lambda: len(rig.answers) == 3)
    assert room[0] > 0
    store.close()


def test_a_lost_request_gives_its_room_back(rig: Rig, till: Till) -> None:
    full = Rig(HostSettings(unanswered=1))
    full.arm("host.request_lost")
    full.ask(till.sale(1, 100))
    assert full.host.room(1) > 0


def test_an_unknown_line_has_no_room_and_is_not_fed(rig: Rig, till: Till) -> None:
    assert rig.host.room(99) == 0
    rig.host.feed(99, till.sale(1, 100))
    assert rig.story() == []


def test_closing_hangs_up(rig: Rig) -> None:
    rig.connect(2)
    rig.host.close()
    assert rig.closed == [1, 2]
