"""Bytes to characters where a character has several: the codes of Kanji mode, and UTF-8."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache
from itertools import groupby
from typing import NamedTuple

from emulators.printer.codepages import decode

# A character of two bytes or, in GB18030, four. Source: GB 18030, Shift_JIS, Big5, EUC-KR, JIS X
# 0208 (in Kanji mode, without its escape sequences).
_LONG = {
    "gb18030": rb"[\x81-\xfe](?:[\x40-\x7e\x80-\xfe]|[0-9][\x81-\xfe][0-9])",
    "big5": rb"[\x81-\xfe][\x40-\x7e\xa1-\xfe]",
    "shift_jis": rb"[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]",
    "euc_kr": rb"[\x81-\xfe][\x41-\x5a\x61-\x7a\x81-\xfe]",
    "jis": rb"[\x21-\x7e][\x21-\x7e]",
}
MULTIBYTE = ("gb18030", "big5", "shift_jis", "euc_kr")  # what a model may have
_UTF8_TAIL = re.compile(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})$")
_TWO_BYTE_LEAD = rb"[\x81-\xfe]$"
_LEAD = {  # the beginning of a character that has not come whole
    "gb18030": rb"[\x81-\xfe](?:[0-9][\x81-\xfe]?)?$",
    "jis": rb"[\x21-\x7e]$",
}
_CODEC = {"shift_jis": "cp932", "euc_kr": "cp949", "big5": "cp950"}


# Codes that the POS may define characters for (Epson APG, FS 2).
_OWN = {
    "gb18030": rb"\xfe[\xa1-\xfe]",
    "big5": rb"\xfe[\xa1-\xfe]",
    "euc_kr": rb"[\xc9\xfe][\xa1-\xfe]",
    "shift_jis": rb"\xec[\x40-\x7e\x80-\x9e]|\x77[\x21-\x7e]",
}


class Stretch(NamedTuple):
    """Characters of one kind that follow each other. ``wide``: of Kanji mode's cell."""

    text: str
    wide: bool
    size_bytes: int


@cache
def _long_pattern(code: str) -> re.Pattern[bytes]:
    return re.compile(rb"((?:%s)+)" % _LONG[code])


def is_own_kanji(code: bytes, multibyte: str) -> bool:
    """Whether the POS may define a character of that code."""
    return multibyte in _OWN and re.fullmatch(_OWN[multibyte], code) is not None


def own_kanji_in(data: bytes, code: str, own: Collection[bytes]) -> Iterator[tuple[int, bytes]]:
    """``data`` cut where a character of ``own`` stands, each with its offset."""
    begin = at = 0
    for run in _long_pattern(code).finditer(data):
        for char in re.finditer(_LONG[code], run[0]):
            if char[0] in own:
                at = run.start() + char.start()
                yield begin, data[begin:at]
                yield at, char[0]
                begin = at + len(char[0])
    yield begin, data[begin:]


def split_long(data: bytes, code: str, page: str, charset: int = 0) -> list[Stretch]:
    """Text of Kanji mode as stretches of wide and of ordinary characters."""
    stretches = []
    for number, part in enumerate(_long_pattern(code).split(data)):
        if part and number % 2:
            text = _decode_long(part, code)
            stretches.append(Stretch(text, wide=True, size_bytes=len(part)))
        elif part:
            stretches.append(Stretch(decode(part, page, charset), wide=False, size_bytes=len(part)))
    return stretches


def _decode_long(data: bytes, code: str) -> str:
    if code == "jis":  # the same characters in EUC have their high bits set
        return bytes(byte | 0x80 for byte in data).decode("euc_jp", "replace")
    return data.decode(_CODEC.get(code, code), "replace")


def unfinished(data: bytes, code: str) -> int:
    """How many bytes at the end of ``data`` begin a long character that has not come whole."""
    rest = _long_pattern(code).sub(lambda match: b" " * len(match[0]), data)
    tail = re.search(_LEAD.get(code, _TWO_BYTE_LEAD), rest)
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
