"""EAN and UPC as modules, with whatever check digit is given: printers do not look at it.

Sources: GS1 General Specifications, 5.2, for the patterns; Epson, ePOS-Device XML user's manual of
the TM-T70-i, barcode: the last digit "is processed as a check digit but is not validated".
"""

import numpy as np

from emulators.printer.dots import Dots

_ODD = (
    *("0001101", "0011001", "0010011", "0111101", "0100011"),
    *("0110001", "0101111", "0111011", "0110111", "0001011"),
)
_RIGHT = tuple(code.translate(str.maketrans("01", "10")) for code in _ODD)
_EVEN = tuple(code[::-1] for code in _RIGHT)
_SETS = {"o": _ODD, "e": _EVEN, "r": _RIGHT}
_SIDE, _CENTRE, _END_OF_E = "101", "01010", "010101"
# Which sets the left half is of: it says the first digit of an EAN-13.
_LEFT = (
    *("oooooo", "ooeoee", "ooeeoe", "ooeeeo", "oeooee"),
    *("oeeooe", "oeeeoo", "oeoeoe", "oeoeeo", "oeeoeo"),
)
# The same for the six digits of a UPC-E of number system 0: it says the check digit.
_SHORT = (
    *("eeeooo", "eeoeoo", "eeooeo", "eeoooe", "eoeeoo"),
    *("eooeeo", "eoooee", "eoeoeo", "eoeooe", "eooeoe"),
)


def ean13(digits: str) -> Dots:
    """The modules of thirteen digits; of a UPC-A those of its twelve after a zero."""
    return _halves(digits[1:7], _LEFT[int(digits[0])], digits[7:])


def ean8(digits: str) -> Dots:
    """The modules of eight digits."""
    return _halves(digits[:4], "oooo", digits[4:])


def upc_e(digits: str) -> Dots:
    """The modules of number system, six digits and check digit."""
    sets = _SHORT[int(digits[7])]
    if digits[0] == "1":
        sets = sets.translate(str.maketrans("oe", "eo"))
    return _modules(_SIDE + _coded(digits[1:7], sets) + _END_OF_E)


def _halves(left: str, sets: str, right: str) -> Dots:
    codes = _coded(left, sets) + _CENTRE + _coded(right, "r" * len(right))
    return _modules(_SIDE + codes + _SIDE)


def _coded(digits: str, sets: str) -> str:
    return "".join(_SETS[kind][int(digit)] for digit, kind in zip(digits, sets, strict=True))


def _modules(bits: str) -> Dots:
    return np.array([int(bit) for bit in bits], np.uint8)
