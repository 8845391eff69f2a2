"""Commands to lines and dots."""

import io
import itertools

import numpy as np
import pytest
from PIL import Image

from emulators.printer.events import LineBurnt
from emulators.printer.render import render_stream
from tests.emulators.printer.rig import Rig

A = 12  # dots across a character of font A
DEFAULT_SPACING = 30


def text(data: bytes) -> tuple[str, ...]:
    """The lines that a stream prints."""
    return tuple(line for slip in render_stream(data).slips for line in slip.lines)


def dots(data: bytes) -> np.ndarray:  # type: ignore[type-arg]
    """The first slip's dots: True is black."""
    png = render_stream(data).slips[0].png
    return ~np.asarray(Image.open(io.BytesIO(png)))


def inked_columns(data: bytes) -> tuple[int, int]:
    """The first and the last column with a black dot."""
    columns = np.flatnonzero(dots(data).any(axis=0))
    return int(columns[0]), int(columns[-1])


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"caf\x82\n", "café"),
        (b"\x1bt\x13\xd5 12\n", "€ 12"),
        (b"\x1bt\x10\x80\n", "€"),
        (b"\x1bt\x11\x8f\xe0\xa8\n", "При"),
        (b"\x1bt\x01\xb1\xb2\n", "ｱｲ"),
        (b"\x1bt\xc8caf\x82\n", "café"),
        (b"\x1bR\x02[\\]{|}~\n", "ÄÖÜäöüß"),
        (b"\x1bR\x03#5\n", "£5"),
        ("\x1c&合计 12.50 元\x1c.\n".encode("gb18030"), "合计 12.50 元"),
        ("\x1c&㐀𠀀镕\n".encode("gb18030"), "㐀𠀀镕"),
        (b"\x1c&\xba\n", "║"),
    ],
)
def test_characters(data: bytes, expected: str) -> None:
    assert text(data) == (expected,)


def test_a_chinese_character_may_come_byte_by_byte() -> None:
    rig = Rig()
    for byte in "\x1c&金额\n".encode("gb18030"):
        rig.feed(bytes([byte]))
    assert rig.lines == ["金额"]


def test_a_full_line_wraps_and_line_feed_after_it_feeds_no_empty_line() -> None:
    assert text(b"x" * 42 + b"\nnext\n") == ("x" * 42, "next")
    assert text(b"x" * 43 + b"\n") == ("x" * 42, "x")


def test_chinese_wraps_by_its_own_width() -> None:
    wide = "\x1c&" + "金" * 22 + "\n"
    assert text(wide.encode("gb18030")) == ("金" * 21, "金")


@pytest.mark.parametrize(
    ("data", "first", "last"),
    [
        (b"\xdb\xdb\n", 0, 2 * A - 1),
        (b"\x1ba\x01\xdb\xdb\n", 256 - A, 256 + A - 1),
        (b"\x1ba\x02\xdb\xdb\n", 512 - 2 * A, 511),
        (b"\x1dL\x40\x00\xdb\n", 64, 64 + A - 1),
        (b"\x1dL\x40\x00\x1dW\x40\x00\x1ba\x02\xdb\n", 128 - A, 127),
        (b"\x1b$\x64\x00\xdb\n", 100, 100 + A - 1),
        (b"\xdb\x1b\\\xf4\xff\xdb\n", 0, A - 1),
        (b"\t\xdb\n", 96, 96 + A - 1),
        (b"\x1bD\x03\x05\x00\t\t\xdb\n", 60, 60 + A - 1),
        (b"\x1d!\x11\xdb\n", 0, 2 * A - 1),
        (b"\x1d!\x70\xdb\n", 0, 8 * A - 1),
        (b"\x1b\x20\x06\xdb\xdb\n", 0, 2 * A + 5),
        (b"\x1b{\x01\xdb\n", 512 - A, 511),
    ],
)
def test_where_it_stands(data: bytes, first: int, last: int) -> None:
    assert inked_columns(data) == (first, last)


def test_sizes() -> None:
    assert dots(b"\xdb\n").shape == (24, 512)
    assert dots(b"\x1d!\x07\xdb\n").shape == (24 * 8, 512)
    assert dots(b"\x1b!\x30\xdb\n")[:48, : 2 * A].all()


def test_small_and_big_on_one_line_stand_on_the_same_base() -> None:
    picture = dots(b"\xdb\x1d!\x11\xdb\n")
    assert picture[21:45, :A].all()  # three rows of a cell are below it, six of a double one
    assert not picture[:21, :A].any()


def test_emphasis_adds_dots_and_keeps_the_shape() -> None:
    plain, bold = dots(b"HI\n"), dots(b"\x1bE\x01HI\n")
    assert bold.sum() > plain.sum()
    assert (bold & plain == plain).all()


def test_underline_and_reverse() -> None:
    assert dots(b"\x1b-\x02ab\n")[22:24, : 2 * A].all()
    reverse = dots(b"\x1dB\x01a\n")
    assert (reverse[:24, :A] == ~dots(b"\x1dB\x00a\x1b-\x01 \n")[:24, :A]).all()


