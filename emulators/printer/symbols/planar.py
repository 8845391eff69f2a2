"""Two-dimensional symbols of GS ( k: settings and stored data to dots.

Source: Epson APG, GS ( k: symbol types (cn) 48 to 54, functions (fn) 65 to 82.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from emulators.printer.dots import Dots, enlarge
from emulators.printer.symbols.linear import check_digit
from emulators.printer.symbols.modules import NotEncodableError, Option, encode

Settings = dict[int, bytes]  # fn -> its parameters, as sent last
SET_MODULE, SET_HEIGHT, SET_LEVEL, SET_MODE, STORE, PRINT, TELL_SIZE = 67, 68, 69, 65, 80, 81, 82


@dataclass(frozen=True, slots=True, eq=False)
class Symbol:
    """A symbol as dots."""

    kind: str
    dots: Dots


def _number(settings: Settings, function: int, default: int, at: int = 0) -> int:
    params = settings.get(function, b"")
    return params[at] if len(params) > at else default


def _data(settings: Settings) -> bytes:
    data = settings.get(STORE, b"")[1:]
    if not data:
        raise NotEncodableError("nothing is stored")
    return data


_QR_LEVELS = {48: "L", 49: "M", 50: "Q", 51: "H"}


def _qr(settings: Settings) -> Symbol:
    micro = _number(settings, SET_MODE, 50) == 51
    kind = "MicroQRCode" if micro else "QRCode"
    level = _QR_LEVELS.get(_number(settings, SET_LEVEL, 48), "L")
    options: dict[str, Option] = {} if micro else {"ec_level": level}
    modules = encode(_data(settings), kind, **options)
    return Symbol(kind, _square(modules, settings))


def _square(modules: Dots, settings: Settings, default: int = 3, most: int = 16) -> Dots:
    """Modules as large as function 67 says; a size that no printer has changes nothing (APG)."""
    size = _number(settings, SET_MODULE, default)
    size = size if 1 <= size <= most else default
    return enlarge(modules, size, size)


_PDF_ROW = 3  # zxing-cpp draws a row of PDF417 three modules high


def _pdf417(settings: Settings) -> Symbol:
    """Columns 1 to 30, rows 3 to 90, or 0: chosen by the printer; a row is 2 to 8 modules high."""
    columns, rows = _number(settings, 65, 0), _number(settings, 66, 0)
    options: dict[str, Option] = {"columns": columns} if 1 <= columns <= 30 else {}
    options |= {"rows": rows} if 3 <= rows <= 90 else {}
    if _number(settings, SET_LEVEL, 49) == 48:
        options["ec_level"] = str(min(8, max(0, _number(settings, SET_LEVEL, 48, 1) - 48)))
    kind = "CompactPDF417" if _number(settings, 70, 0) == 1 else "PDF417"
    modules = encode(_data(settings), kind, **options)[::_PDF_ROW]
    width = min(8, max(1, _number(settings, SET_MODULE, 3)))
    height = min(8, max(2, _number(settings, SET_HEIGHT, 3)))
    return Symbol("PDF417", enlarge(modules, width, width * height))


_MAXI_MODES = {48 + n: str(n) for n in range(2, 7)}
_ADDRESSED = ("2", "3")  # zxing-cpp has no way to say the address


def _maxi(settings: Settings) -> Symbol:
    """One size only, mode 4 where none is chosen. What zxing-cpp calls the level is the mode."""
    mode = _MAXI_MODES.get(_number(settings, SET_MODE, 52), "4")
    if mode in _ADDRESSED:
        raise NotEncodableError("MaxiCode modes 2 and 3, with a carrier's address, are not drawn")
    return Symbol("MaxiCode", encode(_data(settings), "MaxiCode", ec_level=mode))


_COMPACT_LAYERS, _FULL_LAYERS = range(1, 5), range(4, 33)


def _layers(settings: Settings) -> int | None:
    """The layers that are asked for, as zxing-cpp numbers them: the compact symbols first."""
    compact, layers = _number(settings, 66, 0) == 1, _number(settings, 66, 0, 1)
    if layers not in (_COMPACT_LAYERS if compact else _FULL_LAYERS):
        return None
    return layers if compact else len(_COMPACT_LAYERS) + layers


def _aztec(settings: Settings) -> Symbol:
    per_cent = _number(settings, SET_LEVEL, 23)
    options: dict[str, Option] = {"ec_level": f"{per_cent}%"} if 5 <= per_cent <= 95 else {}
    if (version := _layers(settings)) is not None:
        options = {"version": version}
    modules = encode(_data(settings), "Aztec", **options)
    return Symbol("Aztec", _square(modules, settings))


_SQUARES = (
    *(10, 12, 14, 16, 18, 20, 22, 24, 26, 32, 36, 40, 44, 48, 52, 64, 72, 80, 88, 96, 104),
    *(120, 132, 144),
)
_OBLONGS = ((8, 18), (8, 32), (12, 26), (12, 36), (16, 36), (16, 48))


def _data_matrix(settings: Settings) -> Symbol:
    """Square (0) or oblong (1), of so many rows and columns; 0: as many as it takes."""
    square = _number(settings, 66, 0) == 0
    rows, columns = _number(settings, 66, 0, 1), _number(settings, 66, 0, 2)
    options: dict[str, Option] = {"force_square": True} if square else {}
    if square and rows in _SQUARES:
        options = {"version": 1 + _SQUARES.index(rows)}
    elif not square and (rows, columns) in _OBLONGS:
        options = {"version": 1 + len(_SQUARES) + _OBLONGS.index((rows, columns))}
    modules = encode(_data(settings), "DataMatrix", **options)
    return Symbol("DataMatrix", _square(modules, settings))


_STACKED = {72: "DataBarStk", 73: "DataBarStkOmni", 76: "DataBarExpStk"}


def _data_bar(settings: Settings) -> Symbol:
    """Stacked forms: the first byte of the data tells which."""
    data = _data(settings)
    kind = _STACKED.get(data[0])
    text = data[1:].decode("latin-1")
    if kind is None:
        raise NotEncodableError(f"GS1 DataBar {data[0]} is not known")
    if kind == "DataBarExpStk":
        content = text.translate(str.maketrans("()", "[]"))
    elif re.fullmatch(r"\d{13,14}", text, re.ASCII):
        content = text[:13] + check_digit(text, 14)
    else:
        raise NotEncodableError(f"{text!r} is not 13 digits")
    modules = encode(content, kind)
    read_as = kind if kind == "DataBarExpStk" else "DataBarStk"
    return Symbol(read_as, _square(modules, settings, 2, 8))


def _composite(settings: Settings) -> Symbol:
    _data(settings)
    raise NotEncodableError("composite symbols are not drawn")  # zxing-cpp's libzint has none


DRAWERS: MappingProxyType[int, Callable[[Settings], Symbol]] = MappingProxyType(
    {
        48: _pdf417,
        49: _qr,
        50: _maxi,
        51: _data_bar,
        52: _composite,
        53: _aztec,
        54: _data_matrix,
    }
)
# The second byte of the answer to function 82, by symbol type (Epson APG, GS ( k).
SIZE_FLAGS = MappingProxyType({48: 0x2F, 49: 0x36, 50: 0x35, 51: 0x3B, 53: 0x3C, 54: 0x3D})


def size_answer(kind: int, symbol: Symbol | None) -> bytes:
    """The answer to function 82: width, height, 1, and 0 when it can be printed (Epson APG)."""
    height, width = (0, 0) if symbol is None else symbol.dots.shape
    fields = (str(width), str(height), "1", "1" if symbol is None else "0")
    body = b"\x1f".join(field.encode() for field in fields)
    return bytes((0x37, SIZE_FLAGS.get(kind, 0x36))) + body + b"\x00"
