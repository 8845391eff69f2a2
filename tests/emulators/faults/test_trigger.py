"""When faults strike: text forms, counting, thresholds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulators.acquirer.events import Booked
from emulators.clock import VirtualClock
from emulators.errors import UsageError
from emulators.events import Payload
from emulators.faults.trigger_text import parse_trigger
from emulators.history import History
from emulators.links.events import Delivered
from emulators.printer.events import LineBurnt, RowsFed


def line(text: str, rows: int = 24) -> LineBurnt:
    dots = 100 if text else 0
    return LineBurnt(1, 1, text, rows, 0, rows, 0, len(text), dots, dots, legible=True)


def struck(trigger: str, device: str, *payloads: tuple[str, Payload]) -> list[int]:
    """At which of the events (from 1) the trigger strikes, for a fault of ``device``."""
    history = History(VirtualClock())
    matcher = parse_trigger(trigger).watch(device)
    for name, payload in payloads:
        history.record(name, payload)
    return [event.seq for event in history.events if matcher.sees(event)]


def lines(*texts: str) -> list[tuple[str, Payload]]:
    return [("printer", line(text)) for text in texts]


def test_after_line_n_counts_lines_with_content() -> None:
    assert struck("line(2)", "printer", *lines("SHOP", "", "TOTAL", "CUT")) == [3]


def test_a_band_of_a_picture_is_a_line() -> None:
    band = LineBurnt(1, 1, "", 40, 0, 40, 0, 900, 700, 700, legible=True)
    assert struck("line(2)", "printer", ("printer", band), ("printer", band)) == [2]


def test_nth_and_times_count_on() -> None:
    burnt = lines(*"abcdefgh")
    assert struck("line(2,nth=2)", "printer", *burnt) == [4]
    assert struck("line(2,nth=2,times=2)", "printer", *burnt) == [4, 6]
    assert struck("event(printer.line,nth=3)", "pos", *burnt) == [3]


def test_another_printers_lines_do_not_count() -> None:
    other = ("printer.2", line("x"))
    assert struck("line(1)", "printer", other, *lines("mine")) == [2]
    assert struck("line(1)", "printer.link", other, *lines("mine")) == [2]
    assert struck("line(1)", "pos", other) == [1]


def test_text_is_a_pattern_on_a_burnt_line() -> None:
    assert struck(r"text(^TOTAL +\d)", "printer", *lines("SUBTOTAL 1", "TOTAL 12.50")) == [2]


def test_a_row_is_met_exactly_and_announced_beforehand() -> None:
    matcher = parse_trigger("row(30)").watch("printer")
    history = History(VirtualClock())
    history.record("printer", line("a", rows=24))
    assert matcher.threshold("printer", "row") == 30
    assert not matcher.sees(history.events[0])
    assert matcher.threshold("printer", "row") == 6
    assert matcher.threshold("printer", "byte") is None
    assert matcher.threshold("printer.2", "row") is None
    history.record("printer", RowsFed(1, 6, 24, 0, partial=True))
    assert matcher.sees(history.events[1])
    assert matcher.threshold("printer", "row") is None


def test_a_byte_is_counted_on_the_link_of_the_faults_device() -> None:
    delivered = ("acquirer.link", Delivered(1, 0, 117))
    assert struck("byte(117)", "acquirer", delivered) == [1]
    assert struck("byte(117)", "acquirer.link", delivered) == [1]
    assert struck("byte(117)", "printer.link", delivered) == []


def test_a_message_is_told_from_others_by_its_type_and_processing_code() -> None:
    sold, voided = (
        ("acquirer", Booked("0200", "booked", 1, "T", "1", "1", 1, code, 100, "00", ()))
        for code in ("000000", "020000")
    )
    assert struck("message(0200,booked,nth=2)", "pos", sold, voided) == [2]
    assert struck("message(0200/020000,booked)", "pos", sold, voided) == [2]
    assert struck("message(0200/020000,request)", "pos", sold, voided) == []


def test_a_message_is_named_by_what_it_asks_in_every_dialect_alike() -> None:
    facts = (1, "T", "1", "1", 1, "000000", 100, "00", ())
    sold = ("acquirer", Booked("1200", "booked", *facts, action="purchase"))
    reversed_ = ("acquirer", Booked("1420", "booked", *facts, action="reversal"))
    assert struck("message(financial,booked)", "pos", reversed_, sold) == [2]
    assert struck("message(purchase,booked)", "pos", reversed_, sold) == [2]
    assert struck("message(reversal,booked)", "pos", reversed_, sold) == [1]
    assert struck("message(,booked)", "pos", reversed_) == [1]


def test_a_message_of_one_terminal() -> None:
    sold = [
        ("acquirer", Booked("0200", "booked", 1, name, "1", "1", 1, "000000", 100, "00", ()))
        for name in ("TP000001", "TP000002")
    ]
    assert struck("message(0200,booked,TP000002)", "pos", *sold) == [2]


def test_a_point_is_met_once() -> None:
    assert struck("point(printer/0/printer.line/1.1/2)", "pos", *lines("a", "b", "c")) == [2]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("lien(3)", "write one of"),
        ("line(six)", "not a whole number"),
        ("line(0)", "1 or more"),
        ("now(1)", "one thing too many"),
        ("text(()", "does not compile"),
        ("message(0200,later)", "one of accepted, request, booking, booked, response"),
        ("message(accepted)", "of any message it is"),
        ("message(purchse,booked)", "no message is called 'purchse': did you mean purchase"),
        ("message(02000,booked)", "an MTI, or one of financial"),
        ("point(here)", "not an injection point"),
        ("line(3,nth=0)", "1 or more"),
    ],
)
def test_a_wrong_trigger_says_what_to_write(text: str, says: str) -> None:
    with pytest.raises(Exception, match=says):
        parse_trigger(text)


@pytest.mark.parametrize(
    "text",
    [
        "now",
        "line(6)",
        "row(117,nth=2)",
        "byte(117)",
        r"text(TOTAL, \d+)",
        "message(0200)",
        "message(purchase,request,TP000002,nth=2)",
        "message(purchase,booked,TP000002)",
        "message(,accepted)",
        "message(pay)",
        "message(0200/020000,request)",
        "message(0400,request,nth=2,times=3)",
        "event(host.booked)",
        "after_ms(500)",
        "point(printer/1/printer.line/1.6/1)",
    ],
)
def test_the_text_form_reads_back(text: str) -> None:
    assert str(parse_trigger(text)) == text
    assert parse_trigger(str(parse_trigger(text))) == parse_trigger(text)


@given(st.text(max_size=30))
def test_any_text_is_a_trigger_or_a_usage_error(text: str) -> None:
    try:
        parse_trigger(text)
    except UsageError:
        pass
    except Exception as error:  # noqa: BLE001  (which is what the test is for)
        assert type(error).__name__ == "HistoryError"  # noqa: PT017
