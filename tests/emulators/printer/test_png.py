"""Pictures that are packed while the paper moves are those that one gets at the end."""

import io

import numpy as np
import pytest
from PIL import Image

from emulators.printer import effects
from emulators.printer.dots import Packed, pack, unpack
from emulators.printer.png import ROWS, Film, encode
from tests.emulators.printer.rig import Rig


def seen(png: bytes) -> Packed:
    """What a picture shows, by another program's reading of it: black is 1."""
    with Image.open(io.BytesIO(png)) as picture:
        picture.load()
        return pack(~np.asarray(picture))


def noise(rows: int, width: int = 48) -> Packed:
    return np.random.default_rng(rows).integers(0, 256, (rows, width // 8), np.uint8)


@pytest.mark.parametrize("height", [1, ROWS - 1, ROWS, ROWS + 1, 3 * ROWS + 7])
@pytest.mark.parametrize("content", ["noise", "blank"])
def test_a_film_ends_as_the_picture_of_all_its_rows(height: int, content: str) -> None:
    rows = noise(height) if content == "noise" else np.zeros((height, 6), np.uint8)
    film = Film(48, 180)
    for at in range(0, height - ROWS, ROWS):
        film.add(rows[at : at + ROWS])
    png = film.file(rows[film.height :])
    assert png == encode(rows, 48, 180) == film.file(rows[film.height :])
    assert (seen(png) == rows).all()


def test_a_picture_has_a_row_at_least() -> None:
    assert unpack(seen(encode(np.zeros((0, 2), np.uint8), 10, 203)), 10).shape == (1, 10)


def test_a_long_slip_is_drawn_as_it_grows_whatever_the_pieces() -> None:
    """Faults split what goes by elsewhere; the dots and their picture are the same."""
    lines = b"".join(b"line %d\n" % n for n in range(120))
    image = b"\x1dv0\x00\x06\x00\x84\x03" + noise(900).tobytes()
    plain, split = Rig(), Rig()
    split.arm("printer.offline@row(4100)")
    for rig in (plain, split):
        rest = rig.pour(lines + image + lines + b"\x1dV\x00")
        rig.mend()
        rig.pour(rest)
    (whole,), (pieces,) = plain.slips, split.slips
    assert whole.height_dots > 4 * ROWS
    assert (whole.text, whole.blob) == (pieces.text, pieces.blob)
    assert seen(plain.history.blobs.get(whole.blob)).shape == (whole.height_dots, 64)


def test_jammed_paper_is_burnt_over_below_what_is_drawn_already() -> None:
    rig = Rig()
    rig.pour(b"A\n" * (ROWS // 30 + 1))
    before = rig.printer.snapshot().slip_rows
    rig.undergo(effects.JamPaper(200))
    rig.pour(b"B\n" * 20)
    assert rig.printer.snapshot().slip_rows == before
    assert len(seen(rig.printer.picture())) == before
