"""Models that finish the line when the end sensor has seen the end of the paper."""

from dataclasses import replace

import pytest

from emulators.printer import effects
from emulators.printer.events import StateChanged
from emulators.printer.profiles import TM_T88V
from tests.emulators.printer.rig import Rig

TAIL = replace(TM_T88V, tail_mm=30 * 25.4 / 180 + 0.01)  # 30 rows
RASTER = b"\x1dv0\x00\x40\x00"


def raster(rows: int) -> bytes:
    return RASTER + rows.to_bytes(2, "little") + b"\xff" * 64 * rows


@pytest.mark.parametrize("spec", ["printer.paper_out@row(5)", "printer.paper_out:rows=5@now"])
def test_the_line_in_hand_is_finished(spec: str) -> None:
    rig = Rig(TAIL)
    rig.arm(spec)
    rig.feed(b"ONE\nTWO\n")
    assert rig.lines == ["ONE"]
    assert rig.feed(b"\x10\x04\x02") == b"\x32"
    rig.mend()
    assert rig.lines == ["ONE", "TWO"]
    assert [slip.complete for slip in rig.slips] == [True]


def test_without_a_tail_it_stops_in_the_line() -> None:
    rig = Rig()
    rig.arm("printer.paper_out@row(5)")
    rig.feed(b"ONE\nTWO\n")
    assert rig.lines == []


def test_between_two_lines_it_stops_at_once() -> None:
    rig = Rig(TAIL)
    rig.arm("printer.paper_out@line(1)")
    rig.feed(b"ONE\nTWO\n")
    assert rig.lines == ["ONE"]
    assert rig.slips == []


@pytest.mark.parametrize(("rows", "seen"), [(33, 33), (60, 35)])
def test_an_image_is_finished_as_far_as_the_paper_goes(rows: int, seen: int) -> None:
    rig = Rig(TAIL)
    rig.arm("printer.paper_out@row(5)")
    rig.feed(raster(rows) + b"NEXT\n")
    rig.undergo(effects.LoadPaper())
    assert rig.slips[0].height_dots == seen
    assert rig.slips[0].complete is (rows == seen)
    assert rig.lines[-1] == "NEXT"


def test_each_roll_has_its_tail() -> None:
    rig = Rig(TAIL, roll_mm=60 * 25.4 / 180 + 0.01)  # two lines of 30 rows and the space below them
    rig.feed(b"A\nB\n" + b"\x1d!\x11C\n" * 3)
    ends = 0
    while rig.printer.condition.paper_out and ends < 9:
        ends += 1
        rig.undergo(effects.LoadPaper())
    assert rig.lines == ["A", "B", "C", "C", "C"]
    assert [state.why for state in rig.of(StateChanged)].count("paper_out") == ends > 1


def test_a_raster_that_the_power_cut_goes_on_as_characters() -> None:
    rig = Rig()
    rig.feed(RASTER + b"\x08\x00" + b"\xff" * 64 * 3)
    rig.undergo(effects.PowerOff())
    rig.undergo(effects.PowerOn())
    rig.connect(2)
    rig.feed(b"A" * 64 * 2 + b"\n", conn=2)  # what the POS had still to send of it
    assert rig.lines == ["A" * 42, "A" * 42, "A" * 42, "AA"]
