"""Images, barcodes, symbols and rules of ePOS-Print as ESC/POS commands."""

import base64
import binascii
import re
import struct
from types import MappingProxyType

import numpy as np

from emulators.printer.epos.document import Element, SchemaError
from emulators.printer.epos.values import choice, number, words

_MODES = words("mono gray16")
_HRI = words("none above below both")
_FONTS = words("font_a font_b font_c font_d font_e")
_BARCODES = MappingProxyType(
    {
        **{name: 65 + n for n, name in enumerate(("upc_a", "upc_e", "ean13", "ean8", "code39"))},
        "jan13": 67,
        "jan8": 68,
        "itf": 70,
        "codabar": 71,
        "code93": 72,
        "code128": 73,
        "gs1_128": 74,
        "gs1_databar_omnidirectional": 75,
        "gs1_databar_truncated": 76,
        "gs1_databar_limited": 77,
        "gs1_databar_expanded": 78,
        "code128_auto": 79,
    }
)
_THICK = MappingProxyType(
    {"thin": 1, "medium": 2, "thick": 3, "thin_double": 1, "medium_double": 2, "thick_double": 3}
)
_STYLES = words("thin medium thick thin_double medium_double thick_double")
_QR = MappingProxyType({"qrcode_model_1": 49, "qrcode_model_2": 50, "qrcode_micro": 51})
_QR_LEVELS = MappingProxyType(
    {"level_l": 48, "level_m": 49, "level_q": 50, "level_h": 51, "default": 49}
)
_PDF = MappingProxyType({"pdf417_standard": 0, "pdf417_truncated": 1})
_PDF_LEVELS = MappingProxyType({**{f"level_{n}": 48 + n for n in range(9)}, "default": 49})
_MAXI = MappingProxyType({f"maxicode_mode_{n}": 48 + n for n in range(2, 7)})
_STACKED = MappingProxyType(
    {
        "gs1_databar_stacked": 72,
        "gs1_databar_stacked_omnidirectional": 73,
        "gs1_databar_expanded_stacked": 76,
    }
)
_AZTEC = MappingProxyType({"azteccode_fullrange": 0, "azteccode_compact": 1})
_MATRIX = MappingProxyType(
    {
        "datamatrix_square": (0, 0),
        "datamatrix_rectangle_8": (1, 8),
        "datamatrix_rectangle_12": (1, 12),
        "datamatrix_rectangle_16": (1, 16),
    }
)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|(\\)|([nrt]))")
_CONTROL = MappingProxyType({"n": "\n", "r": "\r", "t": "\t"})


