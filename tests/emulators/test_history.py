"""The History: order, names that survive, disk, and what a damaged file says."""

import io
import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulators.blobs import Blobs
from emulators.clock import VirtualClock
from emulators.errors import HistoryError
from emulators.events import Event, InjectionPoint, Payload, event, to_json
from emulators.history import History, of
from emulators.history_file import line_of, load_events


@event("test.happened")
@dataclass(frozen=True, slots=True)
class Happened(Payload):
    """Something happened in a test."""

    what: str
    parts: tuple[str, ...] = ()

    def key(self) -> str:
        """What it was."""
        return self.what


@event("test.measured")
@dataclass(frozen=True, slots=True)
class Measured(Payload):
    """Something with a field of every form."""

    text: str
    number: int
    size_mm: float
    sure: bool
    found: str | None
    texts: tuple[str, ...]
    numbers: tuple[int, ...]


@event("test.nothing")
@dataclass(frozen=True, slots=True)
class Nothing(Payload):
    """Something without a field."""


def test_events_stand_in_order_with_time_operation_and_cause() -> None:
    clock = VirtualClock()
    history = History(clock)
    history.record("printer", Happened("a"))
    clock.advance(1.5)
    history.op = 3
    history.record("printer", Happened("b"), cause=1)
    first, second = history.events
    assert (first.seq, first.t_ms, first.op, first.cause) == (1, 0.0, 0, None)
    assert (second.seq, second.t_ms, second.op, second.cause) == (2, 1500.0, 3, 1)


def test_a_points_name_counts_only_its_own_kind() -> None:
    history = History(VirtualClock())
    for device, what in [("printer", "x"), ("acquirer", "x"), ("printer", "y"), ("printer", "x")]:
        history.record(device, Happened(what))
    assert [str(item.point) for item in history.events] == [
        "printer/0/test.happened/x/1",
        "acquirer/0/test.happened/x/1",
        "printer/0/test.happened/y/1",
        "printer/0/test.happened/x/2",
    ]


@pytest.mark.parametrize("key", ["", "1.6", "a/b", "0200.1"])
def test_a_points_name_reads_back(key: str) -> None:
    point = InjectionPoint("printer.link", 2, "link.sent", key, 4)
    assert InjectionPoint.parse(str(point)) == point


def test_what_is_no_point_says_what_to_write() -> None:
    with pytest.raises(HistoryError, match="device/operation/kind/key/nth"):
        InjectionPoint.parse("printer/one")


