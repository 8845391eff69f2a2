"""Moments on the wire: on accept, in mid-answer, answered; each by a trigger, none without one."""

import pytest

from emulators.acquirer.events import Answering, Dropped, Sent
from emulators.acquirer.settings import HostSettings
from emulators.history import of
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.till import Till


def answer(rig: Rig) -> bytes:
    return b"".join(rig.raw)


def whole(till: Till) -> int:
    rig = Rig()
    rig.ask(till.sale(1, 1250))
    return len(answer(rig))


def test_nothing_is_recorded_of_them_without_a_trigger(rig: Rig, till: Till) -> None:
    rig.ask(till.sale(1, 1250))
    kinds = {item.payload.kind for item in rig.history.events}
    assert not kinds & {"host.accepted", "host.answering", "host.answered"}


def test_half_an_answer_and_nothing_more(rig: Rig, till: Till) -> None:
    rig.arm("host.response_lost@message(financial,answering)")
    assert rig.ask(till.sale(1, 1250)) is None
    assert len(answer(rig)) == whole(till) // 2
    assert rig.closed == []
    assert [p.moment for _, p in of(rig.history.events, Dropped)] == ["answer"]
    assert len(rig.host.books.journal) == 1
    rig.connect(2)
    assert rig.code(till.reversal(1, 1250), conn=2) == "00"


def test_half_an_answer_and_the_line_is_gone(rig: Rig, till: Till) -> None:
    rig.arm("host.upload_lost@message(financial,answering)")
    assert rig.ask(till.sale(1, 1250)) is None
    assert (len(answer(rig)), rig.closed) == (whole(till) // 2, [1])


def test_half_an_answer_and_the_host_is_gone(rig: Rig, till: Till) -> None:
    rig.arm("host.down@message(financial,answering)")
    assert rig.ask(till.sale(1, 1250)) is None
    assert (len(answer(rig)), rig.closed) == (whole(till) // 2, [1])
    assert len(rig.host.books.journal) == 1


def test_half_an_answer_and_the_rest_much_later(rig: Rig, till: Till) -> None:
    rig.arm("host.late_response:after_ms=700@message(financial,answering)")
    assert rig.ask(till.sale(1, 1250)) is None
    rig.clock.advance(0.7)
    assert [message.get(39) for _, message in rig.answers] == ["00"]


def test_the_second_of_two_terminals_in_mid_answer() -> None:
    rig = Rig(HostSettings(terminals=("*",)))
    rig.arm("host.response_lost@message(purchase,answering,TP000002)")
    assert rig.code(Till().sale(1, 100)) == "00"
    assert rig.code(Till("TP000002").sale(1, 100)) == "none"


def test_a_line_that_ends_when_the_answer_has_left(rig: Rig, till: Till) -> None:
    rig.arm("host.upload_lost@message(financial,answered)")
    assert rig.code(till.sale(1, 1250)) == "00"
    assert rig.closed == [1]


def test_a_line_that_is_accepted_and_hung_up(rig: Rig, till: Till) -> None:
    rig.arm("host.upload_lost@message(,accepted)")
    rig.connect(2)
    assert rig.closed == [2]
    rig.connect(3)
    assert rig.code(till.sale(1, 100), conn=3) == "00"


def test_a_request_is_lost_that_follows_an_accept(rig: Rig, till: Till) -> None:
    rig.arm("host.request_lost@message(,accepted)")
    rig.connect(2)
    assert rig.code(till.sale(1, 100), conn=2) == "none"
    assert rig.host.books.journal == []


def test_the_moments_are_watched_for_as_often_as_asked(rig: Rig, till: Till) -> None:
    rig.arm("host.late_response:after_ms=5@message(financial,answering,nth=2)")
    for trace in (1, 2, 3):
        rig.host.feed(1, till.sale(trace, 100))
        rig.clock.advance(1)
    events = rig.history.events
    assert len(list(of(events, Answering))) == 2
    assert len(list(of(events, Sent))) == len(rig.answers) == 3


@pytest.mark.parametrize("moment", ["request", "booking", "booked", "response"])
def test_the_line_may_go_at_every_other_moment(till: Till, moment: str) -> None:
    rig = Rig()
    rig.arm(f"host.down@message(financial,{moment})")
    assert rig.ask(till.sale(1, 1250)) is None
    assert rig.closed == [1]
    assert bool(rig.host.books.journal) is (moment in ("booked", "response"))
    assert rig.host.books.audit() == []
