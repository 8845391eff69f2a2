"""CODE128 and GS1-128 as ESC/POS writes them: ``{A``, ``{B``, ``{C`` choose the code set.

Sources: ISO/IEC 15417 for the patterns; Epson APG, GS k, for the escapes.
"""

import re
from collections.abc import Iterator

import numpy as np

from emulators.printer.dots import Dots
from emulators.printer.symbols.modules import NotEncodableError

# Widths of bar, space, bar, … of the values 0 to 106; each is 11 modules, the stop (106) is 13.
_WIDTHS = re.findall(
    r"\d+",
    """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132
122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212
322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311
112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321
331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214
112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212
124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113
411311 113141 114131 311141 411131 211412 211214 211232 2331112
""",
)
_START = {"A": 103, "B": 104, "C": 105}
_SWITCH = {"A": 101, "B": 100, "C": 99}
_SHIFT, _FNC1, _FNC2, _FNC3, _STOP = 98, 102, 97, 96, 106
_FNC4 = {"A": 101, "B": 100}
_ITEM = re.compile(rb"\{([ABCS1234{])|([\x00-\x7f])")
_PAIRS = re.compile(rb"(\d{4,})")


def escaped(data: bytes) -> bytes:
    """Plain data with the code sets chosen: C for runs of digits, B for the rest (auto mode)."""
    parts = []
    for part in _PAIRS.split(data.replace(b"{", b"{{")):
        if part.isdigit() and len(part) >= 4:
            even = len(part) // 2 * 2
            # In {C the bytes are the values 0 to 99 themselves (Epson APG, GS k).
            pairs = bytes(int(part[at : at + 2]) for at in range(0, even, 2))
            parts.append(b"{C" + pairs + (b"{B" + part[even:] if part[even:] else b""))
        elif part:
            parts.append((b"{B" if not any(byte < 0x20 for byte in part) else b"{A") + part)
    return b"".join(parts)


def encode_escaped(data: bytes, *, gs1: bool = False) -> Dots:
    """The modules of data with escapes, from left to right. Raises NotEncodableError."""
    if data[:2] not in (b"{A", b"{B", b"{C"):
        raise NotEncodableError("the data does not begin with a code set")
    code_set = chr(data[1])
    values = [_START[code_set], *([_FNC1] if gs1 else []), *_values(data[2:], code_set)]
    check = (values[0] + sum(at * value for at, value in enumerate(values))) % 103
    return _bars([*values, check, _STOP])


def _values(data: bytes, code_set: str) -> Iterator[int]:
    """The values of the characters, and of the changes of code set between them."""
    shifted = at = 0
    while at < len(data):
        if code_set == "C" and data[at : at + 1] != b"{":
            yield _pair(data[at])
            at += 1
            continue
        match = _ITEM.match(data, at)
        if match is None:
            raise NotEncodableError(f"byte {data[at]:02x} is in no code set")
        at = match.end()
        escape = (match[1] or b"").decode()
        if escape in _SWITCH:
            if escape != code_set:  # its number in its own set is FNC4
                yield _SWITCH[escape]
            code_set = escape
        elif escape == "S":
            yield _SHIFT
            shifted = 1
        elif escape and escape != "{":
            yield _function(int(escape), code_set)
        else:
            other = {"A": "B", "B": "A"}.get(code_set, code_set)
            yield _value(match[0][-1], other if shifted else code_set)
            shifted = 0


def _pair(byte: int) -> int:
    if byte > 99:
        raise NotEncodableError(f"byte {byte:02x} is no pair of digits")
    return byte


def _function(number: int, code_set: str) -> int:
    if number == 4 and code_set in _FNC4:
        return _FNC4[code_set]
    return {1: _FNC1, 2: _FNC2, 3: _FNC3}.get(number, _FNC1)


def _value(byte: int, code_set: str) -> int:
    """The value of a character of set A (control characters) or B (small letters)."""
    if 0x20 <= byte < 0x60:
        return byte - 0x20
    if (byte < 0x20) == (code_set == "A"):
        return byte + 0x40 if byte < 0x20 else byte - 0x20
    raise NotEncodableError(f"byte {byte:02x} is not in code set {code_set}")


def _bars(values: list[int]) -> Dots:
    widths = [int(width) for value in values for width in _WIDTHS[value]]
    colours = np.arange(len(widths), dtype=np.uint8) % 2 ^ 1
    return np.repeat(colours, widths)


def text_of(data: bytes) -> str:
    """What stands below the bars: the characters, without the escapes (Epson APG, GS k)."""
    parts: list[str] = []
    code_set = chr(data[1]) if len(data) > 1 else "B"
    at = 2
    while at < len(data):
        if data[at : at + 1] == b"{" and at + 1 < len(data):
            escape = chr(data[at + 1])
            code_set = escape if escape in _SWITCH else code_set
            parts.append({"{": "{"}.get(escape, " " if escape.isdigit() else ""))
            at += 2
        else:
            byte = data[at]
            parts.append(f"{byte:02d}" if code_set == "C" else chr(byte) if byte >= 0x20 else " ")
            at += 1
    return "".join(parts)
