"""Page mode: areas, directions, positions; printed at once, line by line."""

import numpy as np
import pytest

from emulators.printer.events import LineBurnt
from tests.emulators.printer.rig import Rig
from tests.emulators.printer.test_page import dots, text
from tests.emulators.printer.test_symbols import form_a, stored

BLOCK = b"\xdb"  # 12 by 24 dots, all black
DOTS = b"\x1dP\xb4\xb4"  # motion units of one dot each


def area(x: int, y: int, width: int, height: int) -> bytes:
    return b"\x1bW" + b"".join(n.to_bytes(2, "little") for n in (x, y, width, height))


def box(picture: np.ndarray) -> tuple[int, int, int, int]:  # type: ignore[type-arg]
    """First row and column with a dot, and the ones after the last."""
    rows, columns = np.nonzero(picture)
    return int(rows.min()), int(columns.min()), int(rows.max()) + 1, int(columns.max()) + 1


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        (0, (50, 100, 74, 112)),
        (1, (138, 100, 150, 124)),
        (2, (126, 288, 150, 300)),
        (3, (50, 276, 62, 300)),
    ],
)
def test_where_a_direction_begins(direction: int, expected: tuple[int, int, int, int]) -> None:
    turn = b"\x1bT" + bytes((direction,))
    picture = dots(DOTS + b"\x1bL" + area(100, 50, 200, 100) + turn + BLOCK + b"\x0c")
    assert box(picture) == expected


def test_a_line_upwards_reads_upwards() -> None:
    plain = dots(b"R\n")[:24, :12]
    upwards = dots(DOTS + b"\x1bL" + area(0, 0, 24, 12) + b"\x1bT\x01R\x0c")[:12, :24]
    downwards = dots(DOTS + b"\x1bL" + area(0, 0, 24, 12) + b"\x1bT\x03R\x0c")[:12, :24]
    assert (upwards == np.rot90(_full(plain, 24), 1)).all()
    assert (downwards == np.rot90(_full(plain, 24), -1)).all()


def _full(picture: np.ndarray, rows: int) -> np.ndarray:  # type: ignore[type-arg]
    """With the blank rows below that a slip does not have."""
    return np.pad(picture, ((0, rows - len(picture)), (0, 0)))


def test_positions_are_those_of_the_base_line() -> None:
    sheet = DOTS + b"\x1bL" + area(0, 0, 512, 300)
    picture = dots(sheet + b"\x1d$\xc8\x00" + b"\x1b$\x64\x00" + BLOCK + b"\x0c")
    assert box(picture) == (179, 100, 203, 112)
    up = dots(sheet + b"\x1d$\xc8\x00\x1d\\\x9c\xff" + BLOCK + b"\x0c")
    assert box(up)[0] == 79


def test_double_height_in_the_first_line_is_cut_off_above() -> None:
    picture = dots(DOTS + b"\x1bL" + area(0, 0, 512, 100) + b"\x1d!\x01" + BLOCK + b"\x0c")
    assert box(picture) == (0, 0, 27, 12)


def test_where_the_base_line_of_characters_and_of_symbols_is() -> None:
    """For double height from 42 on; of a two-dimensional symbol it is that of its top left dot.

    Source: Epson, ePOS-Print XML user's manual of the TM-T20II-i, position.
    """
    page = DOTS + b"\x1bL" + area(0, 0, 512, 300)
    assert box(dots(page + b"\x1d$\x2a\x00\x1d!\x01" + BLOCK + b"\x0c")) == (0, 0, 48, 12)
    below = box(dots(page + b"\x1d$\x64\x00\x1b$\x32\x00" + stored(49, b"1") + b"\x0c"))
    assert below == (100, 50, 100 + 63, 50 + 63)


def test_lines_wrap_in_the_area() -> None:
    assert text(DOTS + b"\x1bL" + area(0, 0, 60, 200) + b"abcdefgh\x0c") == ("abcde", "fgh")


def test_text_of_a_page_is_lines_in_the_order_of_the_paper() -> None:
    page = b"\x1bLfirst\nsecond\x1d$\x00\x02later\x1b$\x2c\x01right\x0cafter\n"
    assert text(page) == ("first", "second", "      later              right", "after")


def test_areas_side_by_side_are_one_line() -> None:
    left, right = area(0, 0, 100, 50), area(300, 0, 100, 50)
    assert text(DOTS + b"\x1bL" + right + b"9.00" + left + b"Qty\x0c") == ("Qty 9.00",)


def test_the_paper_comes_out_at_the_end_and_as_long_as_the_area() -> None:
    rig = Rig()
    rig.feed(DOTS + b"\x1bL" + area(0, 0, 512, 200) + b"ONE\n")
    assert rig.printer.snapshot().slip_rows == 0
    rig.feed(b"\x0c\x1dV\x00")
    assert [slip.height_dots for slip in rig.slips] == [200]
    assert rig.lines == ["ONE"]


def test_print_and_stay_prints_it_again() -> None:
    assert text(b"\x1bLonce\x1b\x0c\x1b\x0c\x1bSgone\n") == ("once", "once", "gone")


def test_cancel_clears_the_area_only() -> None:
    page = DOTS + b"\x1bL" + area(0, 0, 512, 50) + b"kept\n" + area(0, 100, 512, 50)
    assert text(page + b"gone\n\x18new\x0c") == ("kept", "new")


def test_back_to_standard_mode_prints_nothing_of_it() -> None:
    assert text(b"\x1bLlost\x1bSkept\n") == ("kept",)
    assert text(b"\x1bLlost\x1b@kept\n") == ("kept",)


