"""The interpreter with every handler: importing the modules makes them known to it."""

from emulators.printer import layout, styles
from emulators.printer.interpreter import Interpreter

__all__ = ["Interpreter", "layout", "styles"]
