"""Bytes to characters: code pages, international sets, and the two-byte codes of Kanji mode."""

import codecs
import re
import unicodedata
from functools import cache
from itertools import groupby
from typing import NamedTuple

_REPLACED = "#$@[\\]^`{|}~"
# What stands in their places by country. Source: Epson APG, ESC R.
_CHARSETS = {
    1: "#$à°ç§^`éùè¨",
    2: "#$§ÄÖÜ^`äöüß",
    3: "£$@[\\]^`{|}~",
    4: "#$@ÆØÅ^`æøå~",
    5: "#¤ÉÄÖÅÜéäöåü",
    6: "#$@°\\é^ùàòèì",
    7: "₧$@¡Ñ¿^`¨ñ}~",
    8: "#$@[¥]^`{|}~",
    9: "#¤ÉÆØÅÜéæøåü",
    10: "#$ÉÆØÅÜéæøåü",
    11: "#$á¡Ñ¿é`íñóú",
    12: "#$á¡Ñ¿éüíñóú",
    13: "#$@[₩]^`{|}~",
    14: "#$ŽŠĐĆČžšđćč",
    15: "#¥@[\\]^`{|}~",
}
MISSING = "\ufffd"

# A character of two bytes or, in GB18030, four. Source: GB 18030, Shift_JIS, Big5, EUC-KR.
_LONG = {
    "gb18030": rb"[\x81-\xfe](?:[\x40-\x7e\x80-\xfe]|[0-9][\x81-\xfe][0-9])",
    "big5": rb"[\x81-\xfe][\x40-\x7e\xa1-\xfe]",
    "shift_jis": rb"[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]",
    "euc_kr": rb"[\xa1-\xfe][\xa1-\xfe]",
}
_UTF8_TAIL = re.compile(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})$")
_CODEC = {"shift_jis": "cp932", "euc_kr": "cp949", "big5": "cp950"}


class Stretch(NamedTuple):
    """Characters of one kind that follow each other. ``wide``: of Kanji mode's cell."""

    text: str
    wide: bool
    size_bytes: int


@cache
def _table(page: str, charset: int) -> str:
    """The character for each of the 256 byte values."""
    low = "".join(map(chr, range(128)))
    national = str.maketrans(_REPLACED, _CHARSETS.get(charset, _REPLACED))
    return low.translate(national) + _upper_half(page)


def _upper_half(page: str) -> str:
    """Byte values 128 to 255 of a code page; what it lacks is MISSING."""
    high = bytes(range(128, 256))
    if page == "katakana":  # JIS X 0201: half-width katakana only
        return MISSING * 33 + "".join(map(chr, range(0xFF61, 0xFFA0))) + MISSING * 32
    try:
        codecs.lookup(page)
    except LookupError:
        return MISSING * 128
    return "".join(bytes([value]).decode(page, "replace") for value in high)


def decode(data: bytes, page: str, charset: int = 0) -> str:
    """One-byte characters as text; on an unknown ``page``, MISSING for what is not ASCII."""
    if not charset and data.isascii():
        return data.decode("ascii")
    return data.decode("latin-1").translate(_table(page, charset))


@cache
def _long_pattern(code: str) -> re.Pattern[bytes]:
    return re.compile(rb"((?:%s)+)" % _LONG[code])


def split_long(data: bytes, code: str, page: str, charset: int = 0) -> list[Stretch]:
    """Text of Kanji mode as stretches of wide and of ordinary characters."""
    stretches = []
    for number, part in enumerate(_long_pattern(code).split(data)):
        if part and number % 2:
            text = part.decode(_CODEC.get(code, code), "replace")
            stretches.append(Stretch(text, wide=True, size_bytes=len(part)))
        elif part:
            stretches.append(Stretch(decode(part, page, charset), wide=False, size_bytes=len(part)))
    return stretches


def unfinished(data: bytes, code: str) -> int:
    """How many bytes at the end of ``data`` begin a long character that has not come whole."""
    rest = _long_pattern(code).sub(lambda match: b" " * len(match[0]), data)
    tail = re.search(rb"[\x81-\xfe](?:[0-9][\x81-\xfe]?)?$", rest)
    return len(tail[0]) if tail else 0


def split_utf8(data: bytes) -> list[Stretch]:
    """UTF-8 text as stretches of wide (East Asian) and of ordinary characters."""
    text = data.decode("utf-8", "replace")
    return [
        Stretch(part, wide=wide, size_bytes=len(part.encode()))
        for wide, part in ((wide, "".join(chars)) for wide, chars in groupby(text, _is_wide))
    ]


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def unfinished_utf8(data: bytes) -> int:
    """How many bytes at the end of ``data`` begin a character that has not come whole."""
    tail = _UTF8_TAIL.search(data)
    return len(tail[0]) if tail else 0