def test_form_feed_and_cancel_do_nothing_in_standard_mode() -> None:
    assert text(b"A\x0cB\x18C\n") == ("ABC",)


def test_images_and_symbols_stand_on_the_base_line() -> None:
    sheet = DOTS + b"\x1bL" + area(0, 0, 512, 300) + b"\x1d$\xc8\x00"
    image = dots(sheet + b"\x1dv0\x00\x01\x00\x10\x00" + b"\xff" * 16 + b"\x0c")
    assert box(image) == (184, 0, 200, 8)
    rig = Rig()
    rig.feed(sheet + b"\x1dh\x40\x1dH\x02" + form_a(3, b"1234567") + b"\x0c")
    (line,) = rig.of(LineBurnt)
    assert (line.symbols, line.line_text, line.legible) == (("12345670",), "12345670", True)
    assert line.row_from == 200 - 64


def test_a_sheet_is_no_longer_than_the_model_has_it() -> None:
    rig = Rig()
    rig.pour(b"\x1bL" + b"x\n" * 2000 + b"\x0c\x1dV\x00")
    assert rig.slips[0].height_dots <= 1662


def test_area_and_direction_may_be_chosen_before_the_page() -> None:
    """In standard mode they are kept for page mode (TM-T88III specification, ESC T, ESC W)."""
    before = dots(DOTS + area(100, 50, 200, 100) + b"\x1bT\x02" + b"\x1bL" + BLOCK + b"\x0c")
    assert box(before) == (126, 288, 150, 300)


def test_the_next_page_has_the_whole_area_and_the_same_direction() -> None:
    """Source of the area: Epson APG, FF, ESC S; a direction holds until ESC @."""
    first = DOTS + b"\x1bL" + area(100, 50, 200, 100) + b"\x1bT\x03x\x0c"
    rig = Rig()
    rig.feed(first + b"\x1dV\x00\x1bL" + b"W" * 100 + b"\x0c\x1dV\x00")
    assert [slip.width_dots for slip in rig.slips] == [512, 512]
    assert rig.slips[1].height_dots >= 99 * 12  # from the top of the page downwards
    rig.feed(b"\x1b@\x1bL" + b"W" * 10 + b"\x0c\x1dV\x00")
    assert rig.slips[2].height_dots <= 24


@pytest.mark.parametrize("wrong", [area(512, 0, 50, 50), area(0, 1662, 50, 50), area(9, 9, 0, 9)])
def test_an_area_off_the_page_or_without_size_is_none(wrong: bytes) -> None:
    """TM-T88III specification, ESC W."""
    page = DOTS + b"\x1bL" + area(100, 50, 200, 100)
    assert (dots(page + wrong + BLOCK + b"\x0c") == dots(page + BLOCK + b"\x0c")).all()


@pytest.mark.parametrize("far", [b"\x1d$\x65\x00", b"\x1d\\\xe8\xff", b"\x1d\\\x60\x00"])
def test_a_position_outside_of_the_area_changes_nothing(far: bytes) -> None:
    """TM-T88III specification, GS $: a setting that exceeds the area is ignored."""
    page = DOTS + b"\x1bL" + area(0, 0, 200, 100)
    assert (dots(page + far + BLOCK + b"\x0c") == dots(page + BLOCK + b"\x0c")).all()


def test_standard_mode_and_page_mode_have_spacings_of_their_own() -> None:
    """TM-T88III specification, ESC L: ESC SP, FS S, ESC 2 and ESC 3."""
    wide = b"\x1b3\xc8\x1b \x0a"
    page = b"\x1bL" + BLOCK * 2 + b"\n" + BLOCK + b"\x0c"
    assert (dots(wide + page) == dots(page)).all()
    lines = BLOCK * 2 + b"\n" + BLOCK + b"\n"
    assert (dots(b"\x1bL" + wide + b"\x1bS" + lines) == dots(lines)).all()
    assert dots(DOTS + b"\x1bL" + wide + b"\x1bS" + page).shape == (200 + 24, 512)


@pytest.mark.parametrize("symbol", [form_a(3, b"1234567"), stored(49, b"1")])
def test_after_a_symbol_the_position_is_behind_it(symbol: bytes) -> None:
    """TM-T88III specification, GS k; Epson APG, GS ( k: to the dot behind the symbol."""
    sheet = DOTS + b"\x1bL" + area(0, 0, 512, 300) + b"\x1d$\xc8\x00"
    alone = box(dots(sheet + symbol + b"\x0c"))
    both = box(dots(sheet + symbol + BLOCK + b"\x0c"))
    assert both[3] == alone[3] + 12
    assert (both[0], both[2]) == (min(alone[0], 179), max(alone[2], 203))


def test_what_is_for_standard_mode_does_nothing_on_a_page() -> None:
    """Epson APG, GS T, ESC a, ESC {: ignored, or kept for standard mode."""
    page = b"\x1bLab\x1dT\x01cd\x1ba\x01\x1b{\x01ef\x0c"
    assert text(page) == ("abcdef",)
    assert (dots(page + BLOCK + b"\n")[-24:] == dots(b"\x1ba\x01\x1b{\x01" + BLOCK + b"\n")).all()


def test_what_is_printed_over_itself_is_read_once_and_needs_no_memory() -> None:
    rig = Rig()
    rig.pour(b"\x1bL" + b"\x1d$\x64\x00\x1b$\x00\x00bold" * 500 + b"\x0c")
    assert rig.lines == ["bold"]
