"""What is carried out at the beginning of a line only, or where no data wait on it.

Sources: Epson APG; TM-T88III specification, 6.2: at the beginning of a line the print buffer holds
nothing, and no command has moved the position.
"""

import numpy as np
import pytest

from emulators.printer.events import Cut, LineBurnt, NotDrawn
from tests.emulators.printer.rig import Rig
from tests.emulators.printer.test_page import dots, inked_columns, text
from tests.emulators.printer.test_symbols import form_a, form_b, stored

RASTER = b"\x1dv0\x00\x02\x00\x08\x00" + b"\xff" * 16
GRAPHICS = b"\x1d(L\x0b\x000p0\x01\x011\x08\x00\x01\x00\xff\x1d(L\x02\x0002"
CORNER = b"\x80" + b"\x00" * 15  # 16 by 8 dots, of which the first column's upper dot is black
NV = b"\x1cq\x01\x02\x00\x01\x00" + CORNER
DOWNLOADED = b"\x1d*\x02\x01" + CORNER
KEYED = b"\x1d(L\x1b\x000C0K1\x01\x10\x00\x08\x001\x80" + b"\x00" * 15
PRINT_KEYED = b"\x1d(L\x06\x000EK1\x01\x01"


@pytest.mark.parametrize("cut", [b"\x1dV\x00", b"\x1dVB\x10", b"\x1bi", b"\x1bm"])
def test_a_cut_is_for_the_beginning_of_a_line(cut: bytes) -> None:
    """Epson APG, GS V: so a line that was not ended stays in the printer, and so does the slip."""
    rig = Rig()
    rig.feed(b"TOTAL 5.00" + cut)
    assert (rig.of(Cut), rig.lines) == ([], [])
    assert [event.command for event in rig.of(NotDrawn)]
    rig.feed(b"\n" + cut)
    assert (len(rig.of(Cut)), rig.lines) == (1, ["TOTAL 5.00"])
    rig.feed(b"\x1b$\x20\x00" + cut)
    assert len(rig.of(Cut)) == 1


def test_a_cut_on_a_page_leaves_the_position() -> None:
    assert text(b"\x1bLab\x1dV\x00cd\x0c") == ("abcd",)


@pytest.mark.parametrize(
    ("define", "command"),
    [
        (b"", RASTER),
        (b"", GRAPHICS),
        (NV, b"\x1cp\x01\x00"),
        (DOWNLOADED, b"\x1d/\x00"),
        (b"", stored(49, b"1")),
    ],
)
def test_images_and_symbols_wait_for_an_empty_line(define: bytes, command: bytes) -> None:
    """Epson APG, GS v 0, GS ( L, FS p, GS /, GS ( k: only where no data are in the print buffer."""
    rig = Rig()
    rig.feed(define + b"half" + command + b" a line\n")
    assert rig.lines == ["half a line"]
    assert len(rig.of(NotDrawn)) == 1
    rig.feed(command)
    assert len(rig.of(LineBurnt)) == 2


def test_a_barcode_on_a_line_that_was_not_ended_comes_out_as_text() -> None:
    """TM-T88III specification, GS k: what follows m is normal data then."""
    assert text(b"Nr. " + form_a(2, b"4006381333931") + b"\n") == ("Nr. 4006381333931",)
    assert text(b"Nr. " + form_b(73, b"{B12345678") + b"\n") == ("Nr.", "{B12345678")
    assert text(b"Nr. " + form_b(73, b"{B12") + b"\n") == ("Nr. {B12",)


@pytest.mark.parametrize(
    "command", [RASTER, stored(49, b"1"), form_a(3, b"1234567"), DOWNLOADED + b"\x1d/\x00"]
)
def test_a_position_is_where_an_image_begins(command: bytes) -> None:
    """Epson APG, GS v 0: HT, ESC $ and GS L say where."""
    there = dots(b"\x1b$\x64\x00" + command)
    assert (there[:, 100:] == dots(command)[:, :-100]).all()
    assert not there[:, :100].any()
    assert inked_columns(b"\x1b$\x64\x00" + command + b"A\n")[0] < 100


def test_upside_down_is_for_stored_images_and_for_no_raster() -> None:
    """Epson APG, ESC {: for everything but GS ( L 112, GS v 0 and GS Q 0."""
    turned, width = b"\x1b{\x01", 512
    for define, show in ((NV, b"\x1cp\x01\x00"), (DOWNLOADED, b"\x1d/\x00"), (KEYED, PRINT_KEYED)):
        plain, other = dots(define + show), dots(define + turned + show)
        assert (other == np.rot90(plain, 2)).all()
        assert plain[0, 0]
        assert other[7, width - 1]
        twice = dots(define + turned + b"\x1dL\x20\x00\x1dW\x40\x00" + show)
        assert np.argwhere(twice).tolist() == [[7, 32 + 64 - 1]]
    assert (dots(RASTER + b"\n") == dots(turned + RASTER + b"\n")).all()
    assert (dots(GRAPHICS) == dots(turned + GRAPHICS)).all()


def test_an_area_narrower_than_a_character_has_room_for_one() -> None:
    """Epson APG, GS W: extended for the line; to the left where there is no more paper."""
    block = b"\xdb\xdb\n"
    narrow = dots(b"\x1dL\x10\x00\x1dW\x05\x00" + block)
    assert narrow[:, 16:28].sum() == narrow.sum() == 2 * 24 * 12
    edge = dots(b"\x1dL\xff\x01" + block)
    assert edge[:, 500:].sum() == edge.sum() == 2 * 24 * 12


def test_a_tab_at_the_end_of_a_full_line_is_one_of_the_next() -> None:
    """Epson APG, HT."""
    narrow = b"\x1dW\x78\x00"
    assert text(narrow + b"0123456789\tA\n") == ("0123456789", "A")
    assert (dots(narrow + b"0123456789\tA\n")[30:] == dots(narrow + b"\tA\n")).all()


def test_no_feed_is_longer_than_a_metre() -> None:
    """TM-T88III specification, ESC d: 1016 mm at most."""
    rig = Rig()
    rig.feed(b"\x1b3\xff\x1bd\xff")
    assert rig.printer.snapshot().slip_rows == int(1016 / 25.4 * 180)


@pytest.mark.parametrize(
    ("define", "show"),
    [
        (DOWNLOADED, b"\x1d/\x00"),
        (KEYED.replace(b"0C0", b"0S0"), PRINT_KEYED.replace(b"0E", b"0U")),
        (GRAPHICS[:-7], GRAPHICS[-7:]),
    ],
)
def test_initialisation_clears_what_was_downloaded(define: bytes, show: bytes) -> None:
    """Epson APG, GS *, GS ( L 83 and 112: until ESC @; what is in NV memory stays."""
    rig = Rig()
    rig.feed(define + b"\x1b@" + show)
    assert rig.of(LineBurnt) == []
    rig.feed(define + show + NV + KEYED + b"\x1b@\x1cp\x01\x00" + PRINT_KEYED)
    assert len(rig.of(LineBurnt)) == 3
