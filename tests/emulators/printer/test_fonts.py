"""Glyphs: the cells, what is there, and what stands for what is not."""

import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from importlib import resources

import numpy as np
import pytest

from emulators.printer import fonts
from emulators.printer.cells import Cells, Style, cells
from emulators.printer.fonts import GlyphSet, glyphs
from emulators.printer.settings import Font

LATIN = bytes(range(0x20, 0x7F)).decode() + bytes(range(0x80, 0x100)).decode("cp437") + "€ŁżЖΩ"


@pytest.mark.parametrize(("font", "width", "height"), [("half24", 12, 24), ("full24", 24, 24)])
def test_cells(font: str, width: int, height: int) -> None:
    assert glyphs(font).draw("AB").shape == (height, 2 * width)


def test_every_latin_character_has_a_glyph_of_its_own() -> None:
    assert [char for char in LATIN if not glyphs("half24").has(char)] == []


def test_all_of_gb2312_has_glyphs() -> None:
    hanzi = "".join(
        bytes((row, cell)).decode("gb2312", "ignore")
        for row in range(0xB0, 0xF8)
        for cell in range(0xA1, 0xFF)
    )
    assert len(hanzi) == 6763
    assert [char for char in hanzi if not glyphs("full24").has(char)] == []


def test_half_width_katakana_come_from_the_smaller_font() -> None:
    box, kana = glyphs("half24").draw("\ufffe"), glyphs("half24").draw("ｱ")
    assert kana.any()
    assert (kana != box).any()


def test_a_character_that_nothing_has_is_a_visible_box() -> None:
    box = glyphs("full24").draw("\U00020000")
    assert box.sum() > 40
    assert (box == glyphs("full24").draw("\ufffe")).all()


def test_ink_is_what_is_drawn() -> None:
    for style in (
        Style(),
        Style(bold=True, width=2),
        Style(Font.B, underline=1),
        Style(Font.KANJI),
    ):
        drawn = cells(style).draw("Ag中")
        ink = cells(style).ink("Ag中")
        assert ink.dots == drawn.sum()
        assert ink.last_row == np.flatnonzero(drawn.any(axis=1))[-1]


def test_printers_of_several_threads_share_the_glyphs() -> None:
    fresh = GlyphSet(resources.files(fonts).joinpath("half24.font").read_bytes())
    codes = "".join(chr(code) for code in range(0x20, 0x180))
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(lambda _: [fresh.draw(char) for char in codes], range(4)))
    for char, *inks in zip(codes, *drawn, strict=True):
        assert all((ink == glyphs("half24").draw(char)).all() for ink in inks), char


def test_a_line_of_large_characters_old_and_new_when_they_outgrow_their_memory() -> None:
    large = Cells(Style(Font.KANJI, 8, 8))
    for code in range(0x4E00, 0x4E50):  # 80 characters of 37 kB each
        assert large.ink(chr(code) + "a").dots > 0
        assert large.draw("a" + chr(code)).shape == (192, 384)


def test_printers_of_several_threads_share_the_cells() -> None:
    large = Cells(Style(Font.KANJI, 4, 4))
    codes = "".join(chr(code) for code in range(0x4E00, 0x4F80))
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(lambda _: [large.draw("a" + char) for char in codes], range(4)))
    assert all((one == drawn[0][at]).all() for each in drawn for at, one in enumerate(each))


def test_what_no_font_has_takes_no_memory() -> None:
    some = glyphs("full24")
    some.draw("\U00020001")
    tracemalloc.start()
    for number in range(5000):
        some.draw(chr(0x30000 + number))
    kept_bytes, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept_bytes < 100_000  # a cell each would be 2.9 MB
