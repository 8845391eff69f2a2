"""The roll ends: the mechanism stops between two rows and goes on when a new one is in."""

import pytest

from emulators.printer import effects
from emulators.printer.events import LineBurnt, RollLoaded, StateChanged
from tests.emulators.printer.rig import Rig

RECEIPT = b"SHOP\nTOTAL 12.50\nTHANK YOU\n\x1dV\x00"
CONTENT_ROWS = 3 * 30  # three lines, at most


def test_stops_at_once_says_so_and_carries_on() -> None:
    rig = Rig()
    rig.undergo(effects.EndPaper())
    assert rig.feed(RECEIPT + b"\x10\x04\x01\x10\x04\x02\x10\x04\x04") == b"\x1a\x32\x7e"
    assert rig.lines == []

    rig.undergo(effects.LoadPaper())

    assert rig.lines == ["SHOP", "TOTAL 12.50", "THANK YOU"]
    assert [slip.ended_by for slip in rig.slips] == ["cut"]
    assert rig.feed(b"\x10\x04\x01\x10\x04\x02\x10\x04\x04") == b"\x12\x12\x12"


def test_strikes_after_the_line_that_the_trigger_names() -> None:
    rig = Rig()
    rig.arm("printer.paper_out@line(2)")
    rig.feed(RECEIPT)
    assert rig.lines == ["SHOP", "TOTAL 12.50"]

    rig.mend()

    assert rig.lines == ["SHOP", "TOTAL 12.50", "THANK YOU"]
    assert [(slip.ended_by, slip.text) for slip in rig.slips] == [
        ("roll", ("SHOP", "TOTAL 12.50")),
        ("cut", ("THANK YOU",)),
    ]


@pytest.mark.parametrize("row", range(1, CONTENT_ROWS))
def test_at_any_row_nothing_is_lost_and_nothing_twice(row: int) -> None:
    rig = Rig()
    rig.arm(f"printer.paper_out@row({row})")
    rig.feed(RECEIPT)
    fired = [item.kind for item in rig.history.events].count("fault.fired")
    rig.mend()
    assert rig.lines == ["SHOP", "TOTAL 12.50", "THANK YOU"]
    whole = {text for slip in rig.slips for text, ok in _lines(slip) if ok}
    cut_short = {text for slip in rig.slips for text, ok in _lines(slip) if not ok}
    assert whole | cut_short == {"SHOP", "TOTAL 12.50", "THANK YOU"}
    assert len(cut_short) <= 1
    if fired:
        assert sum(slip.height_dots for slip in rig.slips[:1]) == row


def _lines(slip: object) -> list[tuple[str, bool]]:
    return list(zip(slip.text, slip.legible, strict=True))  # type: ignore[attr-defined]


def test_a_line_cut_in_two_is_legible_on_neither_slip() -> None:
    rig = Rig()
    rig.arm("printer.paper_out@row(10)")
    rig.feed(RECEIPT)
    rig.mend()
    first, second = rig.slips
    assert (first.text, first.legible, first.complete) == (("SHOP",), (False,), False)
    assert (second.text[0], second.legible[0], second.complete) == ("SHOP", False, False)


def test_the_paper_ends_so_many_rows_later() -> None:
    rig = Rig()
    rig.undergo(effects.EndPaper(rows=40))
    rig.feed(RECEIPT)
    assert rig.lines == ["SHOP"]
    rig.undergo(effects.LoadPaper())
    assert rig.slips[0].height_dots == 40


def test_events_tell_the_cause() -> None:
    rig = Rig()
    rig.arm("printer.paper_out@line(1)")
    rig.feed(RECEIPT)
    burnt = next(seq for seq, item in enumerate(rig.history.events) if item.kind == "printer.line")
    fired, out = rig.history.events[burnt + 1 : burnt + 3]
    assert (fired.kind, fired.cause) == ("fault.fired", burnt + 1)
    assert (out.kind, out.cause) == ("printer.state", fired.seq)


def test_state_events() -> None:
    rig = Rig()
    rig.undergo(effects.EndPaper())
    rig.undergo(effects.LoadPaper())
    assert [(s.online, s.paper, s.why) for s in rig.of(StateChanged)] == [
        (False, "out", "paper_out"),
        (True, "ok", "paper_loaded"),
    ]
    assert [roll.length_mm for roll in rig.of(RollLoaded)] == [80_000.0]
    assert rig.of(LineBurnt) == []