def image(element: Element) -> bytes:
    """Dots row by row; of sixteen shades the darker half is black: this class has one."""
    width, height = number(element, "width", 0, 1), number(element, "height", 0, 1)
    try:
        data = base64.b64decode(element.text.translate(_NO_SPACE), validate=True)
    except (binascii.Error, ValueError):
        raise SchemaError("image: not base64") from None
    gray = choice(element, "mode", _MODES, "mono")
    stride = -(-width * 4 // 8) if gray else -(-width // 8)
    if not width or not height or len(data) != stride * height:
        raise SchemaError(f"image: {len(data)} bytes are not {width} by {height} dots")
    if gray:
        data = _black_and_white(data, height, width)
    return b"\x1dv0\x00" + struct.pack("<HH", -(-width // 8), height) + data


_NO_SPACE = dict.fromkeys(map(ord, " \t\r\n"))


def _black_and_white(data: bytes, height: int, width: int) -> bytes:
    rows = np.frombuffer(data, np.uint8).reshape(height, -1)
    shades = np.stack((rows >> 4, rows & 0x0F), axis=2).reshape(height, -1)[:, :width]
    return np.packbits(shades >= 8, axis=1).tobytes()


def rule(element: Element) -> bytes:
    """A line across the paper, from x1 to x2."""
    left, right = sorted((number(element, "x1", 0), number(element, "x2", 0)))
    style = element.attributes.get("style", "thin")
    thick = choice(element, "style", _THICK, "thin")
    right = min(right, 4095)
    row = np.zeros(right + 1, np.uint8)
    row[left:] = 1
    black = np.packbits(row).tobytes()
    rows = [black] * thick
    if style.endswith("double"):
        rows += [bytes(len(black))] * thick + [black] * thick
    return b"\x1ba\x00\x1dv0\x00" + struct.pack("<HH", len(black), len(rows)) + b"".join(rows)


def stroke(element: Element) -> bytes:
    """A line of page mode (GS ( Q 48)."""
    return b"\x1d(Q\x0c\x00\x30%b\x01%c0" % (_corners(element), _style(element))


def box(element: Element) -> bytes:
    """A box of page mode (GS ( Q 49)."""
    return b"\x1d(Q\x0e\x00\x31%b\x01%c00\x01" % (_corners(element), _style(element))


def _corners(element: Element) -> bytes:
    return struct.pack("<4H", *(number(element, name, 0) for name in ("x1", "y1", "x2", "y2")))


def _style(element: Element) -> int:
    return 1 + choice(element, "style", _STYLES, "thin")


def barcode(element: Element) -> bytes:
    """GS k with its settings."""
    if "type" not in element.attributes:
        raise SchemaError("barcode: type is missing")
    system = choice(element, "type", _BARCODES, "")
    data = _data(element)
    if len(data) > 255:
        raise SchemaError("barcode: more than 255 characters")
    sizes = number(element, "width", 3, 2, 6), number(element, "height", 162, 1, 255)
    text = choice(element, "hri", _HRI, "none"), choice(element, "font", _FONTS, "font_a")
    settings = b"\x1dw%c\x1dh%c\x1dH%c\x1df%c" % (*sizes, *text)
    return settings + bytes((0x1D, 0x6B, system, len(data))) + data


def symbol(element: Element) -> bytes:
    """GS ( k with its settings."""
    kind = element.attributes.get("type", "")
    width = number(element, "width", 3, 1, 255)
    data = _data(element)
    for known, write in _SYMBOLS:
        if kind in known:
            return write(element, kind, width, data)
    raise SchemaError(f"symbol type={kind[:40]!r}: not one of ePOS-Print")


def _qr(element: Element, kind: str, width: int, data: bytes) -> bytes:
    level = choice(element, "level", _QR_LEVELS, "default")
    settings = ((65, bytes((_QR[kind], 0))), (67, bytes((width,))), (69, bytes((level,))))
    return _planar(49, settings, b"0" + data)


def _pdf(element: Element, kind: str, width: int, data: bytes) -> bytes:
    level = choice(element, "level", _PDF_LEVELS, "default")
    height = number(element, "height", 3, 1, 255)
    columns = number(element, "size", 0)
    settings = (
        (65, bytes((min(columns, 30),))),
        (67, bytes((width,))),
        (68, bytes((height,))),
        (69, bytes((48, level))),
        (70, bytes((_PDF[kind],))),
    )
    return _planar(48, settings, b"0" + data)


def _maxi(element: Element, kind: str, width: int, data: bytes) -> bytes:
    del element, width
    return _planar(50, ((65, bytes((_MAXI[kind],))),), b"0" + data)


def _stacked(element: Element, kind: str, width: int, data: bytes) -> bytes:
    longest = struct.pack("<H", number(element, "size", 0))
    return _planar(51, ((67, bytes((width,))), (71, longest)), b"0%c" % _STACKED[kind] + data)


def _aztec(element: Element, kind: str, width: int, data: bytes) -> bytes:
    del element
    settings = ((66, bytes((_AZTEC[kind], 0))), (67, bytes((width,))))
    return _planar(53, settings, b"0" + data)


def _matrix(element: Element, kind: str, width: int, data: bytes) -> bytes:
    del element
    shape, rows = _MATRIX[kind]
    return _planar(54, ((66, bytes((shape, 0, rows))), (67, bytes((width,)))), b"0" + data)


_SYMBOLS = (
    (_QR, _qr),
    (_PDF, _pdf),
    (_MAXI, _maxi),
    (_STACKED, _stacked),
    (_AZTEC, _aztec),
    (_MATRIX, _matrix),
)


def _planar(kind: int, settings: tuple[tuple[int, bytes], ...], store: bytes) -> bytes:
    """Settings by function, then the data, then print."""
    functions = (*settings, (80, store), (81, b"0"))
    return b"".join(_function(kind, number, params) for number, params in functions)


def _function(kind: int, number: int, params: bytes) -> bytes:
    if len(params) > 7092:  # the most that one symbol holds (APG, GS ( k)
        raise SchemaError("symbol: too much data")
    return b"\x1d(k" + struct.pack("<H", len(params) + 2) + bytes((kind, number)) + params


def _data(element: Element) -> bytes:
    r"""The content, with ``\xnn``, ``\n`` and the like put in their place."""
    return b"".join(_parts(element.text))


def _parts(text: str) -> list[bytes]:
    parts: list[bytes] = []
    at = 0
    for found in _ESCAPE.finditer(text):
        parts.append(text[at : found.start()].encode())
        parts.append(_escaped(found))
        at = found.end()
    return [*parts, text[at:].encode()]


def _escaped(found: re.Match[str]) -> bytes:
    if found[1]:
        return bytes((int(found[1], 16),))
    return b"\\" if found[2] else _CONTROL[found[3]].encode()
