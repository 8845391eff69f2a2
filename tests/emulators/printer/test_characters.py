"""Characters beyond the plain ones: turned, smoothed, the POS's own, UTF-8, missing; macros."""

from pathlib import Path

import numpy as np
import pytest

from emulators.printer.events import GlyphsMissing
from emulators.printer.fonts import unifont
from tests.emulators.printer.rig import Rig
from tests.emulators.printer.test_page import dots, text

OWN_A = b"\x1b&\x03AA\x0c" + b"\xff\xff\xff" * 12  # A is a black block
ONE_DOT_B = b"\x1b&\x03BB\x01\x80\x00\x00"


def test_turned_characters_are_turned_clockwise() -> None:
    plain, turned = dots(b"\x1dB\x01F\x1dB\x00\n"), dots(b"\x1bV\x01\x1dB\x01F\n")
    assert (turned[:12, :24] == np.rot90(plain[:24, :12], -1)).all()


def test_turned_characters_are_as_wide_as_they_were_high() -> None:
    assert dots(b"\x1bV\x01\xdb\xdb\n").shape == (12, 512)
    assert dots(b"\x1bV\x01\xdb\xdb\n").sum() == 2 * 12 * 24
    assert dots(b"\x1bV\x01\x1d!\x10\xdb\n").shape == (24, 512)


def test_smoothing_fills_the_steps_of_enlarged_characters_only() -> None:
    rough, smooth = dots(b"\x1d!\x11/\n"), dots(b"\x1db\x01\x1d!\x11/\n")
    assert rough.shape == smooth.shape
    assert (rough != smooth).any()
    assert (dots(b"\x1db\x01/\n") == dots(b"/\n")).all()


KANJI = b"\x1c&\xd6\xd0\x1c.\n"


@pytest.mark.parametrize("setting", [b"\x1b!\xb0", b"\x1b-\x02", b"\x1bM\x01", b"\x1b \x05"])
def test_kanji_keeps_its_look_when_that_of_the_alphabet_changes(setting: bytes) -> None:
    assert (dots(setting + KANJI) == dots(KANJI)).all()


@pytest.mark.parametrize("setting", [b"\x1d!\x11", b"\x1c!\x0c", b"\x1cW\x01"])
def test_kanji_of_double_size(setting: bytes) -> None:
    plain = dots(KANJI)[:, :24]
    twice = np.repeat(np.repeat(plain, 2, axis=0), 2, axis=1)
    assert (dots(setting + KANJI)[: len(twice), :48] == twice).all()


@pytest.mark.parametrize("lead", [b"\x1b", b"\x1c"])
def test_an_underline_keeps_its_thickness_while_it_is_off(lead: bytes) -> None:
    thick = lead + b"-\x02" + lead + b"-\x00" + lead + b"!\x80"
    assert (dots(thick + KANJI + b"A\n") == dots(lead + b"-\x02" + KANJI + b"A\n")).all()
    assert (dots(thick + KANJI + b"A\n") != dots(lead + b"!\x80" + KANJI + b"A\n")).any()


def test_own_characters_in_their_place() -> None:
    assert (dots(OWN_A + b"\x1b%\x01A\n") == dots(b"\xdb\n")).all()
    assert (dots(OWN_A + b"\x1b%\x01\x1d!\x11A\n") == dots(b"\x1d!\x11\xdb\n")).all()
    picture = dots(OWN_A + ONE_DOT_B + b"\x1b%\x01 BA\n")
    assert picture[0, 12]
    assert picture[:, 24:36].all()
    assert text(OWN_A + b"\x1b%\x01CAB\n") == ("CAB",)


@pytest.mark.parametrize("end", [b"", b"\x1b%\x00", b"\x1b%\x01\x1b?A", b"\x1b%\x01\x1b@"])
def test_own_characters_when_they_are_off_or_cancelled(end: bytes) -> None:
    assert (dots(OWN_A + end + b"A\n") == dots(b"A\n")).all()


def test_utf_8_in_pieces() -> None:
    rig = Rig()
    for byte in b"\x1c(C\x02\x000\x02" + "é 金额 €\n".encode():
        rig.feed(bytes([byte]))
    rig.feed(b"\x1c(C\x02\x000\x01caf\x82\n")
    assert rig.lines == ["é 金额 €", "café"]


def test_utf_8_that_is_none_does_no_harm() -> None:
    assert text(b"\x1c(C\x02\x000\x02a\xff\xe4b\n") == ("a��b",)


def test_what_no_font_has_is_a_box_and_an_event() -> None:
    rig = Rig()
    rig.feed(b"\x1c(C\x02\x000\x02" + "a\U0001f600b\n".encode())
    assert [event.characters for event in rig.of(GlyphsMissing)] == ["\U0001f600"]
    assert rig.lines == ["a\U0001f600b"]


