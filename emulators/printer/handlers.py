"""The interpreter with every handler: importing the modules makes them known to it."""

from emulators.printer import graphics, layout, stored, styles
from emulators.printer.interpreter import Interpreter

__all__ = ["Interpreter", "graphics", "layout", "stored", "styles"]
