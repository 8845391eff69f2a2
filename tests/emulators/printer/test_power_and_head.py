"""What the power takes with it, and what a broken head leaves on the paper."""

import pytest

from emulators.links import effects as links
from emulators.printer import effects
from emulators.printer.events import BufferCleared, LineBurnt, StateChanged
from tests.emulators.printer.rig import Rig

LOGO = b"\x1cq\x01\x01\x00\x01\x00" + b"\xff" * 8
PRINT_LOGO = b"\x1cp\x01\x00"


def test_buffer_and_settings_are_lost_and_the_paper_stays() -> None:
    rig = Rig()
    rig.arm("printer.power_cut@line(2)")
    rig.feed(b"\x1bE\x01ONE\nTWO\nTHREE\nFOUR\n")
    assert rig.lines == ["ONE", "TWO"]
    assert (rig.power, rig.printer.room()) == ([False], 0)
    assert rig.of(BufferCleared) == [BufferCleared("power", len(b"THREE\nFOUR\n"))]

    rig.mend()

    assert rig.power == [False, True]
    assert rig.connect(2)
    rig.feed(b"FIVE\n\x1dV\x00", conn=2)
    assert [slip.text for slip in rig.slips] == [("ONE", "TWO", "FIVE")]
    plain = Rig()
    plain.feed(b"FIVE\n")
    assert rig.of(LineBurnt)[-1].burnt_dots == plain.of(LineBurnt)[-1].burnt_dots


def test_a_line_that_the_power_cut_short_stands_there_half_done() -> None:
    rig = Rig()
    rig.arm("printer.power_cut@row(10)")
    rig.feed(b"HALF\n")
    rig.mend()
    rig.connect(2)
    rig.feed(b"NEXT\n\x1dV\x00", conn=2)
    slip = rig.slips[0]
    assert (slip.text, slip.legible, slip.complete) == (("HALF", "NEXT"), (False, True), False)
    assert rig.lines == ["NEXT"]


def test_nothing_happens_while_it_is_off() -> None:
    rig = Rig()
    rig.undergo(effects.PowerOff())
    assert rig.connect(2) is False
    assert rig.feed(b"A\n\x10\x04\x01") == b""
    rig.undergo(effects.PowerOff())
    assert [s.powered for s in rig.of(StateChanged)] == [False]
    assert rig.lines == []


def test_it_comes_back_by_itself_when_the_fault_says_so() -> None:
    rig = Rig()
    rig.arm("printer.power_cut:off_for_ms=500")
    rig.clock.advance(0.4)
    assert rig.power == [False]
    rig.clock.advance(0.2)
    assert rig.power == [False, True]


def test_paper_that_ended_is_still_ended_after_a_power_cycle() -> None:
    rig = Rig()
    rig.undergo(effects.EndPaper())
    rig.undergo(effects.PowerOff())
    rig.undergo(effects.PowerOn())
    rig.connect(2)
    assert rig.feed(b"\x10\x04\x04", conn=2) == b"\x7e"


def test_nv_images_outlive_the_power() -> None:
    rig = Rig()
    rig.feed(LOGO)
    rig.undergo(effects.PowerOff())
    rig.undergo(effects.PowerOn())
    rig.connect(2)
    rig.feed(PRINT_LOGO, conn=2)
    assert [line.burnt_dots for line in rig.of(LineBurnt)] == [64]


def test_a_head_that_fails_unnoticed_leaves_blank_lines() -> None:
    rig = Rig()
    rig.arm("printer.head_failure:reported=no@line(1)")
    rig.feed(b"ONE\nTWO\n\x1dV\x00")
    one, two = rig.of(LineBurnt)
    assert (one.legible, two.legible, two.burnt_dots) == (True, False, 0)
    assert two.intended_dots > 0
    assert rig.slips[0].legible == (True, False)
    assert rig.feed(b"\x10\x04\x01") == b"\x12"


def test_a_head_that_fails_and_knows_it_stops_the_printer() -> None:
    rig = Rig()
    rig.arm("printer.head_failure@line(1)")
    rig.feed(b"ONE\nTWO\n")
    assert rig.lines == ["ONE"]
    assert rig.feed(b"\x10\x04\x03") == b"\x32"

    rig.mend()

    assert rig.power == [False, True]
    rig.connect(2)
    rig.feed(b"THREE\n", conn=2)
    assert rig.lines == ["ONE", "THREE"]
    assert rig.of(LineBurnt)[-1].legible


def test_a_power_cycle_mends_no_head() -> None:
    rig = Rig()
    rig.undergo(effects.FailHead())
    rig.undergo(effects.PowerOff())
    rig.undergo(effects.PowerOn())
    rig.connect(2)
    assert rig.feed(b"\x10\x04\x03", conn=2) == b"\x32"


def test_an_effect_of_another_device_is_refused() -> None:
    with pytest.raises(TypeError, match="GoDown"):
        Rig().undergo(links.GoDown())
