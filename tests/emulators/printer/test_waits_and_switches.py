"""Macros that wait, sensors that stop, memory switches, and what graphics memory says of itself."""

import pytest

from emulators.printer import effects
from emulators.printer.events import Replied, StateChanged
from emulators.printer.profiles import GENERIC_58
from tests.emulators.printer.rig import Rig

MACRO = b"\x1d:M\n\x1d:"
CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
FEED = b"\x10\x05\x00"
STOP_NEAR_END, IGNORE_NEAR_END = b"\x1bc4\x03", b"\x1bc4\x00"
SHOP = b"\x1d(L\x13\x00\x30\x43\x30K1\x01\x08\x00\x08\x00\x31" + b"\xff" * 8  # NV graphics


def test_a_macro_keeps_its_interval() -> None:
    rig = Rig()
    rig.feed(MACRO + b"\x1d^\x03\x05\x00AFTER\n")
    assert rig.lines == ["M", "M"]
    rig.clock.advance(0.5)
    assert rig.lines == ["M", "M", "M"]
    rig.clock.advance(0.5)
    assert rig.lines == ["M", "M", "M", "M", "AFTER"]


def test_a_macro_waits_for_the_feed_button() -> None:
    rig = Rig()
    rig.feed(MACRO + b"\x1d^\x02\x00\x01AFTER\n")
    rig.clock.advance(60)
    assert rig.lines == ["M"]
    assert rig.feed(b"\x10\x04\x01") == b"\x1a"
    rig.feed(FEED)
    assert rig.lines == ["M", "M"]
    rig.undergo(effects.Hold())  # the operator's finger does the same
    assert rig.lines == ["M", "M", "M", "AFTER"]
    assert [s.why for s in rig.of(StateChanged)].count("macro_waits") == 2


@pytest.mark.parametrize("mode", [b"\x05\x00", b"\x00\x01"])
def test_a_waiting_macro_is_cancelled_by_clearing(mode: bytes) -> None:
    rig = Rig()
    rig.feed(MACRO + b"\x1d^\x09" + mode)
    before = len(rig.lines)
    assert rig.feed(CLEAR) == b"\x37\x25\x00"
    rig.feed(b"NEXT\n")
    rig.clock.advance(10)
    assert rig.lines[before:] == ["NEXT"]


def test_a_waiting_macro_does_not_outlive_the_power() -> None:
    rig = Rig()
    rig.feed(MACRO + b"\x1d^\x02\x00\x01")
    rig.undergo(effects.PowerOff())
    rig.undergo(effects.PowerOn())
    rig.connect(2)
    rig.feed(b"NEXT\n", conn=2)
    assert rig.lines == ["M", "NEXT"]


def test_the_feed_button_is_nothing_where_nobody_waits_for_it() -> None:
    rig = Rig()
    rig.feed(FEED)
    rig.undergo(effects.Hold("service"))
    rig.feed(FEED + b"A\n")
    assert rig.lines == []


def test_near_end_stops_after_the_line_when_it_is_told_to() -> None:
    rig = Rig()
    rig.feed(STOP_NEAR_END)
    rig.arm("printer.paper_near_end@line(1)")
    rig.feed(b"ONE\nTWO\n")
    assert rig.lines == ["ONE"]
    assert rig.feed(b"\x10\x04\x01\x10\x04\x02\x10\x04\x04").hex(" ") == "1a 32 1e"
    rig.mend()
    assert rig.lines == ["ONE", "TWO"]


@pytest.mark.parametrize("end", [IGNORE_NEAR_END, b"\x1b@"])
def test_near_end_stops_no_more(end: bytes) -> None:
    rig = Rig()
    rig.feed(STOP_NEAR_END + end)
    rig.undergo(effects.RunLow())
    rig.feed(b"ONE\n")
    assert rig.lines == ["ONE"]


def test_near_end_that_is_there_already_stops_at_once() -> None:
    rig = Rig()
    rig.undergo(effects.RunLow())
    rig.feed(b"ONE\n" + STOP_NEAR_END + b"TWO\n")
    assert rig.lines == ["ONE"]
    rig.undergo(effects.LoadPaper())
    assert rig.lines == ["ONE", "TWO"]


def test_memory_switch_8_8_makes_an_open_cover_latch() -> None:
    rig = Rig()
    rig.feed(b"\x1d(E\x03\x00\x01IN\x1d(E\x0a\x00\x03\x0812222222\x1d(E\x04\x00\x02OUT")
    rig.arm("printer.cover_open@row(10)")
    rig.feed(b"ONE\nTWO\n")
    rig.mend()
    assert (rig.lines, rig.feed(b"\x10\x04\x03")) == ([], b"\x16")
    rig.feed(b"\x10\x05\x01")
    assert rig.lines == ["ONE", "TWO"]
    rig.printer.finish()  # printed again from the line that broke off
    assert (rig.slips[0].text, rig.slips[0].legible) == (("ONE", "ONE", "TWO"), (False, True, True))
    assert rig.slips[0].height_dots == 10 + 30 + 19


def test_graphics_memory_says_what_it_holds() -> None:
    rig = Rig()
    ask = b"".join(b"\x1d(L\x02\x00\x30" + bytes([fn]) for fn in (48, 51, 52))
    assert rig.feed(ask) == b"\x370393216\x00\x371393216\x00\x372393216\x00"
    keys = b"\x1d(L\x04\x00\x30\x40KC\x1d(L\x04\x00\x30\x50KC"
    assert rig.feed(SHOP + keys) == b"\x37\x72\x40K1\x00\x37\x73\x40\x00"
    assert rig.feed(b"\x1d(L\x02\x00\x30\x03") == b"\x371393208\x00"


def test_graphics_memory_answers_in_its_turn() -> None:
    rig = Rig()
    rig.arm("printer.paper_out@line(1)")
    rig.feed(b"waits\nfor paper\n\x1d(L\x02\x00\x30\x30")
    assert rig.of(Replied) == []
    rig.mend()
    assert bytes(rig.sent[1]) == b"\x370393216\x00"


def test_a_printer_without_ink_has_nothing_to_say_of_it() -> None:
    assert Rig().feed(b"\x1dj\x03") == b"\x35\x40\x40\x00"
    assert Rig().feed(b"\x1dj\x00") == b""
    assert Rig(GENERIC_58).feed(b"\x1dj\x03") == b""


@pytest.mark.parametrize(
    "head",
    [
        b"\x1dv0\x00\x03\x00\x01\x00",
        b"\x1b*\x21\x01\x00",
        b"\x1d*\x01\x01",
        b"\x1d(L\x0d\x00\x30\x70\x30\x01\x01\x31\x18\x00\x01\x00",
        b"\x1d8L\x0d\x00\x00\x00\x30\x70\x30\x01\x01\x31\x18\x00\x01\x00",
        b"\x1cq\x01\x01\x00\x01\x00",
        b"\x1b&\x03AA\x01",
        b"\x1dkI\x03",
        b"\x1d(k\x06\x00\x31\x50\x30",
        b"\x1d(M\x03\x00",
    ],
    ids=lambda head: head[:3].hex(),
)
def test_status_is_answered_inside_of_any_data(head: bytes) -> None:
    rig = Rig()
    needs = 8 if head[:2] in (b"\x1d*", b"\x1cq") else 3
    data = b"\x10\x04\x01".ljust(needs, b"\x55")
    assert rig.feed(head + data) == b"\x12"
    rig.feed(b"\nMARKER\n")
    assert rig.lines[-1] == "MARKER"
    assert [item.kind for item in rig.history.events].count("printer.unknown") == 0