def test_the_history_on_disk_is_the_history(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    with path.open("w") as sink:
        history = History(VirtualClock(), sink=sink)
        history.record("printer", Happened("合计 12.50", ("a", "b")))
        history.record("printer", Happened("b"), certainty="inferred")
    assert [to_json(e) for e in load_events(path)] == [to_json(e) for e in history.events]
    assert next(of(load_events(path), Happened))[1].parts == ("a", "b")


def test_a_last_line_cut_off_in_mid_write_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    sink = io.StringIO()
    history = History(VirtualClock(), sink=sink)
    history.record("printer", Happened("a"))
    history.record("printer", Happened("b"))
    path.write_text(sink.getvalue()[:-9])
    assert [item.key for item in load_events(path)] == ["a"]


WHOLE = line_of(Event(1, 0.5, "printer", 0, "a", 1, None, "known", Happened("a", ("b",))))


@pytest.mark.parametrize(
    "line",
    [
        "not json\n",
        '{"seq": 1, "kind": "no.such"}\n',
        "[1]\n",
        "\udcff\n",
        WHOLE.replace('"a"', "7"),
        WHOLE.replace('["b"]', "[7]"),
        WHOLE.replace('["b"]', '"b"'),
        WHOLE.replace('"seq":1', '"seq":"1"'),
        WHOLE.replace('"known"', "null"),
        WHOLE.replace('"test.happened"', "[]"),
    ],
)
def test_any_other_damage_is_said(tmp_path: Path, line: str) -> None:
    path = tmp_path / "history.jsonl"
    path.write_text(WHOLE)
    assert load_events(path)
    path.write_text(line, errors="surrogateescape")
    with pytest.raises(HistoryError):
        load_events(path)


def test_a_missing_blob_is_said(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "blobs")
    name = blobs.put(b"dots")
    assert blobs.get(name) == b"dots"
    with pytest.raises(HistoryError, match="not complete"):
        blobs.get("0" * 64)
    (tmp_path / "secret").write_bytes(b"not ours")
    for path in ("../secret", str(tmp_path / "secret")):
        with pytest.raises(HistoryError, match="no SHA-256"):
            blobs.get(path)


def test_observers_see_every_event_until_they_leave() -> None:
    history, seen = History(VirtualClock()), []
    leave = history.subscribe(lambda item: seen.append(item.seq))
    history.record("printer", Happened("a"))
    leave()
    history.record("printer", Happened("b"))
    assert seen == [1]


def test_a_history_of_days_keeps_the_later_events_and_counts_the_others() -> None:
    sink = io.StringIO()
    history = History(VirtualClock(), sink=sink, most_kept=10)
    for number in range(95):
        history.record("printer", Happened(f"{number}" if number % 2 else "again"))
    assert 5 <= len(history.events) <= 10
    assert [item.seq for item in history.events] == list(range(history.dropped + 1, 96))
    assert history.events[-1].nth == 48
    assert len(sink.getvalue().splitlines()) == history.seq == 95


def test_what_is_recorded_later_stands_in_its_place_with_its_number() -> None:
    history = History(VirtualClock(), most_kept=10)
    for number in range(1, 95):
        payload = Happened(f"{number}" if number % 2 else "again")
        history.record_later("printer", Happened.kind, payload.key(), Happened, (payload.what,))
    history.record("printer", Happened("again"))
    assert [item.seq for item in history.events] == list(range(history.dropped + 1, 96))
    assert 5 <= len(history.events) <= 10
    again = [item.nth for item in history.events if item.payload == Happened("again")]
    assert again == list(range(1, len(again) + 1))
    assert history.latest({Happened.kind}, 1) == [history.events[-1]]


def test_what_is_recorded_later_is_shown_at_once() -> None:
    history, seen = History(VirtualClock(), most_kept=10), []
    history.subscribe(seen.append, never=frozenset({"never.asked"}))
    for _ in range(2):
        history.record_later("printer", Happened.kind, "a", Happened, ("a",))
    assert [(item.seq, item.payload) for item in seen] == [(1, Happened("a")), (2, Happened("a"))]
    assert [item.nth for item in history.events] == [1, 2]


def test_an_observer_does_not_see_what_it_never_wants() -> None:
    history, seen = History(VirtualClock()), []
    history.subscribe(seen.append, never=frozenset({Happened.kind}))
    history.record("printer", Happened("a"))
    assert seen == []


def unfold(*names: str) -> list[tuple[str, str, type[Happened], tuple[str]]]:
    return [(Happened.kind, name, Happened, (name,)) for name in names]


def test_a_run_of_events_is_unfolded_when_somebody_reads() -> None:
    history = History(VirtualClock(), most_kept=10)

    assert history.unseen((Happened.kind,))
    for number in range(9):
        history.record_run("printer", 2, unfold, (f"{number}", "again"))
    assert history.seq == 18
    assert 5 <= history.seq - history.dropped <= 10
    assert [item.seq for item in history.events] == list(range(history.dropped + 1, 19))
    assert [item.key for item in history.events[-4:]] == ["7", "again", "8", "again"]
    history.subscribe(lambda _: None)
    assert not history.unseen((Happened.kind,))


TEXTS = st.text() | st.sampled_from(['"', "\\", "\n", "\x7f", "\ud800", "é钱", "\u2028"])
MEASURED = st.builds(
    Measured,
    TEXTS,
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none() | TEXTS,
    st.lists(TEXTS).map(tuple),
    st.lists(st.integers() | st.booleans()).map(tuple),
)


@given(MEASURED | st.just(Nothing()), st.floats(0, 1e9), TEXTS, st.none() | st.integers(1))
def test_a_line_is_what_json_makes_of_the_event(
    payload: Payload, t_ms: float, key: str, cause: int | None
) -> None:
    item = Event(1, t_ms, "printer", 0, key, 1, cause, "known", payload)
    told = json.dumps(to_json(item), ensure_ascii=False, separators=(",", ":"))
    assert line_of(item) == told + "\n"


def test_a_point_is_counted_as_far_back_as_it_is_kept() -> None:
    history = History(VirtualClock(), most_kept=16)
    for what in ["once", "twice", *["often"] * 8, "twice", *["often"] * 8]:
        history.record("printer", Happened(what))
    for what in ("once", "twice", "often"):
        history.record("printer", Happened(what))
    assert [item.nth for item in history.events][-3:] == [1, 3, 17]


def test_a_run_that_is_longer_than_what_is_dropped_at_a_time_leaves_no_more_in_memory() -> None:
    history = History(VirtualClock(), most_kept=9)
    for number in range(9):
        history.record("acquirer", Happened(str(number)))
    history.record_run("acquirer", 5, unfold, tuple("abcde"))
    assert [item.key for item in history.events][-5:] == [*"abcde"]
    assert len(history.events) == 9
