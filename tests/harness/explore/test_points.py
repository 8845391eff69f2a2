"""Where faults may strike, and which of these places are one."""

from dataclasses import dataclass

import pytest

from emulators.acquirer.events import Booked, Request
from emulators.clock import VirtualClock
from emulators.events import Event
from emulators.faults.events import FaultFired
from emulators.faults.fault import catalogue
from emulators.history import History
from emulators.links.events import Answered, Sent
from emulators.printer.events import Cut, LineBurnt, Replied
from harness.events import Healed, Invoked, Returned
from harness.explore.points import further, moment, moments, names, points

from .fakes import DAY

assert DAY


@dataclass
class Told:
    """A History, written down event by event."""

    history: History

    def message(self, kind: type[Request] | type[Booked], moment: str) -> None:
        self.history.record(
            "acquirer",
            kind("0200", moment, 1, "TP", "1", "1", 1, "000000", 1250, "", ()),
        )

    def line(self, number: int) -> None:
        line = LineBurnt(1, number, "TOTAL", 24, 0, 24, 0, 8, 9, 9, True)
        self.history.record("printer", line)


def told() -> Told:
    return Told(History(VirtualClock()))


def a_sale() -> list[Event]:
    """Pressed, asked of the host, answered, two lines and a cut."""
    one = told()
    history = one.history
    history.op = 1
    history.record("operator", Invoked(1, "sale", "A1", 1250, 156, "card", "{}"))
    history.record("acquirer.link", Sent(1, 0, 9, "", ""))
    one.message(Request, "request")
    one.message(Booked, "booked")
    history.record("acquirer.link", Answered(1, 9))
    history.record("printer.link", Sent(1, 0, 90, "", ""))
    one.line(1)
    history.record("printer.link", Sent(1, 90, 90, "", ""))
    one.line(2)
    history.record("printer", Cut(1, True))
    history.record("operator", Returned(1, "sale", "ok", "approved", "printed", "{}"))
    history.record("bench", Healed(10))
    history.record("operator", Invoked(2, "sale", "A2", 1250, 156, "card", "{}"))
    return history.events


def kinds(fault: str, *, fold: bool = True) -> list[tuple[str, int]]:
    found = points(a_sale(), catalogue()[fault], fold=fold)
    return [(point.moment, point.folded) for point in found]


def test_a_crash_of_the_till_is_told_apart_by_what_it_has_got_and_given() -> None:
    assert kinds("pos.kill") == [
        ("operation.invoked", 0),
        ("host.request", 1),  # booked or not, the till is waiting
        ("printer.line", 2),  # whatever is on the paper, the till has sent it
        ("operation.returned", 0),
    ]


def test_paper_is_told_apart_line_by_line() -> None:
    assert [kind for kind, _ in kinds("printer.paper_out")] == [
        "operation.invoked",
        "host.request",
        "printer.line",
        "printer.line",
        "printer.cut",
        "operation.returned",
    ]


def test_a_lost_answer_needs_a_message() -> None:
    assert kinds("host.response_lost") == [("host.booked", 0)]
    assert kinds("host.settlement_mismatch") == []


def test_nothing_is_folded_when_every_point_is_asked_for() -> None:
    folded = kinds("pos.kill")
    assert len(kinds("pos.kill", fold=False)) == sum(1 + count for _, count in folded)


def test_what_comes_after_healing_is_no_moment_for_a_fault() -> None:
    assert not any(point.op == 2 for point in names(a_sale()))
    assert len(kinds("operator.skip_settlement")) == 1


def test_only_points_that_other_runs_have_too() -> None:
    events = a_sale()
    known = frozenset(point for point in names(events) if point.kind != "printer.line")
    found = points(events, catalogue()["printer.paper_out"], lambda one: one.point in known)
    assert "printer.line" not in {point.moment for point in found}


def test_a_second_fault_strikes_only_at_what_the_first_brought_about() -> None:
    events = a_sale()
    old = frozenset(moment(one) for one in events if one.kind != "printer.cut")
    kill = catalogue()["pos.kill"]
    assert further(events, [kill], old) == ()  # nothing has struck
    one = told()
    one.history.record("nemesis", FaultFired(1, "pos.kill", "pos.kill@now", "pos", False))
    one.line(1)
    one.history.record("printer", Cut(1, True))
    assert further(one.history.events, [kill], frozenset()) == (
        "pos.kill@point(printer/0/printer.line/1.1/1)",
    )
    seen = frozenset(moment(item) for item in one.history.events)
    assert further(one.history.events, [kill], seen) == ()


def test_another_answer_is_another_moment() -> None:
    """The first fault made a slip wait: a crash there is not the crash of a clean day."""
    kill = catalogue()["pos.kill"]
    clean = moments(a_sale())
    one = told()
    one.history.op = 1
    one.history.record("nemesis", FaultFired(1, "pos.kill", "pos.kill@now", "pos", False))
    one.history.record("operator", Returned(1, "sale", "ok", "approved", "queued", "{}"))
    assert further(one.history.events, [kill], clean) == (
        "pos.kill@point(operator/1/operation.returned/sale/1)",
    )


@pytest.mark.parametrize("every_poll", [False, True])
def test_later_polls_of_the_printer_are_moments_in_virtual_time_only(every_poll: bool) -> None:
    one = told()
    for _ in range(2):
        one.history.record("printer.link", Sent(1, 0, 3, "", ""))
        one.history.record("printer", Replied(1, "DLE EOT 1", "12", trouble=False))
        one.history.record("printer.link", Answered(1, 1))
    found = points(one.history.events, catalogue()["pos.kill"], every_poll=every_poll)
    assert len(found) == 1 + every_poll
