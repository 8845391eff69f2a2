"""Faults of paper, head, cutter and drawer: what they leave on the paper, and what status says."""

import pytest

from emulators.errors import UsageError
from emulators.faults.fault import parse_fault
from emulators.printer import effects
from emulators.printer.events import Cut, DrawerPulse, LineBurnt, RowsFed, StateChanged
from tests.emulators.printer.rig import Rig

ASK_ALL = b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"
ALL_WELL = "12 12 12 12"
RECEIPT = b"SHOP\nTOTAL 12.50\nTHANK YOU\n\x1dV\x00"
LINES = ["SHOP", "TOTAL 12.50", "THANK YOU"]
BLOCKS = b"\xdb" * 42 + b"\n"


def status(rig: Rig) -> str:
    return rig.feed(ASK_ALL).hex(" ")


def legible(rig: Rig) -> list[bool]:
    return [line.legible for line in rig.of(LineBurnt)]


def test_near_its_end_the_printer_says_so_and_prints() -> None:
    rig = Rig()
    rig.feed(b"\x1da\x08")
    rig.arm("printer.paper_near_end")
    assert bytes(rig.sent[1][4:]).hex(" ") == "10 00 03 00"
    assert status(rig) == "12 12 12 1e"
    rig.feed(RECEIPT)
    assert rig.lines == LINES
    rig.mend()
    assert status(rig) == ALL_WELL


def test_jammed_paper_is_burnt_over_and_then_it_is_an_error() -> None:
    rig = Rig()
    rig.arm("printer.paper_jam:rows=40@line(1)")
    rig.feed(RECEIPT)
    assert status(rig) == "3a 52 16 12"
    assert rig.printer.snapshot().slip_rows == rig.of(LineBurnt)[0].row_to
    assert legible(rig)[:2] == [True, False]

    rig.mend()

    assert status(rig) == ALL_WELL
    assert rig.lines == LINES
    assert rig.slips[0].ended_by == "tear"


def test_over_blank_paper_the_first_row_of_a_jam_is_all_there_is() -> None:
    rig = Rig()
    rig.undergo(effects.JamPaper(rows=10_000))
    rig.feed(BLOCKS * 3 + b"\x1dV\x00")
    assert [slip.height_dots for slip in rig.slips] == [1]
    assert legible(rig) == [False] * 3


def test_a_roll_the_wrong_way_round_stays_blank_and_nothing_says_so() -> None:
    rig = Rig()
    rig.arm("printer.paper_reversed@line(1)")
    rig.feed(RECEIPT)
    assert legible(rig) == [True, False, False]
    assert [line.burnt_dots for line in rig.of(LineBurnt)][1:] == [0, 0]
    assert status(rig) == ALL_WELL
    rig.mend()
    rig.feed(b"AGAIN\n")
    assert rig.of(LineBurnt)[-1].legible


def test_a_sensor_stuck_at_present_prints_into_the_air() -> None:
    rig = Rig()
    rig.arm("printer.paper_sensor_stuck")
    rig.arm("printer.paper_out@line(1)")
    rig.feed(RECEIPT)
    assert status(rig) == "12 12 12 1e"  # the near-end sensor is another one
    assert legible(rig) == [True, False, False]
    assert [(slip.text, slip.height_dots < 30) for slip in rig.slips] == [(("SHOP",), True)]


def test_a_sensor_stuck_at_out_stops_a_printer_with_paper_in_it() -> None:
    rig = Rig()
    rig.arm("printer.paper_sensor_stuck:reading=out")
    rig.feed(RECEIPT)
    assert status(rig) == "1a 32 12 7e"
    assert rig.lines == []
    rig.mend()
    assert rig.lines == LINES


def test_dead_dots_leave_a_white_streak() -> None:
    rig = Rig()
    rig.arm("printer.head_dead_dots:columns=0-7+16")
    rig.feed(BLOCKS)
    (line,) = rig.of(LineBurnt)
    assert line.intended_dots - line.burnt_dots == 9 * 24
    assert status(rig) == ALL_WELL


