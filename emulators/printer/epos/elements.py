"""Elements to ESC/POS commands: one function an element. Source: ePOS-Print XML reference."""

import struct
from collections.abc import Callable, Iterable
from types import MappingProxyType

from emulators.printer.epos.document import Element, SchemaError
from emulators.printer.epos.figures import barcode, box, image, rule, stroke, symbol
from emulators.printer.epos.values import boolean, choice, number, words
from emulators.printer.profiles import Profile

_FONTS = words("font_a font_b font_c font_d font_e")
_ALIGN = words("left center right")
_DIRECTIONS = words("left_to_right bottom_to_top right_to_left top_to_bottom")
_CUTS = MappingProxyType({"no_feed": b"\x1dV\x01", "feed": b"\x1dVB\x00", "reserve": b"\x1dVb\x00"})
_DRAWERS = words("drawer_1 drawer_2")
_PULSES = MappingProxyType({f"pulse_{n}00": n * 50 for n in range(1, 6)})  # in 2 ms
_PATTERNS = MappingProxyType(
    {"none": 0, **{f"pattern_{c}": n for n, c in enumerate("abcde", 1)}, "error": 6, "paper_end": 7}
    | {f"pattern_{n}": n for n in range(1, 11)}
)


def job(elements: Iterable[Element], profile: Profile) -> bytes:
    """The whole job as ESC/POS; text is UTF-8, units are dots. Raises SchemaError."""
    begin = b"\x1c(C\x02\x000\x02" + bytes((0x1D, 0x50, profile.dpi, profile.dpi))
    return begin + b"".join(map(_translate, elements))


def _translate(element: Element) -> bytes:
    written = _ELEMENTS.get(element.name)
    if written is None:
        raise SchemaError(f"{element.name}: no element of ePOS-Print")
    return written(element)


def _text(element: Element) -> bytes:
    """Settings, which stay for what follows, then the characters."""
    has = element.attributes
    out = [write(element) for name, write in _TEXT.items() if name in has]
    if {"width", "height", "dw", "dh"} & has.keys():
        across = number(element, "width", 1 + boolean(element, "dw"), 1, 8)
        down = number(element, "height", 1 + boolean(element, "dh"), 1, 8)
        out.append(bytes((0x1D, 0x21, (across - 1) << 4 | (down - 1))))
    printable = "".join(c for c in element.text if c >= " " or c in "\t\n")
    return b"".join(out) + printable.encode()


def _align(element: Element) -> bytes:
    if "align" not in element.attributes:
        return b""
    return bytes((0x1B, 0x61, choice(element, "align", _ALIGN, "")))


_TEXT: MappingProxyType[str, Callable[[Element], bytes]] = MappingProxyType(
    {
        "font": lambda e: bytes((0x1B, 0x4D, choice(e, "font", _FONTS, ""))),
        "smooth": lambda e: bytes((0x1D, 0x62, boolean(e, "smooth"))),
        "reverse": lambda e: bytes((0x1D, 0x42, boolean(e, "reverse"))),
        "ul": lambda e: bytes((0x1B, 0x2D, boolean(e, "ul"))),
        "em": lambda e: bytes((0x1B, 0x45, boolean(e, "em"))),
        "rotate": lambda e: bytes((0x1B, 0x7B, boolean(e, "rotate"))),
        "align": _align,
        "linespc": lambda e: bytes((0x1B, 0x33, number(e, "linespc", 30, 0, 255))),
        "x": lambda e: b"\x1b$" + struct.pack("<H", number(e, "x", 0)),
        "y": lambda e: b"\x1d$" + struct.pack("<H", number(e, "y", 0)),
    }
)


def _feed(element: Element) -> bytes:
    spacing = b""
    if "linespc" in element.attributes:
        spacing = bytes((0x1B, 0x33, number(element, "linespc", 30, 0, 255)))
    if "unit" in element.attributes:
        return spacing + bytes((0x1B, 0x4A, number(element, "unit", 0, 0, 255)))
    if "pos" in element.attributes:
        return spacing + b"\x1d\x0c"
    return spacing + bytes((0x1B, 0x64, number(element, "line", 1, 0, 255)))


def _cut(element: Element) -> bytes:
    kind = element.attributes.get("type", "feed")
    if kind not in _CUTS:
        raise SchemaError(f"cut type={kind[:40]!r}: one of {', '.join(_CUTS)}")
    return _CUTS[kind]


def _pulse(element: Element) -> bytes:
    pin = choice(element, "drawer", _DRAWERS, "drawer_1")
    on = choice(element, "time", _PULSES, "pulse_100")
    return bytes((0x1B, 0x70, pin, on, on))


def _sound(element: Element) -> bytes:
    pattern = choice(element, "pattern", _PATTERNS, "pattern_a")
    repeat = number(element, "repeat", 1, 0, 255)
    return b"\x1b(A\x03\x00" + bytes((97, pattern, max(1, repeat))) if pattern else b""


def _command(element: Element) -> bytes:
    """Raw commands in hexadecimal."""
    try:
        return bytes.fromhex(element.text)
    except ValueError:
        raise SchemaError("command: not hexadecimal") from None


def _logo(element: Element) -> bytes:
    """A graphic of the NV memory by its key code."""
    keys = bytes(number(element, name, 32, 0, 255) for name in ("key1", "key2"))
    return _align(element) + b"\x1d(L\x06\x000E" + keys + b"\x01\x01"


def _page(element: Element) -> bytes:
    return b"\x0c" if element.end else b"\x1bL"


def _area(element: Element) -> bytes:
    """In dots, as the units of a job are."""
    sizes = [number(element, name, 0) for name in ("x", "y", "width", "height")]
    return b"\x1bW" + struct.pack("<4H", *sizes)


def _direction(element: Element) -> bytes:
    return bytes((0x1B, 0x54, choice(element, "dir", _DIRECTIONS, "left_to_right")))


def _position(element: Element) -> bytes:
    x, y = number(element, "x", 0), number(element, "y", 0)
    return b"\x1b$" + struct.pack("<H", x) + b"\x1d$" + struct.pack("<H", y)


def _nothing(element: Element) -> bytes:
    """Known, and without effect on this class of printer."""
    del element
    return b""


_ELEMENTS: MappingProxyType[str, Callable[[Element], bytes]] = MappingProxyType(
    {
        "text": _text,
        "feed": _feed,
        "image": lambda e: _align(e) + image(e),
        "logo": _logo,
        "barcode": lambda e: _align(e) + barcode(e),
        "symbol": lambda e: _align(e) + symbol(e),
        "hline": rule,
        "page": _page,
        "area": _area,
        "direction": _direction,
        "position": _position,
        "line": stroke,
        "rectangle": box,
        "cut": _cut,
        "pulse": _pulse,
        "sound": _sound,
        "command": _command,
    }
    | dict.fromkeys(("vline-begin", "vline-end", "layout", "recovery", "reset"), _nothing)
)
