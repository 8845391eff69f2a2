"""The printer's faults as the catalogue has them, and the roll that ends by itself."""

import pytest

from emulators.faults.fault import catalogue, parse_fault
from emulators.printer import effects
from emulators.printer.events import RollLoaded, StateChanged
from tests.emulators.printer.rig import Rig

ROW_MM = 25.4 / 180


@pytest.mark.parametrize(
    ("spec", "strikes", "mends"),
    [
        ("printer.paper_out", effects.EndPaper(0), effects.LoadPaper()),
        ("printer.paper_out:rows=40", effects.EndPaper(40), effects.LoadPaper()),
        ("printer.cover_open", effects.OpenCover(), effects.CloseCover()),
        ("printer.head_failure", effects.FailHead(reported=True), effects.ReplaceHead()),
        (
            "printer.head_failure:reported=no",
            effects.FailHead(reported=False),
            effects.ReplaceHead(),
        ),
        ("printer.power_cut", effects.PowerOff(), effects.PowerOn()),
    ],
)
def test_what_it_does_and_what_mends_it(spec: str, strikes: object, mends: object) -> None:
    fault = parse_fault(spec).fault
    assert (fault.strike(), fault.mend()) == (strikes, mends)


def test_each_says_what_it_is_in_both_languages() -> None:
    ours = [cls for name, cls in catalogue().items() if cls.target == "printer"]
    assert len(ours) >= 4
    for cls in ours:
        assert cls.title().endswith((".", ","))
        assert not cls.zh.isascii()
        assert cls.field


def test_a_roll_nears_its_end_and_ends() -> None:
    rig = Rig(roll_mm=2000 + 60 * ROW_MM)
    rig.feed(b"\xdb\n" * 3)
    assert [s.why for s in rig.of(StateChanged)] == ["near_end"]
    assert rig.feed(b"\x10\x04\x04\x10\x04\x01") == b"\x1e\x12"
    rig.pour(b"\xdb\n" * 600)
    assert rig.feed(b"\x10\x04\x04\x10\x04\x01") == b"\x7e\x1a"
    rig.undergo(effects.LoadPaper())
    assert rig.of(RollLoaded)[0].length_mm == pytest.approx(2000 + 60 * ROW_MM, abs=ROW_MM)
    assert len(rig.lines) == 603
