"""What the printer keeps for the POS: logos that it prints by itself, and settings."""

import pytest

from emulators.printer import effects
from emulators.printer.events import LineBurnt, NotDrawn
from tests.emulators.printer.rig import Rig

# GS ( L 67: NV graphics under the key "K1", 16 by 8 dots, all black.
LOGO = b"\x1d(L\x1b\x00\x30\x43\x30K1\x01\x10\x00\x08\x00\x31" + b"\xff" * 16
TOP = b"\x1c(E\x06\x00\x3e\x02K1\x31"  # in the middle; a byte follows: how many lines it replaces
BOTTOM = b"\x1c(E\x05\x00\x3f\x02K1\x32"  # to the right
CUT = b"\x1dV\x00"


def tell(which: int) -> bytes:
    return b"\x1c(E\x03\x00\x3d\x02" + bytes((which,))


def dots(rig: Rig) -> list[tuple[int, int]]:
    """Slip and black dots of each line without text."""
    return [(line.slip, line.burnt_dots) for line in rig.of(LineBurnt) if not line.line_text]


def test_logos_stand_at_the_head_and_the_foot_of_each_receipt() -> None:
    rig = Rig()
    rig.feed(LOGO + TOP + b"\x00" + BOTTOM)
    rig.feed((b"receipt\n" + CUT) * 2)
    rig.printer.finish()
    assert dots(rig) == [(1, 128), (2, 128), (2, 128), (3, 128)]
    assert [slip.text for slip in rig.slips[:2]] == [("receipt", ""), ("", "receipt", "")]
    assert not rig.of(NotDrawn)


def test_lines_that_the_logo_replaces_are_left_out() -> None:
    rig = Rig()
    rig.feed(LOGO + TOP + b"\x02" + b"a\n" + CUT)
    rig.feed(b"SHOP\nSTREET\n" + b"total\n" * 5)
    assert rig.lines == ["a", "", "total", "total", "total", "total", "total"]


def test_a_logo_that_is_cancelled_or_switched_off_is_not_printed() -> None:
    rig = Rig()
    rig.feed(LOGO + BOTTOM + b"\x1c(E\x04\x00\x41\x02\x31\x31" + b"a\n" + CUT)
    assert not dots(rig)
    rig.feed(b"\x1c(E\x04\x00\x41\x02\x31\x30" + b"a\n" + CUT)
    assert dots(rig) == [(2, 128)]
    rig.feed(b"\x1c(E\x06\x00\x3c\x02\x31CLR" + b"a\n" + CUT)
    assert dots(rig) == [(2, 128)]


def test_the_logos_that_are_set_are_told() -> None:
    rig = Rig()
    assert rig.feed(tell(48)) == b"\x37\x48\x00"
    rig.feed(LOGO + TOP + b"\x03" + BOTTOM)
    assert rig.feed(tell(48)) == b"\x37\x48\x02K1\x31\x03\x00"
    assert rig.feed(tell(49)) == b"\x37\x48\x02K1\x32\x00"
    rig.feed(b"\x1c(E\x04\x00\x40\x02\x40\x31")
    assert rig.feed(tell(50)) == b"\x37\x48\x0200@1A1B1C0\x00"


@pytest.mark.parametrize("on", [True, False])
def test_the_head_is_printed_when_the_cover_is_closed_unless_that_is_switched_off(on: bool) -> None:
    rig = Rig()
    rig.feed(LOGO + TOP + b"\x00" + (b"" if on else b"\x1c(E\x04\x00\x40\x02\x41\x30"))
    rig.undergo(effects.OpenCover())
    rig.undergo(effects.CloseCover())
    assert dots(rig) == [(1, 128)] * on


def test_a_logo_outlives_the_power_and_stands_first_when_that_is_wanted() -> None:
    rig = Rig()
    rig.feed(LOGO + TOP + b"\x00" + b"\x1c(E\x04\x00\x40\x02\x40\x31")
    rig.undergo(effects.PowerOff())
    rig.undergo(effects.PowerOn())
    assert dots(rig) == [(1, 128)]


@pytest.mark.parametrize(
    "command",
    [
        *(b"\x1c(E\x06\x00\x3e\x01K1\x31\x00", b"\x1c(E\x06\x00\x3eK1\x33\x00\x00"),
        *(b"half a line" + TOP + b"\x00\n", b"\x1bL" + TOP + b"\x00\x0c", b"\x1c(E\x01\x00\x3e"),
    ],
)
def test_what_cannot_be_a_logo_sets_none(command: bytes) -> None:
    rig = Rig()
    rig.feed(LOGO + command + CUT)
    assert rig.feed(tell(48)) == b"\x37\x48\x00"


def wide(rig: Rig) -> int:
    """Dots of the latest line."""
    return rig.of(LineBurnt)[-1].intended_dots


def test_settings_are_saved_loaded_and_begun_with() -> None:
    rig = Rig()
    rig.feed(b"A\n")
    plain = wide(rig)
    rig.feed(b"\x1d!\x11" + b"\x1d(M\x02\x00\x01\x01" + b"\x1d!\x00A\n")
    assert wide(rig) == plain
    rig.feed(b"\x1d(M\x02\x0021" + b"A\n")
    assert wide(rig) == 4 * plain
    rig.feed(b"\x1d(M\x02\x00\x02\x00" + b"A\n")
    assert wide(rig) == plain
    rig.feed(b"\x1d(M\x02\x00\x03\x01" + b"\x1b@A\n")
    assert wide(rig) == 4 * plain
    rig.undergo(effects.PowerOff())
    rig.undergo(effects.PowerOn())
    rig.connect(2)
    rig.feed(b"A\n", 2)
    assert wide(rig) == 4 * plain
    rig.feed(b"\x1d(M\x02\x00\x03\x00" + b"\x1b@A\n", 2)
    assert wide(rig) == plain


@pytest.mark.parametrize(
    "reset",
    [b"\x1cq\x01\x01\x00\x01\x00" + b"\xff" * 8, b"\x1d(E\x03\x00\x01IN\x1d(E\x04\x00\x02OUT"],
)
def test_a_software_reset_keeps_nv_memory_only(reset: bytes) -> None:
    """TM-T81 specification, FS q; Epson APG, GS ( E function 2."""
    rig = Rig()
    rig.feed(LOGO + b"\x1d*\x01\x01" + b"\xff" * 8 + b"\x1d:macro\n\x1d:\x1dL\x40\x00" + reset)
    rig.feed(b"A\n\x1d^\x01\x00\x00\x1d/\x00\x1d(L\x06\x000EK1\x01\x01")
    assert rig.lines == ["macro", "A", ""]
    assert [line.burnt_dots for line in rig.of(LineBurnt)][2] == 128


def test_images_are_defined_at_the_beginning_of_a_line_only() -> None:
    """TM-T81 specification, FS q."""
    rig = Rig()
    rig.feed(b"A\x1cq\x01\x01\x00\x01\x00" + b"\xff" * 8 + b"\n\x1cp\x01\x00")
    assert rig.lines == ["A"]


def test_settings_that_are_saved_on_a_page_are_those_of_standard_mode() -> None:
    """Standard mode and page mode have spacings of their own (TM-T88III specification, ESC L)."""
    save, load = b"\x1d(M\x02\x00\x01\x01", b"\x1d(M\x02\x00\x02\x01"
    rig = Rig()
    rig.feed(b"\x1b3\xc8\x1bL\x1b3\x50" + save + b"\x1bS\x1b@" + load + b"A\n\n")
    assert rig.printer.snapshot().slip_rows == 19 + (100 - 19) + 100
