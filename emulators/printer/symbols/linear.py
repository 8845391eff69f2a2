"""Barcodes of GS k: for each system the data that it takes, its modules and its text.

Source: Epson APG, GS k, functions A and B.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from emulators.printer.dots import Dots
from emulators.printer.symbols import code128, retail
from emulators.printer.symbols.modules import NotEncodableError, encode_row


@dataclass(frozen=True, slots=True, eq=False)
class Bars:
    """A barcode: its modules from left to right, and what stands below them.

    ``two_widths``: there are thin and thick bars and nothing between (Epson APG, GS w).
    """

    kind: str
    modules: Dots
    text: str
    two_widths: bool = False


# GS w n for barcodes of two widths: dots of a thick bar where a thin one has n (Epson APG, GS w).
_THICK = {1: 2, 2: 5, 3: 8, 4: 10, 5: 13, 6: 16}


_START_STOP, _CONTROL = "□", "■"  # in the text of CODE93 (TM-T88III specification, GS k)


def dots_across(bars: Bars, module: int) -> Dots:
    """One row of dots, with modules of ``module`` dots."""
    if not bars.two_widths:
        return np.repeat(bars.modules, module)
    edges = np.flatnonzero(np.diff(bars.modules)) + 1
    runs = np.diff(np.concatenate(([0], edges, [len(bars.modules)])))
    thick = _THICK.get(module, module * 5 // 2)
    colours = bars.modules[np.concatenate(([0], edges))]
    return np.repeat(colours, np.where(runs > 1, thick, module))


def _of(kind: str, allowed: str, *, two_widths: bool = False) -> Callable[[bytes], Bars]:
    pattern = re.compile(allowed)

    def encode(data: bytes) -> Bars:
        text = data.decode("latin-1")
        if not pattern.fullmatch(text):
            raise NotEncodableError(f"{text!r} is no data for {kind}")
        return Bars(kind, encode_row(text, kind), text, two_widths)

    return encode


def _checked(kind: str, digits: int, draw: Callable[[str], Dots]) -> Callable[[bytes], Bars]:
    """EAN and UPC: the check digit is worked out when it is left out, and never looked at."""

    def encode(data: bytes) -> Bars:
        text = data.decode("latin-1")
        if not re.fullmatch(rf"\d{{{digits - 1},{digits}}}", text, re.ASCII):
            raise NotEncodableError(f"{text!r} is not {digits - 1} or {digits} digits")
        whole = text if len(text) == digits else text + check_digit(text, digits)
        return Bars(kind, draw(whole), whole)

    return encode


def check_digit(text: str, digits: int) -> str:
    """The last of ``digits`` digits of an EAN or UPC (GS1 General Specifications, 7.9)."""
    body = [int(char) for char in reversed(text[: digits - 1])]
    return str(-(sum(body[0::2]) * 3 + sum(body[1::2])) % 10)


def _upc_e(data: bytes) -> Bars:
    """Six digits to eight; or eleven or twelve that zeros can be left out of."""
    text = data.decode("latin-1")
    if not re.fullmatch(r"\d{6,8}|0\d{10,11}", text, re.ASCII):
        raise NotEncodableError(f"{text!r} is no data for UPC-E")
    short = text if len(text) <= 8 else "0" + _suppressed(text[1:6], text[6:11]) + text[11:]
    whole = short.rjust(7, "0")
    if whole[0] not in "01":
        raise NotEncodableError(f"{text!r} is of no number system for UPC-E")
    if len(whole) == 7:
        whole += check_digit(whole[0] + _expanded(whole[1:]), 12)
    return Bars("UPCE", retail.upc_e(whole), whole)


def _suppressed(maker: str, item: str) -> str:
    """The six digits of a UPC-E (GS1 General Specifications, 5.2.2.4.2)."""
    if maker[2:] in ("000", "100", "200") and item < "01000":
        return maker[:2] + item[2:] + maker[2]
    if maker[3:] == "00" and item < "00100":
        return maker[:3] + item[3:] + "3"
    if maker[4:] == "0" and item < "00010":
        return maker[:4] + item[4] + "4"
    if "00005" <= item <= "00009":
        return maker + item[4]
    raise NotEncodableError(f"{maker}{item} has no zeros that can be left out")


def _expanded(six: str) -> str:
    """The ten digits of the UPC-A that six digits of a UPC-E stand for."""
    last = int(six[5])
    if last <= 2:
        return f"{six[:2]}{last}0000{six[2:5]}"
    if last == 3:
        return f"{six[:3]}00000{six[3:5]}"
    return f"{six[:4]}00000{six[4]}" if last == 4 else f"{six[:5]}0000{last}"


def _interleaved(data: bytes) -> Bars:
    """Pairs of digits; an odd one at the end is left out (Epson APG, GS k)."""
    digits = data[: len(data) // 2 * 2]
    return _of("ITF", r"(\d\d)+", two_widths=True)(digits)


def _code39(data: bytes) -> Bars:
    bars = _of("Code39", r"[0-9A-Z $%*+\-./]+", two_widths=True)(data.strip(b"*"))
    return Bars(bars.kind, bars.modules, f"*{bars.text}*", two_widths=True)


def _code93(data: bytes) -> Bars:
    """Start and stop are told as squares, a control character as one and its letter (GS k)."""
    bars = _of("Code93", r"[\x00-\x7f]+")(data)
    text = "".join(_shown(char) for char in bars.text)
    return Bars(bars.kind, bars.modules, f"{_START_STOP}{text}{_START_STOP}")


def _shown(char: str) -> str:
    code = ord(char)
    return _CONTROL + chr(code % 0x60 + 0x40) if code < 0x20 or code == 0x7F else char


def _code128(data: bytes) -> Bars:
    return Bars("Code128", code128.encode_escaped(data), code128.text_of(data))


def _code128_auto(data: bytes) -> Bars:
    modules = code128.encode_escaped(code128.escaped(data))
    return Bars("Code128", modules, data.decode("latin-1"))


_GS1_PART = re.compile(rb"\{([13(){*])|([() ])|(\*)|([^{*() ]+)")
_FUNCTIONS = {b"1": b"{1", b"3": b"{B{3"}
_AI = re.compile(rb"\(\d{2,4}\)|41\d|\d\d")  # an application identifier, in brackets or not


def _gs1_128(data: bytes) -> Bars:
    """Brackets and spaces stand in the text only; an asterisk is the check digit of its field.

    What of these is meant to stand in the bars comes after ``{``. Source: Epson, ePOS-Print API
    user's manual of the TM-T88V-i, GS1-128.
    """
    coded = bars = text = field = b""  # what is coded already, and of the present field
    at = 0
    while at < len(data):
        part = _GS1_PART.match(data, at)
        if part is None:
            raise NotEncodableError(f"{data[at:]!r} is no data for GS1-128")
        escaped, shown, star, plain = part.groups()
        at = part.end()
        if escaped in _FUNCTIONS and not (coded or bars) and escaped == b"1":
            continue  # it stands at the beginning anyway
        if escaped in _FUNCTIONS:
            coded += code128.escaped(bars) + _FUNCTIONS[escaped]
            bars = field = b""
            continue
        field = b"" if shown == b"(" else field
        said = _check_of_field(field) if star else shown or plain or escaped
        text, field = text + said, field + said
        bars += b"" if shown else said
    modules = code128.encode_escaped(coded + code128.escaped(bars), gs1=True)
    return Bars("Code128", modules, text.decode("latin-1"))


def _check_of_field(field: bytes) -> bytes:
    """The check digit of what stands behind the application identifier."""
    identifier = _AI.match(field)
    digits = field[identifier.end() :].strip() if identifier else b""
    if not digits.isdigit():
        raise NotEncodableError(f"{field!r} has no check digit")
    return check_digit(digits.decode() + "?", len(digits) + 1).encode()


def _data_bar(kind: str) -> Callable[[bytes], Bars]:
    """GS1 DataBar of 13 digits; the check digit is worked out."""

    def encode(data: bytes) -> Bars:
        text = data.decode("latin-1")
        if not re.fullmatch(r"\d{13}", text, re.ASCII):
            raise NotEncodableError(f"{text!r} is not 13 digits")
        return Bars(kind, encode_row(text, kind), "(01)" + text + check_digit(text, 14))

    return encode


def _data_bar_expanded(data: bytes) -> Bars:
    text = data.decode("latin-1")
    brackets = text.translate(str.maketrans("()", "[]"))
    return Bars("DataBarExp", encode_row(brackets, "DataBarExp"), text)


_FUNCTION_A = {
    0: _checked("UPCA", 12, lambda digits: retail.ean13("0" + digits)),
    1: _upc_e,
    2: _checked("EAN13", 13, retail.ean13),
    3: _checked("EAN8", 8, retail.ean8),
    4: _code39,
    5: _interleaved,
    6: _of("Codabar", r"[A-Da-d][0-9$+\-./:]+[A-Da-d]", two_widths=True),
}
SYSTEMS: MappingProxyType[int, Callable[[bytes], Bars]] = MappingProxyType(
    {
        **_FUNCTION_A,
        **{number + 65: encode for number, encode in _FUNCTION_A.items()},
        72: _code93,
        73: _code128,
        74: _gs1_128,
        75: _data_bar("DataBarOmni"),
        76: _data_bar("DataBarOmni"),  # truncated: the same bars, lower
        77: _data_bar("DataBarLtd"),
        78: _data_bar_expanded,
        79: _code128_auto,
    }
)
