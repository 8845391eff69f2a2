"""Barcodes of GS k: for each system the data that it takes, its modules and its text.

Source: Epson APG, GS k, functions A and B.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from emulators.printer.dots import Dots
from emulators.printer.symbols import code128
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


def _checked(kind: str, digits: int) -> Callable[[bytes], Bars]:
    """EAN and UPC: the check digit may be left out, and is worked out then."""

    def encode(data: bytes) -> Bars:
        text = data.decode("latin-1")
        if not re.fullmatch(rf"\d{{{digits - 1},{digits}}}", text, re.ASCII):
            raise NotEncodableError(f"{text!r} is not {digits - 1} or {digits} digits")
        return Bars(kind, encode_row(text, kind), text[: digits - 1] + check_digit(text, digits))

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
    short = text if len(text) <= 8 else "0" + _suppressed(text[1:6], text[6:11])
    short = short.rjust(7, "0")[:7]
    whole = _expanded(short[1:])
    return Bars("UPCE", encode_row(short, "UPCE"), short + check_digit("0" + whole, 12))


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


def _code128(data: bytes) -> Bars:
    return Bars("Code128", code128.encode_escaped(data), code128.text_of(data))


def _code128_auto(data: bytes) -> Bars:
    modules = code128.encode_escaped(code128.escaped(data))
    return Bars("Code128", modules, data.decode("latin-1"))


def _gs1_128(data: bytes) -> Bars:
    """Brackets stand in the text only (Epson APG, GS k, GS1-128)."""
    marked = re.sub(rb"[() ]", b"", data)
    fields = [code128.escaped(part) for part in marked.split(b"{1") if part]
    modules = code128.encode_escaped(b"{1".join(fields), gs1=True)
    return Bars("Code128", modules, data.replace(b"{1", b"").decode("latin-1"))


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
    0: _checked("UPCA", 12),
    1: _upc_e,
    2: _checked("EAN13", 13),
    3: _checked("EAN8", 8),
    4: _code39,
    5: _interleaved,
    6: _of("Codabar", r"[A-Da-d][0-9$+\-./:]+[A-Da-d]", two_widths=True),
}
SYSTEMS: MappingProxyType[int, Callable[[bytes], Bars]] = MappingProxyType(
    {
        **_FUNCTION_A,
        **{number + 65: encode for number, encode in _FUNCTION_A.items()},
        72: _of("Code93", r"[\x00-\x7f]+"),
        73: _code128,
        74: _gs1_128,
        75: _data_bar("DataBarOmni"),
        76: _data_bar("DataBarOmni"),  # truncated: the same bars, lower
        77: _data_bar("DataBarLtd"),
        78: _data_bar_expanded,
        79: _code128_auto,
    }
)
