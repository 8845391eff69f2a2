"""The moments of a message, in order, and what a fault does at each."""

import pytest

from emulators.acquirer.events import Dropped, Request, Response
from emulators.acquirer.moments import TERMINALS_KEPT, Ordinals
from emulators.faults.events import FaultFired
from emulators.history import of
from tests.emulators.acquirer.rig import Rig, kept
from tests.emulators.acquirer.till import CARD, Till


def test_a_sale_moment_by_moment(rig: Rig, till: Till) -> None:
    rig.ask(till.network("001"))
    assert rig.story() == [
        "host.request 0800.1",
        "books.batch 000001 opened by sign_on",
        "host.booking 0800.1 00",
        "host.booked 0800.1 00",
        "host.response 0800.1 00",
        "host.sent 0800.1 00",
    ]
    rig.ask(till.sale(1, 1250))
    assert rig.story() == [
        "host.request 0200.1",
        "host.booking 0200.1 00",
        "books.entry purchase.booked 000001 1250 debit",
        "host.booked 0200.1 00",
        "host.response 0200.1 00",
        "host.sent 0200.1 00",
    ]


def test_a_repeat_and_a_reversal_share_the_ordinal_of_their_trace(rig: Rig, till: Till) -> None:
    rig.ask(till.sale(41, 100))
    rig.ask(till.sale(77, 200))
    rig.ask(till.sale(77, 200))
    rig.ask(till.reversal(77, 200))
    asked = [item.key for item, _ in of(rig.history.events, Request)]
    assert asked == ["0200.1", "0200.2", "0200.2", "0400.2"]


def test_request_lost_is_not_booked_and_not_answered(rig: Rig, till: Till) -> None:
    rig.arm("host.request_lost")
    assert rig.code(till.sale(1, 1250)) == "none"
    assert rig.story() == ["host.request 0200.1", "host.dropped request 0200.1"]
    assert rig.code(till.sale(1, 1250)) == "00"


def test_request_lost_at_the_last_moment_before_the_booking(rig: Rig, till: Till) -> None:
    rig.ask(till.network("001"))
    rig.story()
    rig.arm("host.request_lost@message(0200,booking)")
    assert rig.code(till.sale(1, 1250)) == "none"
    assert rig.story() == [
        "host.request 0200.1",
        "host.booking 0200.1 00",
        "host.dropped request 0200.1 00",
    ]
    assert rig.host.books.journal == []


@pytest.mark.parametrize(
    ("moment", "answered"),
    [("request", False), ("booking", False), ("booked", False), ("response", True)],
)
def test_response_lost_is_booked_whenever_it_strikes(
    rig: Rig, till: Till, moment: str, answered: bool
) -> None:
    rig.ask(till.network("001"))
    rig.arm(f"host.response_lost@message(0200,{moment})")
    assert rig.code(till.sale(1, 1250)) == "none"
    assert [row.change for row in rig.host.books.journal] == ["booked"]
    made = [p for _, p in of(rig.history.events, Response) if p.mti == "0200"]
    assert bool(made) is answered
    (dropped,) = of(rig.history.events, Dropped)
    (fired,) = of(rig.history.events, FaultFired)
    assert dropped[1].moment == "response"
    assert dropped[0].cause == fired[0].seq


def test_a_late_response_takes_a_minute_of_virtual_time(rig: Rig, till: Till) -> None:
    rig.arm("host.late_response:after_ms=60000")
    assert rig.code(till.sale(1, 1250)) == "none"
    rig.clock.advance(59.999)
    assert rig.answers == []
    assert rig.code(till.reversal(1, 1250)) == "00"
    rig.clock.advance(0.001)
    (_, reversed_), (_, late) = rig.answers
    assert (reversed_.mti, late.mti, late.get(39)) == ("0410", "0210", "00")
    assert rig.host.books.balance(till.terminal).debits_count == 0


def test_a_late_response_for_a_line_that_has_gone_is_dropped(rig: Rig, till: Till) -> None:
    rig.arm("host.late_response:after_ms=5000")
    rig.ask(till.sale(1, 1250))
    rig.host.disconnect(1)
    rig.clock.advance(5)
    assert rig.answers == []
    assert rig.story()[-1] == "host.dropped response 0200.1 00"