def test_unifont_where_the_system_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "unifont.hex"
    path.write_text("E000:" + "FF" * 16 + "\nE001:" + "FFFF" * 16 + "\nE002:1\n")
    monkeypatch.setenv(unifont.VARIABLE, str(path))
    unifont._lines.cache_clear()
    try:
        narrow, wide = unifont.find("\ue000"), unifont.find("\ue001")
        assert narrow is not None
        assert wide is not None
        assert (narrow.shape, wide.shape) == ((16, 8), (16, 16))
        assert unifont.find("\ue002") is None
    finally:
        monkeypatch.undo()
        unifont._lines.cache_clear()


def test_a_macro_is_executed_while_it_is_defined_and_again() -> None:
    assert text(b"\x1d:one\n\x1bE\x01two\n\x1d:three\n\x1d^\x02\x00\x00") == (
        "one",
        "two",
        "three",
        "one",
        "two",
        "one",
        "two",
    )


def test_a_macro_outlives_initialisation_and_not_the_running_of_it_while_it_is_open() -> None:
    assert text(b"\x1d:A\n\x1d:\x1b@\x1d^\x01\x00\x00") == ("A", "A")
    assert text(b"\x1d:A\n\x1d^\x01\x00\x00\x1d^\x01\x00\x00B\n") == ("A", "B")


def test_a_macro_that_runs_a_macro_ends() -> None:
    assert text(b"\x1d:A\n\x1d:\x1d:\x1d^\xff\x00\x00\x1d:B\n") == ("A", "B")


@pytest.mark.parametrize(
    ("data", "expected"),
    [(b"\x1bt\x15\xa1\xa2\n", "กข"), (b"\x1bt\x2c\x8f\n", "П"), (b"\x1bt\x25\xb0\n", "٠")],
)
def test_further_code_pages(data: bytes, expected: str) -> None:
    assert text(data) == (expected,)


def test_own_characters_look_like_those_around_them() -> None:
    """Epson APG, ESC &: a pattern stands for a character, whatever the mode."""
    for mode in (b"\x1b-\x02", b"\x1b \x05", b"\x1dB\x01", b"\x1bV\x01", b"\x1bE\x01"):
        line = mode + b"%s\x1dB\x00!\n"
        assert (dots(OWN_A + b"\x1b%\x01" + line % b"AA") == dots(line % b"\xdb\xdb")).all()


def test_own_characters_stand_on_the_base_line_of_a_page() -> None:
    page = b"\x1bL\x1d$\xc8\x00%b\x0c"
    assert (dots(OWN_A + b"\x1b%\x01" + page % b"A") == dots(page % b"\xdb")).all()


def test_own_characters_between_kanji() -> None:
    """Kanji mode is for pairs of bytes; one byte is a character as ever (Epson APG, FS &)."""
    use = b"\x1c&\x1b%\x01"
    assert (dots(OWN_A + use + b"\xd6\xd0A\n") == dots(b"\x1c&\xd6\xd0\xdb\n")).all()
    assert text(OWN_A + use + b"\xd6\xd0A1\n") == ("中A1",)


@pytest.mark.parametrize("piece", [1, 7, 500, 5000])
@pytest.mark.parametrize("image", [b"\x1b*\x21\x90\x01" + b"\xf0" * 1200, b"x" * 1200])
def test_what_a_macro_has_room_for_is_the_same_in_any_pieces(piece: int, image: bytes) -> None:
    """2048 bytes (TM-T81 specification, GS :)."""
    stream = b"\x1d:" + image * 3 + b"\nend\n\x1d:\x1d^\x02\x00\x00after\n"
    whole, pieces = Rig(), Rig()
    whole.pour(stream)
    for at in range(0, len(stream), piece):
        pieces.pour(stream[at : at + piece])
    for rig in (whole, pieces):
        rig.printer.finish()
    assert whole.lines == pieces.lines
    assert whole.slips == pieces.slips


def test_a_raster_image_ends_a_macro_and_clears_it() -> None:
    """Epson APG, GS v 0."""
    raster = b"\x1dv0\x00\x01\x00\x01\x00\xff"
    assert text(b"\x1d:A\n" + raster + b"B\n\x1d^\x01\x00\x00C\n") == ("A", "", "B", "C")


def test_sizes_on_one_line_share_a_base_line() -> None:
    """TM-T88III specification, GS !: all the characters on the line are aligned at it."""
    line = dots(b"\xdb\x1d!\x01\xdb\x1d!\x02\xdb\x1d!\x00\xdb\n")
    ends = [int(np.flatnonzero(line[:, x : x + 12].any(axis=1))[-1]) + 1 for x in (0, 12, 24, 36)]
    assert (len(line), ends) == (72, [66, 69, 72, 66])
    assert int(line.sum()) == 12 * 24 * (1 + 2 + 3 + 1)
