"""What a printer holds is bounded, whatever comes."""

from emulators.printer import effects
from emulators.printer.engine import LONGEST_SLIP_ROWS
from emulators.printer.events import LineBurnt
from emulators.printer.profiles import TM_T88V
from tests.emulators.printer.rig import Rig

FEED = b"\x1bJ\xff"


def test_paper_that_nobody_cuts_is_torn_off_at_nine_metres() -> None:
    rig = Rig()
    for _ in range(600):
        rig.pour(b"line\n" + FEED * 16)
    rig.printer.finish()
    assert {slip.ended_by for slip in rig.slips} == {"length", "open"}
    assert all(slip.height_dots < LONGEST_SLIP_ROWS + 256 for slip in rig.slips)
    assert all(slip.complete for slip in rig.slips)
    assert sum(len(slip.text) for slip in rig.slips) == len(rig.of(LineBurnt)) == 600


def test_an_image_is_never_parted() -> None:
    rig = Rig()
    rig.pour(FEED * 480)
    rig.pour(b"\x1dv0\x00\x01\x00\x00\x80" + b"\xff" * 0x8000 + b"\n")
    rig.printer.finish()
    assert [slip.complete for slip in rig.slips] == [True]
    assert rig.slips[0].height_dots > LONGEST_SLIP_ROWS


def test_without_paper_only_the_receive_buffer_fills() -> None:
    rig = Rig()
    rig.undergo(effects.EndPaper())
    rest = rig.pour(b"no paper\n" * 100_000)
    assert 0 < rig.printer.snapshot().buffered_bytes <= TM_T88V.receive_buffer_bytes
    assert len(rest) > 890_000
    assert len(rig.history.events) < 20


def test_a_macro_that_runs_255_times_leaves_the_loop_in_between() -> None:
    rig = Rig()
    rig.feed(b"\x1bL\x1d:" + b"a\n" * 30 + b"\x1d:")
    turns = []
    rig.printer.feed(1, b"\x1d^\xff\x00\x00")
    rig.clock.call_later(0, lambda: turns.append(rig.printer.snapshot().buffered_bytes))
    rig.printer.feed(1, b"end\n")
    rig.clock.advance()
    assert turns == [len(b"end\n")]
    assert not rig.printer.snapshot().buffered_bytes
