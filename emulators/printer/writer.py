"""Bytes of text to what stands on the line: by code page, Kanji mode, UTF-8 or own characters."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from emulators.printer.cells import DESCENT, Style, styled
from emulators.printer.codepages import MISSING, decode
from emulators.printer.dots import Dots
from emulators.printer.line import Picture
from emulators.printer.text import (
    Stretch,
    own_kanji_in,
    split_long,
    split_utf8,
    unfinished,
    unfinished_utf8,
)

if TYPE_CHECKING:
    from emulators.printer.page import Page


class Writer:
    """Puts text on a page. A character of several bytes may come in parts."""

    def __init__(self, page: "Page") -> None:
        self._page = page
        self._lead = b""  # a character that has not come whole
        self._lead_from = 0

    @property
    def waits(self) -> bool:
        """Half of a character has come."""
        return bool(self._lead)

    def forget(self) -> None:
        """Half of a character is thrown away."""
        self._lead = b""

    def text(self, data: bytes, start: int) -> None:
        """Characters that begin at offset ``start`` of the stream."""
        page, settings = self._page, self._page.settings
        if settings.utf8 or settings.kanji:
            self._text_of_several(data, start)
        elif own := self._own():
            self._text_with_own(data, start, own)
        else:
            text = decode(data, self._code_page(), settings.charset)
            page.put(text, page.style(), start, len(data))

    def end_text(self) -> None:
        """Something else follows: half of a long character is a character by itself."""
        if self._lead:
            data, self._lead = self._lead, b""
            text = decode(data, self._code_page(), self._page.settings.charset)
            self._page.put(text, self._page.style(), self._lead_from, len(data))

    def _own(self) -> dict[int, Dots] | None:
        """The characters of one byte that the POS has defined itself, if they are in use."""
        settings = self._page.settings
        if not settings.own_characters:
            return None
        return self._page.memory.characters.get(settings.font.name)

    def _code_page(self) -> str:
        return self._page.profile.code_pages.get(self._page.settings.code_page, "")

    def _text_of_several(self, data: bytes, start: int) -> None:
        """Characters of one to four bytes."""
        if self._lead:
            data, start, self._lead = self._lead + data, self._lead_from, b""
        settings = self._page.settings
        keep = unfinished_utf8(data) if settings.utf8 else unfinished(data, settings.multibyte)
        whole = len(data) - keep
        self._put_several(data[:whole], start)
        # Only now: a page that prints a line because it is full forgets half a character.
        self._lead, self._lead_from = data[whole:], start + whole

    def _put_several(self, data: bytes, start: int) -> None:
        settings, own = self._page.settings, self._page.memory.kanji
        if not own or settings.utf8:
            self._put_stretches(data, start)
            return
        for at, part in own_kanji_in(data, settings.multibyte, own):
            if part in own:
                self._put_own(own[part], MISSING, start + at, self._page.style(wide=True))
            else:
                self._put_stretches(part, start + at)

    def _put_stretches(self, data: bytes, start: int) -> None:
        own = None if self._page.settings.utf8 else self._own()
        for part in self._stretches(data):
            if own and not part.wide:
                self._text_with_own(data[: part.size_bytes], start, own)
            else:
                style = self._page.style(wide=part.wide)
                self._page.put(part.text, style, start, part.size_bytes)
            data, start = data[part.size_bytes :], start + part.size_bytes

    def _stretches(self, data: bytes) -> list[Stretch]:
        settings = self._page.settings
        if settings.utf8:
            return split_utf8(data)
        return split_long(data, settings.multibyte, self._code_page(), settings.charset)

    def _text_with_own(self, data: bytes, start: int, own: dict[int, Dots]) -> None:
        """Characters of which the POS has defined some itself (Epson APG, ESC %)."""
        page = self._page
        for at, part in _parts(data, own):
            if len(part) == 1 and part[0] in own:
                text = decode(part, self._code_page())
                self._put_own(own[part[0]], text, start + at, page.style())
            else:
                text = decode(part, self._code_page(), page.settings.charset)
                page.put(text, page.style(), start + at, len(part))

    def _put_own(self, glyph: Dots, text: str, start: int, style: Style) -> None:
        """In the style of the text around it (Epson APG, ESC &)."""
        page = self._page
        dots = styled(glyph, style)
        if page.x + dots.shape[1] > page.area_width and not page.empty:
            page.print_line(start)
        page.add_picture(Picture(page.x, dots, text=text, below=DESCENT * style.height), start)


def _parts(data: bytes, own: dict[int, Dots]) -> Iterator[tuple[int, bytes]]:
    """Each own character by itself, and the stretches between them, with their offsets."""
    begin = 0
    for at, byte in enumerate(data):
        if byte in own:
            if at > begin:
                yield begin, data[begin:at]
            yield at, data[at : at + 1]
            begin = at + 1
    if begin < len(data):
        yield begin, data[begin:]
