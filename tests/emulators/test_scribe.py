"""Payloads that take long to make: their lines come later, and all lines in their order."""

import io

import pytest

from emulators.clock import VirtualClock
from emulators.events import Payload
from emulators.faults.fault import parse_fault
from emulators.faults.nemesis import Nemesis
from emulators.history import History
from emulators.printer.events import Buzzed, LineBurnt, RollLoaded

LINE = (1, 1, "text", 24, 0, 24, 0, 5, 9, 9, True, (), ())


class Made:
    """Makes a payload, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, length_mm: float) -> Payload:
        self.times += 1
        return RollLoaded(length_mm)


class Wall:
    """A History with a file, and what stands in it."""

    def __init__(self) -> None:
        self.clock, self.file, self.made = VirtualClock(), io.StringIO(), Made()
        self.history = History(self.clock, sink=self.file)

    def slow(self) -> None:
        self.history.record_slow("printer", RollLoaded.kind, "", self.made, (80.0,))

    def lines(self, count: int) -> None:
        self.history.record_all("printer", LineBurnt, ["1.1"] * count, [LINE] * count)

    def day(self) -> None:
        """Something of everything."""
        self.history.record("printer", Buzzed(1))
        self.slow()
        self.lines(2)
        self.history.record("printer", Buzzed(2), cause=2)
        self.slow()


def at_once(monkeypatch: pytest.MonkeyPatch) -> str:
    """The file of such a day when nothing is put off."""
    with monkeypatch.context() as patch:
        wall = Wall()
        patch.setattr(
            wall.history,
            "record_slow",
            lambda device, _kind, _key, make, of: wall.history.record(device, make(*of)),
        )
        wall.day()
    return wall.file.getvalue()


def test_what_takes_long_and_what_is_behind_it_is_written_later_in_its_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wall = Wall()
    wall.day()
    before = wall.file.getvalue()
    assert before.count("\n") == 1
    assert wall.made.times == 0
    wall.history.catch_up()
    assert wall.file.getvalue() == at_once(monkeypatch)
    assert wall.made.times == 2


def test_it_is_written_by_itself_when_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    wall = Wall()
    wall.day()
    wall.clock.advance(1.0)
    assert wall.file.getvalue() == at_once(monkeypatch)
    wall.history.record("printer", Buzzed(3))
    assert wall.file.getvalue().count("\n") == 7  # and then everything at once again


def test_while_more_comes_some_of_it_is_written_all_the_same() -> None:
    wall = Wall()
    wall.slow()
    for _ in range(10):
        wall.lines(100)
        wall.clock.advance(0.05)
    written = wall.file.getvalue().count("\n")
    assert 0 < written < 1001
    wall.clock.advance(1.0)
    assert wall.file.getvalue().count("\n") == 1001


def test_whoever_reads_gets_it_whole_and_it_is_made_once() -> None:
    wall = Wall()
    wall.day()
    assert [item.seq for item in wall.history.events] == [1, 2, 3, 4, 5, 6]
    assert wall.history.events[1].payload == RollLoaded(80.0)
    wall.history.catch_up()
    assert wall.made.times == 2


def test_whoever_looks_on_sees_it_at_once() -> None:
    wall, seen = Wall(), []
    wall.history.subscribe(seen.append)
    wall.slow()
    assert [item.payload for item in seen] == [RollLoaded(80.0)]
    assert wall.file.getvalue().count("\n") == 1


def test_a_fault_that_waits_for_it_strikes_at_its_moment() -> None:
    wall = Wall()
    nemesis = Nemesis(wall.history, wall.clock)

    class Target:
        struck = 0

        def apply(self, _: object) -> None:
            self.struck = wall.history.seq

    target = Target()
    nemesis.attach("printer", target)
    nemesis.attach("printer.link", target)
    nemesis.arm(parse_fault("printer.link.down@event(printer.roll)"))
    wall.slow()
    assert target.struck
    assert wall.file.getvalue().count("\n") == wall.history.seq


def test_what_is_forgotten_has_been_written_before() -> None:
    clock, file, made = VirtualClock(), io.StringIO(), Made()
    history = History(clock, sink=file, most_kept=4)
    for _ in range(9):
        history.record_slow("printer", RollLoaded.kind, "", made, (80.0,))
    history.catch_up()
    assert [line[:8] for line in file.getvalue().splitlines()] == [
        f'{{"seq":{n}' for n in range(1, 10)
    ]


def test_whoever_goes_through_the_events_meets_no_unmade_one_that_comes_meanwhile() -> None:
    wall = Wall()
    wall.slow()
    so_far, live = wall.history.events, wall.history.live
    going, growing = iter(so_far), iter(live)
    kinds = [next(going).kind, next(growing).kind]
    wall.day()
    kinds += [one.kind for one in (*going, *growing)]
    assert kinds == [RollLoaded.kind] * 2
    assert len(so_far) == 1
    assert [one.kind for one in live] == [one.kind for one in wall.history.events]
    assert len(live) == 7
    assert live[-1].payload == wall.history.events[-1].payload == live[-1:][0].payload
