"""The History file of a busy device: what is in it when something leaves the device."""

from contextlib import closing
from pathlib import Path

from emulators.clock import VirtualClock
from emulators.history import History
from emulators.history_file import load_events
from emulators.links.events import Opened
from harness.serve.record import IDLE_S, HistoryFile


def test_what_was_recorded_is_in_the_file_when_something_leaves(tmp_path: Path) -> None:
    clock = VirtualClock()
    path = tmp_path / "history.jsonl"
    with closing(HistoryFile(path, clock.call_later)) as file:
        history = History(clock, sink=file)
        for conn in (1, 2):
            history.record("acquirer.link", Opened(conn))
        assert load_events(path) == []
        history.write_out()
        assert [item.seq for item in load_events(path)] == [1, 2]


def test_the_rest_follows_when_nothing_leaves(tmp_path: Path) -> None:
    clock = VirtualClock()
    path = tmp_path / "history.jsonl"
    with closing(HistoryFile(path, clock.call_later)) as file:
        history = History(clock, sink=file)
        for seq in (1, 2):
            history.record("acquirer.link", Opened(seq))
            clock.advance(IDLE_S)
            assert [item.seq for item in load_events(path)] == list(range(1, seq + 1))
        history.record("acquirer.link", Opened(3))
    clock.advance(IDLE_S)
    assert len(load_events(path)) == 3
