"""Lines and boxes of page mode. Source: Epson APG, GS ( Q."""

import struct

import numpy as np
import pytest

from emulators.printer.events import NotDrawn
from tests.emulators.printer.rig import Rig
from tests.emulators.printer.test_page import dots, text

UNITS = b"\x1dP\xb4\xb4"  # motion units of a dot
AREA = b"\x1bW" + struct.pack("<4H", 0, 0, 200, 100)
BLACK = b"\xff" * 8


def line(x1: int, y1: int, x2: int, y2: int, style: int = 1) -> bytes:
    return b"\x1d(Q\x0c\x00\x30" + struct.pack("<4H", x1, y1, x2, y2) + bytes((1, style, 48))


def box(x1: int, y1: int, x2: int, y2: int, style: int = 1) -> bytes:
    return b"\x1d(Q\x0e\x00\x31" + struct.pack("<4H", x1, y1, x2, y2) + bytes((1, style, 48, 48, 1))


def page(*parts: bytes) -> bytes:
    return b"\x1bL" + UNITS + AREA + b"".join(parts) + b"\x0c\x1dV\x00"


@pytest.mark.parametrize(
    ("command", "rows", "columns"),
    [
        (line(10, 20, 59, 20), (20, 21), (10, 60)),
        (line(10, 20, 59, 20, 3), (20, 23), (10, 60)),
        (line(59, 20, 10, 20, 3), (18, 21), (10, 60)),
        (line(30, 5, 30, 44, 2), (5, 45), (30, 32)),
        (line(30, 44, 30, 5, 2), (5, 45), (29, 31)),
        (line(150, 20, 250, 20), (20, 21), (150, 200)),
    ],
)
def test_a_line(command: bytes, rows: tuple[int, int], columns: tuple[int, int]) -> None:
    wanted = np.zeros((100, 512), bool)
    wanted[slice(*rows), slice(*columns)] = True
    assert (dots(page(command)) == wanted).all()


def test_a_double_line_has_white_between() -> None:
    assert dots(page(line(0, 10, 9, 10, 5)))[8:20, 0].tolist() == [
        *(False, False, True, True, False, False, True, True, False, False, False, False)
    ]


def test_a_box_grows_inwards_and_texts_in_it_stay_lines_of_their_own() -> None:
    inside = b"\x1d$\x1e\x00\x1b$\x14\x00ONE\x1d$\x46\x00\x1b$\x14\x00TWO"
    data = page(inside, box(2, 2, 101, 91, 3))
    assert text(data) == ("", "ONE", "", "TWO", "")
    picture = dots(data)
    assert picture[2:5, 2:102].all()
    assert picture[89:92, 2:102].all()
    assert picture[2:92, 2:5].all()
    assert picture[2:92, 99:102].all()
    assert not picture[:, 102:].any()
    assert not picture[5:8, 5:99].any()


def test_a_line_in_another_direction() -> None:
    picture = dots(page(b"\x1bT\x01", line(0, 10, 99, 10)))  # upwards, from the bottom left
    assert picture[:, 10].all()
    assert picture.sum() == 100


def test_what_is_no_line_of_it_is_not_drawn() -> None:
    rig = Rig()
    rig.feed(page(line(0, 0, 9, 9), line(0, 5, 9, 5, 7), b"\x1d(Q\x02\x00\x30\x01"))
    assert [one.command for one in rig.of(NotDrawn)] == ["GS ( Q"]
    assert text(line(0, 5, 9, 5) + b"A\n") == ("A",)
