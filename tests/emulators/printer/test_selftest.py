"""Test prints, characters of Kanji mode that the POS defines, and graphics from BMP files."""

import io

import numpy as np
import pytest
from PIL import Image

from emulators.printer import effects
from emulators.printer.bitmaps import from_bmp
from emulators.printer.events import BufferCleared, LineBurnt, NotDrawn, Replied
from emulators.printer.profiles import GENERIC_58, profile
from tests.emulators.printer.rig import Rig
from tests.emulators.printer.test_page import dots, text

TEST_PRINT = b"\x1d(A\x02\x00\x00"
BLOCK = b"\xff" * 72
OWN = b"\x1c2\xfe\xa1" + BLOCK
PRINT_K1 = b"\x1d(L\x06\x00\x30\x45K1\x01\x01"


def bmp(width: int, height: int, mode: str = "1") -> bytes:
    """A picture whose left half is black."""
    grey = np.full((height, width), 255, np.uint8)
    grey[:, : width // 2] = 0
    out = io.BytesIO()
    Image.fromarray(grey).convert(mode).save(out, "BMP")
    return out.getvalue()


def define(data: bytes) -> bytes:
    return b"\x1dD\x30\x43\x30K1\x30\x31" + data


def test_the_state_of_the_printer() -> None:
    rig = Rig(profile("TM-T20III"))
    rig.feed(TEST_PRINT + b"\x02")
    assert rig.slips[0].text[:2] == ("EPSON TM-T20III", "Firmware  30.20 ESC/POS")
    assert rig.slips[0].ended_by == "cut"


def test_the_rolling_pattern_fills_the_width() -> None:
    rig = Rig(GENERIC_58)
    rig.feed(TEST_PRINT + b"3")
    assert rig.lines[0] == "!\"#$%&'()*+,-./0123456789:;<=>?@"
    assert rig.lines[1] == rig.lines[0][1:] + "A"


def test_a_test_print_resets_the_printer() -> None:
    rig = Rig()
    rig.feed(b"\x1bE\x01" + TEST_PRINT + b"\x02LOST\n")
    assert rig.of(BufferCleared) == [BufferCleared("GS ( A", 5)]
    rig.feed(b"NEXT\n")
    plain = Rig()
    plain.feed(b"NEXT\n")
    assert rig.of(LineBurnt)[-1].line_text == "NEXT"
    assert rig.of(LineBurnt)[-1].burnt_dots == plain.of(LineBurnt)[-1].burnt_dots


@pytest.mark.parametrize("before", [b"half a line", b"\x1bL"])
def test_a_test_print_begins_a_line_in_standard_mode(before: bytes) -> None:
    rig = Rig()
    rig.feed(before + TEST_PRINT + b"\x02" + TEST_PRINT + b"\x09")
    assert rig.lines == []


def test_hexadecimal_dump_until_the_power_is_cycled() -> None:
    rig = Rig()
    rig.feed(TEST_PRINT + b"\x01\x1b@Hello\x1dV\x00rest")
    assert rig.lines == ["Hexadecimal Dump", "1B 40 48 65 6C 6C 6F 1D 56 00 .@Hello.V."]
    rig.undergo(effects.PowerOff())
    rig.undergo(effects.PowerOn())
    rig.connect(2)
    rig.feed(b"Hello\n", conn=2)
    assert rig.lines[2:] == ["Hello"]


def test_a_kanji_of_the_poss_own() -> None:
    assert dots(OWN + b"\x1c&\xfe\xa1\n").sum() == 24 * 24
    assert dots(OWN + b"\x1c&\x1cW\x01\xfe\xa1\n").sum() == 48 * 48
    picture = dots(OWN + b"\x1c&" + "合".encode("gb18030") + b"\xfe\xa1A\n")
    assert picture[:, 24:48].all()
    assert picture[:, 48:60].any()


@pytest.mark.parametrize(
    "never", [b"\x1c2\xb0\xa1" + BLOCK, OWN + b"\x1c?\xfe\xa1", OWN + b"\x1b@"]
)
def test_a_kanji_that_is_not_the_poss_own(never: bytes) -> None:
    assert text(never + b"\x1c&\xb0\xa1\xfe\xa1\n") == text(b"\x1c&\xb0\xa1\xfe\xa1\n")
    assert dots(never + b"\x1c&\xfe\xa1\n").sum() < 24 * 24


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "P"])
def test_graphics_from_a_bmp_file(mode: str) -> None:
    picture = dots(define(bmp(20, 8, mode)) + PRINT_K1)
    assert picture[:8, :10].all()
    assert picture.sum() == 80


@pytest.mark.parametrize("data", [b"BM\x0a\x00\x00\x00none", b"BM\x40\x00\x00\x00" + b"\x7f" * 58])
def test_what_is_no_bmp_is_told(data: bytes) -> None:
    rig = Rig()
    rig.feed(define(data) + b"MARKER\n" + PRINT_K1)
    assert [event.reason for event in rig.of(NotDrawn)] == ["that is no BMP picture"]
    assert rig.lines == ["MARKER"]


@pytest.mark.parametrize("at", [18, 22, 28, 30, 54])
def test_a_damaged_bmp_does_no_harm(at: int) -> None:
    whole = bmp(20, 8)
    for value in (0, 1, 0x7F, 0xFF):
        from_bmp(whole[:at] + bytes([value]) * 4 + whole[at + 4 :])
        from_bmp(whole[:at])


def test_the_key_of_a_bmp_is_in_the_list() -> None:
    rig = Rig()
    rig.feed(define(bmp(8, 8)) + b"\x1d(L\x04\x00\x30\x40KC")
    assert [reply.data_hex for reply in rig.of(Replied)] == ["3772404b3100"]