def test_line_spacing_and_feeds() -> None:
    rig = Rig()
    rig.feed(b"\xdb\n\xdb\n\x1b3\x78\xdb\n\xdb\n\x1b2\xdb\x1bJ\x50\xdb\x1bd\x02\xdb\n")
    rows = [line.row_from for line in rig.of(LineBurnt)]
    steps = [later - row for row, later in itertools.pairwise(rows)]
    assert steps == [DEFAULT_SPACING, DEFAULT_SPACING, 60, 60, 40, 2 * DEFAULT_SPACING]


def test_settings_at_the_beginning_of_a_line_only() -> None:
    assert inked_columns(b"\xdb\x1ba\x02\x1dL\x40\x00\n") == (0, A - 1)


def test_initialise_drops_the_line_and_the_settings() -> None:
    assert text(b"\x1d!\x11lost\x1b@kept\n") == ("kept",)
    assert dots(b"\x1d!\x11\x1b@\xdb\n").shape == (24, 512)


def test_a_deselected_printer_prints_nothing() -> None:
    assert text(b"\x1b=\x02lost\n\x1b=\x01kept\n") == ("kept",)


def test_gaps_on_the_paper_are_spaces_in_the_text() -> None:
    assert text(b"TOTAL\x1b$\xb4\x0012.50\n") == ("TOTAL          12.50",)


@pytest.mark.parametrize(
    ("data", "shape"),
    [
        (b"\x1dv0\x00\x01\x00\x02\x00\xff\xff", (2, 8)),
        (b"\x1dv0\x03\x01\x00\x02\x00\xff\xff", (4, 16)),
        (b"\x1b*\x21\x02\x00" + b"\xff" * 6 + b"\n", (24, 2)),
        (b"\x1b*\x00\x02\x00\xff\xff\n", (24, 4)),
        (
            b"\x1d(L\x0b\x00\x30\x70\x30\x01\x01\x31\x08\x00\x01\x00\xff\x1d(L\x02\x00\x30\x32",
            (1, 8),
        ),
        (
            b"\x1d(L\x0b\x00\x30\x70\x30\x02\x02\x31\x08\x00\x01\x00\xff\x1d(L\x02\x00\x30\x32",
            (2, 16),
        ),
        (b"\x1d*\x01\x01" + b"\xff" * 8 + b"\x1d/\x00", (8, 8)),
        (b"\x1cq\x01\x01\x00\x01\x00" + b"\xff" * 8 + b"\x1cp\x01\x03", (16, 16)),
    ],
)
def test_images(data: bytes, shape: tuple[int, int]) -> None:
    picture = dots(data)
    rows, columns = shape
    assert picture[:rows, :columns].all()
    assert picture.sum() == rows * columns


def test_an_image_is_justified_and_cut_off_at_the_margin() -> None:
    assert inked_columns(b"\x1ba\x02\x1dv0\x00\x01\x00\x01\x00\xff") == (504, 511)
    assert inked_columns(b"\x1ba\x01\x1dv0\x00\x01\x00\x01\x00\xff") == (252, 259)
    wide = b"\x1dv0\x00\xff\x00\x01\x00" + b"\xff" * 255
    assert inked_columns(wide) == (0, 511)


def test_a_long_image_is_one_line() -> None:
    rig = Rig()
    rig.pour(b"\x1dv0\x00\x40\x00\x2c\x01" + b"\x01" * 64 * 300)
    (line,) = rig.of(LineBurnt)
    assert (line.row_from, line.row_to, line.intended_dots) == (0, 300, 300 * 64)


def test_cuts() -> None:
    rig = Rig()
    rig.feed(b"A\n\x1dV\x00B\n\x1dVB\x00\x1dV\x00C\n\x1bi")
    assert rig.kinds().count("printer.cut") == 4
    assert [slip.text for slip in rig.slips] == [("A",), ("B",), ("C",)]
    assert [slip.height_dots for slip in rig.slips] == [30, 30 + 85, 30]


def test_what_stands_there_at_the_end_is_an_open_slip() -> None:
    rig = Rig()
    rig.feed(b"A\n\x1dV\x00\n\n")
    rig.printer.finish()
    assert [slip.ended_by for slip in rig.slips] == ["cut"]
    rig.feed(b"B\n")
    rig.printer.finish()
    assert [slip.ended_by for slip in rig.slips] == ["cut", "open"]


def test_tear() -> None:
    rig = Rig()
    rig.feed(b"A\n")
    rig.printer.tear()
    rig.feed(b"B\n\x1dV\x00")
    assert [(slip.ended_by, slip.text) for slip in rig.slips] == [("tear", ("A",)), ("cut", ("B",))]


def test_an_image_is_centred_by_its_own_width_not_by_its_bytes() -> None:
    store = b"\x1d(L\x0c\x000\x700\x01\x011\x0c\x00\x01\x00\xff\xff"
    assert inked_columns(b"\x1ba\x01" + store + b"\x1d(L\x02\x0002") == (250, 261)
