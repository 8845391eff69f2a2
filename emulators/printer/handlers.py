"""The interpreter with every handler: importing the modules makes them known to it."""

from emulators.printer import (
    barcodes,
    graphics,
    kanji,
    layout,
    logos,
    own,
    planars,
    saved,
    selftest,
    sheets,
    stored,
    strokes,
    styles,
)
from emulators.printer.interpreter import Interpreter

__all__ = [
    "Interpreter",
    "barcodes",
    "graphics",
    "kanji",
    "layout",
    "logos",
    "own",
    "planars",
    "saved",
    "selftest",
    "sheets",
    "stored",
    "strokes",
    "styles",
]
