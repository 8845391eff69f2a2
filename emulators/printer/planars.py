"""Handlers of GS ( k, two-dimensional symbols: set, store, print, tell the size. Source: APG."""

from functools import lru_cache

from emulators.printer.framer import Token
from emulators.printer.interpreter import handles
from emulators.printer.jobs import Ask
from emulators.printer.line import Picture
from emulators.printer.page import Page
from emulators.printer.symbols.modules import NotEncodableError
from emulators.printer.symbols.planar import DRAWERS, PRINT, TELL_SIZE, Symbol, size_answer

_COMMAND = "GS ( k"
_KEPT = 64  # symbols: a till prints each on two copies, and a campaign's runs print the same ones


@handles(_COMMAND)
def planar(page: Page, token: Token) -> None:
    """One function of one symbol type."""
    body = token.params[2:]
    if len(body) < 2 or body[0] not in DRAWERS:
        return
    kind, function = body[0], body[1]
    if function == PRINT:
        _print(page, token, kind)
    elif function == TELL_SIZE:
        reply = size_answer(kind, _symbol(page, token, kind))
        page.jobs.append(Ask(_COMMAND, reply, page.conn))
    else:
        page.settings.planar.setdefault(kind, {})[function] = body[2:]


def _print(page: Page, token: Token, kind: int) -> None:
    """A line of its own; on a page the position is behind it then (Epson APG, GS ( k)."""
    symbol = None if page.refuses(_COMMAND, token.start) else _symbol(page, token, kind)
    if symbol is None:
        return
    page.add_picture(_standing(page.x, symbol), token.start)
    if page.sheet is None:
        page.print_line(token.end, 0)


@lru_cache(_KEPT)
def _drawn(kind: int, settings: tuple[tuple[int, bytes], ...]) -> Symbol:
    """Raises NotEncodableError."""
    return DRAWERS[kind](dict(settings))


@lru_cache(_KEPT)
def _standing(x: int, symbol: Symbol) -> Picture:
    """On a page it hangs from the base line.

    Source: Epson, ePOS-Print XML user's manual of the TM-T20II-i, symbol: its top left dot.
    """
    return Picture(x, symbol.dots, symbol.kind, below=symbol.dots.shape[0])


def _symbol(page: Page, token: Token, kind: int) -> Symbol | None:
    """The symbol that is stored; None, and an event that says why, when it cannot be drawn."""
    try:
        symbol = _drawn(kind, tuple(page.settings.planar.get(kind, {}).items()))
    except NotEncodableError as error:
        page.not_drawn(_COMMAND, str(error), token.start)
        return None
    if symbol.dots.shape[1] > page.area_width:
        page.not_drawn(_COMMAND, f"{symbol.dots.shape[1]} dots are too wide", token.start)
        return None
    return symbol
