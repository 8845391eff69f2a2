"""Receipts as a POS writes them with python-escpos, and the corpus of streams when it is there."""

import os
from pathlib import Path

from escpos.printer import Dummy
from PIL import Image

_BESIDE = Path(__file__).parents[4] / "shared" / "corpus"  # beside the checkout
CORPUS = Path(os.environ.get("TILLPROOF_CORPUS", _BESIDE))


def receipt(number: int = 1, lines: int = 40) -> bytes:
    """A text receipt with the usual styles, a barcode and a cut."""
    pos = Dummy(profile="TM-T88V")
    pos.set(align="center", bold=True, double_height=True, double_width=True)
    pos.textln("CORNER SHOP")
    pos.set_with_default()
    for item in range(lines):
        pos.set(bold=item % 5 == 0)
        pos.textln(f"Item {item:3d} no {number:6d}  2 x 3.50 {item * 7.25 + number % 97:9.2f}")
    pos.set(underline=1)
    pos.textln(f"TOTAL {number % 1000 + 0.5:10.2f}")
    pos.set_with_default()
    pos.textln("Café, piñata, 5 €")
    pos.barcode("4006381333931", "EAN13")
    pos.cut()
    return bytes(pos.output)


def picture(rows: int = 800) -> bytes:
    """A raster image of the paper's width, a line of text and a cut."""
    pos = Dummy(profile="TM-T88V")
    image = Image.radial_gradient("L").resize((512, rows)).convert("1")
    pos.image(image, fragment_height=rows)
    pos.textln("LOGO")
    pos.cut()
    return bytes(pos.output)
