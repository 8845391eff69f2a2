"""One-byte code pages and international character sets: bytes to characters.

Most pages are codecs of Python; those that it lacks, or has in another form than receipt printers,
are in ``pages.toml``.
"""

import codecs
import tomllib
import unicodedata
from functools import cache
from importlib import resources

MISSING = "\ufffd"
BLANK = "blank"  # a page for characters that the POS defines itself (Epson APG, ESC t 255)
_FEWEST = 64  # characters of a page; a code of several bytes has fewer that are one byte long
_REPLACED = "#$@[\\]^`{|}~"
# What stands in their places by country. Source: Epson APG, ESC R.
_CHARSETS = {
    0: _REPLACED,
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
    16: "#₫@[\\]^`{|}~",
    17: "#$@[\\]^`{|}~",
}


@cache
def _pages() -> dict[str, list[str]]:
    """The pages of the file, eight rows of sixteen characters each."""
    file = resources.files("emulators.printer").joinpath("pages.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def is_code_page(name: str) -> bool:
    """Whether there is a page of that name, of one byte a character."""
    if name == BLANK or name in _pages():
        return True
    try:
        codecs.lookup(name)
        ascii_too = b"09AZaz".decode(name) == "09AZaz"
    except (LookupError, UnicodeError):
        return False
    return ascii_too and sum(char != MISSING for char in _by_codec(name)) >= _FEWEST


def is_charset(number: int) -> bool:
    """Whether ESC R knows that set."""
    return number in _CHARSETS


@cache
def _table(page: str, charset: int) -> str:
    """The character for each of the 256 byte values."""
    low = "".join(map(chr, range(128)))
    national = str.maketrans(_REPLACED, _CHARSETS.get(charset, _REPLACED))
    return low.translate(national) + _upper_half(page)


def _upper_half(page: str) -> str:
    """Byte values 128 to 255 of a code page; what it lacks is MISSING."""
    if page in _pages():
        return "".join(_pages()[page])
    if not is_code_page(page):
        return MISSING * 128
    if page == BLANK:
        return " " * 128
    return "".join(_by_codec(page))


def _by_codec(page: str) -> list[str]:
    """The same from Python's codec: what is a control character there is none of a printer."""
    chars = [bytes([value]).decode(page, "replace")[:1] for value in range(128, 256)]
    return [MISSING if unicodedata.category(char) == "Cc" else char for char in chars]


def decode(data: bytes, page: str, charset: int = 0) -> str:
    """One-byte characters as text; on an unknown ``page``, MISSING for what is not ASCII."""
    if not charset and data.isascii():
        return data.decode("ascii")
    return data.decode("latin-1").translate(_table(page, charset))