@pytest.mark.parametrize("moment", ["request", "booking"])
def test_a_decline_is_told_and_booked_as_one(rig: Rig, till: Till, moment: str) -> None:
    rig.arm(f"host.decline:code=61@message(0200,{moment})")
    answer = rig.ask(till.sale(1, 1250))
    assert answer is not None
    assert (answer.get(39), answer.get(38)) == ("61", "")
    assert len(answer.get(37)) == 12
    assert [(row.change, row.side) for row in rig.host.books.journal] == [("declined", "none")]


def test_a_fault_that_comes_too_late_for_its_message_strikes_the_next(rig: Rig, till: Till) -> None:
    rig.arm("host.request_lost@message(0200,booked)")
    assert rig.code(till.sale(1, 100)) == "00"
    assert rig.code(till.sale(2, 200)) == "none"
    assert rig.code(till.sale(3, 300)) == "00"
    assert rig.host.books.balance(till.terminal).debits_minor == 400


def test_a_fault_armed_for_now_strikes_the_next_message(rig: Rig, till: Till) -> None:
    rig.arm("host.response_lost@now")
    assert rig.code(till.sale(1, 100)) == "none"
    assert rig.code(till.sale(2, 200)) == "00"


def test_a_cutover_between_booking_and_response(rig: Rig, till: Till) -> None:
    rig.arm("host.cutover@message(0200,booked)")
    rig.ask(till.sale(1, 100))
    assert rig.story()[2:] == [
        "host.booking 0200.1 00",
        "books.entry purchase.booked 000001 100 debit",
        "host.booked 0200.1 00",
        "host.cutover 2026-01-06",
        "host.response 0200.1 00",
        "host.sent 0200.1 00",
    ]
    assert rig.host.business_date.isoformat() == "2026-01-06"


def test_no_event_and_no_blob_shows_a_card_number(rig: Rig, till: Till) -> None:
    rig.ask(till.sale(1, 1250))
    for _, moment in [*of(rig.history.events, Request), *of(rig.history.events, Response)]:
        assert CARD.encode() not in kept(rig.history, moment)
    assert CARD not in repr(rig.history.events)
    (_, request), *_ = of(rig.history.events, Request)
    assert b"411111******1111" in kept(rig.history, request)
    assert CARD not in repr(rig.host.books.journal)


def test_a_pos_that_answers_inside_of_send_does_not_nest_messages(rig: Rig, till: Till) -> None:
    asked = [till.sale(3, 300)]
    depths = [0]

    def send(data: bytes) -> None:
        depths.append(depths[-1] + 1)
        if asked:
            rig.host.feed(7, asked.pop())
        depths.append(depths[-1] - 1)

    rig.host.connect(7, send, lambda: None)
    rig.host.feed(7, till.sale(1, 100) + till.sale(2, 200))
    kinds = [line.split()[0] + line.split()[1][-1] for line in rig.story() if "host." in line]
    moments = ["host.request", "host.booking", "host.booked", "host.response", "host.sent"]
    assert kinds == [f"{moment}{trace}" for trace in (1, 2, 3) for moment in moments]
    assert max(depths) == 1


def test_ordinals_of_the_latest_batches_are_kept() -> None:
    ordinals = Ordinals()
    for batch in range(100):
        assert ordinals.number("TP000001", f"{batch:06d}", "000007") == 1
        assert ordinals.number("TP000001", f"{batch:06d}", "000009") == 2
    assert ordinals.number("TP000001", "000099", "000009") == 2
    assert ordinals.number("TP000001", "000000", "000009") == 1  # long gone


def test_a_host_that_hears_noise_for_days_keeps_no_more_than_it_may() -> None:
    ordinals = Ordinals()
    for number in range(TERMINALS_KEPT + 5):
        assert ordinals.number(f"TP{number:06d}", "000001", "000007") == 1
    assert ordinals.number("TP009999", "000001", "000008") == 2
    assert ordinals.number("TP000000", "000001", "000008") == 1  # it was forgotten