def test_few_dead_dots_can_be_read_past_and_many_cannot() -> None:
    few, many = Rig(), Rig()
    few.arm("printer.head_dead_dots:columns=3")
    many.arm("printer.head_dead_dots:columns=0-200")
    for rig in (few, many):
        rig.feed(BLOCKS)
    assert (legible(few), legible(many)) == ([True], [False])


def test_a_worn_head_burns_its_share_of_the_dots() -> None:
    rig = Rig()
    rig.arm("printer.head_worn:contrast=0.4")
    rig.feed(BLOCKS * 10)
    lines = rig.of(LineBurnt)
    share = sum(line.burnt_dots for line in lines) / sum(line.intended_dots for line in lines)
    assert share == pytest.approx(0.4, abs=0.02)
    assert not any(legible(rig))


def test_a_hot_head_pauses_and_goes_on_by_itself() -> None:
    rig = Rig()
    rig.arm("printer.head_overheated:seconds=3@line(1)")
    rig.feed(RECEIPT)
    assert status(rig) == "1a 52 52 12"
    assert rig.lines == ["SHOP"]
    rig.feed(b"\x10\x05\x01\x10\x05\x02")
    rig.clock.advance(2.9)
    assert rig.lines == ["SHOP"]
    rig.clock.advance(0.2)
    assert rig.lines == LINES
    assert status(rig) == ALL_WELL


def test_a_cut_that_fails_is_made_when_the_cutter_is_free() -> None:
    rig = Rig()
    rig.arm("printer.cutter_jam")
    rig.feed(RECEIPT + b"NEXT\n")
    assert status(rig) == "3a 52 1a 12"
    assert (rig.lines, rig.of(Cut)) == (LINES, [])
    rig.mend()
    assert [slip.text for slip in rig.slips] == [tuple(LINES)]
    assert rig.lines == [*LINES, "NEXT"]


def test_dle_enq_recovers_only_when_the_cause_is_removed() -> None:
    rig = Rig()
    rig.arm("printer.cutter_jam:by_command=yes")
    rig.feed(RECEIPT + b"NEXT\n")
    rig.feed(b"\x10\x05\x01")
    assert status(rig) == "3a 52 1a 12"
    rig.mend()
    assert status(rig) == "3a 52 1a 12"
    rig.feed(b"\x10\x05\x01")
    assert status(rig) == ALL_WELL
    assert rig.lines == [*LINES, "NEXT"]
    assert len(rig.of(Cut)) == 1


def test_dle_enq_2_throws_away_what_waits() -> None:
    rig = Rig()
    rig.arm("printer.cutter_jam:by_command=yes")
    rig.feed(RECEIPT + b"LOST\n")
    rig.mend()
    rig.feed(b"\x10\x05\x02")
    rig.feed(b"NEXT\n")
    assert rig.lines == [*LINES, "NEXT"]
    assert rig.of(Cut) == []
    assert status(rig) == ALL_WELL


def test_a_brownout_breaks_off_in_the_middle_of_a_row() -> None:
    rig = Rig()
    rig.arm("printer.brownout@row(10)")
    rig.feed(BLOCKS + b"LOST\n")
    assert rig.power == [False, True]
    assert [fed.burnt_dots for fed in rig.of(RowsFed)] == [10 * 504, 256]
    rig.connect(2)
    rig.feed(b"NEXT\n", conn=2)
    assert rig.lines == ["NEXT"]
    assert rig.printer.snapshot().slip_text[0] == "█" * 42


def test_a_slow_printer_takes_its_time() -> None:
    rig = Rig()
    rig.arm("printer.slow:mm_s=10")
    rig.feed(b"A\n" * 100)
    assert len(rig.lines) < 10
    rig.mend()
    rig.clock.advance(2.0)  # the rows that were under way
    assert len(rig.lines) == 100


