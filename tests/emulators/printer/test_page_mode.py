"""Page mode: areas, directions, positions; printed at once, line by line."""

import numpy as np
import pytest

from emulators.printer.events import LineBurnt
from tests.emulators.printer.rig import Rig
from tests.emulators.printer.test_page import dots, text
from tests.emulators.printer.test_symbols import form_a

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
    assert box(picture) == (0, 0, 24, 12)


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