@pytest.mark.parametrize(
    ("by", "expected"), [("button", "5a 1a 12 12"), ("service", "1a 12 12 12")]
)
def test_kept_offline(by: str, expected: str) -> None:
    rig = Rig()
    rig.arm(f"printer.offline:by={by}")
    rig.feed(RECEIPT)
    assert (status(rig), rig.lines) == (expected, [])
    rig.mend()
    assert (status(rig), rig.lines) == (ALL_WELL, LINES)


def test_an_open_drawer_is_told_and_pushed_shut() -> None:
    rig = Rig()
    rig.feed(b"\x1da\x01\x1bp\x00\x32\x32")
    assert rig.feed(b"\x1dr\x02\x10\x04\x01") == b"\x16\x01"
    rig.clock.advance(2.0)
    assert bytes(rig.sent[1]).hex(" ", 4).endswith("10000000")
    assert rig.feed(b"\x1dr\x02") == b"\x00"
    assert rig.of(StateChanged) == []


@pytest.mark.parametrize(("reading", "expected"), [("shut", b"\x12"), ("open", b"\x16")])
def test_a_stuck_drawer_stays_as_it_is(reading: str, expected: bytes) -> None:
    rig = Rig()
    rig.arm(f"printer.drawer_stuck:reading={reading}")
    rig.feed(b"\x1bp\x00\x32\x32")
    assert rig.of(DrawerPulse) == [DrawerPulse(2, 100, opened=False)]
    assert rig.feed(b"\x10\x04\x01") == expected
    rig.mend()
    assert rig.feed(b"\x10\x04\x01") == b"\x12"


def test_another_makers_printer_prints_garbage_and_answers_nothing() -> None:
    rig = Rig()
    rig.arm("printer.foreign_language")
    assert rig.feed(b"\x1b@\x1ba\x01SHOP\x1d!\x00\n" + ASK_ALL + b"\x1dV\x00") == b""
    assert rig.lines == ["SHOP!"]
    rig.mend()
    rig.feed(b"\x1b@AGAIN\n")
    assert rig.lines == ["SHOP!", "AGAIN"]


def test_another_code_page_turns_letters_into_others() -> None:
    rig = Rig()
    rig.arm("printer.wrong_code_page:number=17")
    rig.feed(b"caf\x82\n\x1b@caf\x82\n\x1bt\x00caf\x82\n")
    assert rig.lines == ["cafВ", "cafВ", "café"]
    rig.mend()
    rig.feed(b"\x1b@caf\x82\n")
    assert rig.lines[-1] == "café"


@pytest.mark.parametrize(
    "spec",
    [
        "printer.paper_sensor_stuck:reading=maybe",
        "printer.head_dead_dots:columns=all",
        "printer.head_worn:contrast=3",
        "printer.slow:mm_s=0",
        "printer.offline:by=cat",
        "printer.drawer_stuck:reading=half",
        "printer.wrong_code_page:number=999",
        "printer.paper_jam:rows=-1",
        "printer.head_overheated:seconds=0",
    ],
)
def test_parameters_that_cannot_be(spec: str) -> None:
    with pytest.raises(UsageError, match=spec.partition(":")[0]):
        parse_fault(spec)


@pytest.mark.parametrize(
    ("spec", "unnoticed"),
    [
        ("printer.paper_reversed", True),
        ("printer.head_dead_dots", True),
        ("printer.head_worn", True),
        ("printer.wrong_code_page", True),
        ("printer.paper_sensor_stuck", True),
        ("printer.paper_sensor_stuck:reading=out", False),
        ("printer.paper_jam", False),
        ("printer.cutter_jam", False),
    ],
)
def test_which_of_them_a_till_cannot_notice(spec: str, unnoticed: bool) -> None:
    assert parse_fault(spec).fault.is_undetectable() is unnoticed
